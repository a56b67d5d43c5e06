import { apply } from './apply.ts';
import type { Command, MoveCommand, SetCommand } from './commands.ts';
import {
  type Config,
  checkLocation,
  emptyConfig,
  fieldsOf,
  type Kind,
  ruleKinds,
  withEntry,
} from './model.ts';
import { checkPasteOver, leftovers, ownedLists } from './paste.ts';

/**
 * The commands as a script: their order, the deletes, the moves, and what a paste over an older state of ours leaves.
 * Returns the configuration that a first paste gives (the site's own rules left out), and reasons.
 */
export function checkScript(text: string, commands: readonly Command[]): [Config, string[]] {
  const seed = seedFor(commands);
  const fresh = apply(seed, commands);
  const reasons = [
    ...checkText(text),
    ...checkPlaces(commands),
    ...fresh.problems,
    ...checkDoubles(commands),
    ...checkSwitches(commands),
    ...checkDeletes(commands),
    ...checkMoves(commands),
    ...checkPositions(fresh.config, commands),
    ...checkPasteOver(fresh.config, commands),
  ];
  return [withoutSeed(fresh.config, commands), reasons];
}

/** What stays of an older script of ours when a newer one is pasted over it. */
export function checkSuccession(older: readonly Command[], newer: readonly Command[]): string[] {
  const seed = seedFor([...older, ...newer]);
  const before = apply(seed, older).config;
  const after = apply(before, newer).config;
  const both = [...older, ...newer];
  return leftovers(before, withoutSeed(after, both), apply(seed, newer).config);
}

function checkText(text: string): string[] {
  const at = text.split('\n').findIndex((line) => !/^[ -~]*$/.test(line));
  const header = /^(#[^\n]*\n)*/.exec(text)?.[0] ?? '';
  return [
    ...(at < 0 ? [] : [`line ${at + 1} of rules.set holds something other than printable ASCII`]),
    ...(/[^\n]\n$/.test(text) ? [] : ['rules.set does not end in one newline']),
    ...(header.includes('portolan generate')
      ? []
      : ['the header of rules.set does not name the command "portolan generate"']),
  ];
}

function checkPlaces(commands: readonly Command[]): string[] {
  const [first] = commands;
  if (first === undefined) return ['rules.set has no command'];
  const { words } = first.location;
  const rulebase = rulesOf(commands)[0]?.location.rulebase;
  return [
    ...checkLocation({ words, rulebase }),
    ...commands
      .filter((each) => each.location.words !== words)
      .map((each) => `line ${each.line} of rules.set is in another location than the first`),
    ...rulesOf(commands)
      .filter((each) => each.location.rulebase !== rulebase)
      .map((each) => `line ${each.line} of rules.set is in another rulebase than the first`),
  ];
}

function rulesOf(commands: readonly Command[]): Command[] {
  return commands.filter(({ kind }) => kind === 'security' || kind === 'decryption');
}

function setsOf(commands: readonly Command[]): SetCommand[] {
  return commands.filter((command) => command.verb === 'set');
}

function movesOf(commands: readonly Command[], kind: Kind): MoveCommand[] {
  return commands.filter((command) => command.verb === 'move').filter((each) => each.kind === kind);
}

/** The names of the objects of a kind that the script itself writes, each once, in their order. */
function ownNames(commands: readonly Command[], kind: Kind): string[] {
  const sets = setsOf(commands).filter((each) => each.kind === kind);
  return [...new Set(sets.map((each) => each.name))];
}

function checkDoubles(commands: readonly Command[]): string[] {
  const seen = new Set<string>();
  return setsOf(commands).flatMap(({ kind, name, field, values, line }) => {
    if (field === 'disabled') return [];
    const isList = fieldsOf(kind)[field] === 'list';
    const keys = isList ? values.map((value) => [kind, name, field, value]) : [[kind, name, field]];
    return keys.flatMap((key) => {
      const text = JSON.stringify(key);
      if (seen.has(text))
        return [`line ${line} of rules.set says again what was said of "${name}"`];
      seen.add(text);
      return [];
    });
  });
}

/** A paste that breaks off must not leave a rule half written and on. */
function checkSwitches(commands: readonly Command[]): string[] {
  return ruleKinds.flatMap((kind) =>
    ownNames(commands, kind).flatMap((name) => {
      const sets = setsOf(commands).filter((each) => each.kind === kind && each.name === name);
      const texts = sets.map((each) => `${each.field} ${each.values.join(' ')}`);
      const switches = texts.filter((text) => text.startsWith('disabled '));
      return [
        ...(texts[0] === 'disabled yes' ? [] : [`the rule "${name}" does not begin switched off`]),
        ...(texts.at(-1) === 'disabled no' ? [] : [`the rule "${name}" does not end switched on`]),
        ...(switches.length > 2 ? [`the rule "${name}" is switched in between`] : []),
      ];
    }),
  );
}

function checkDeletes(commands: readonly Command[]): string[] {
  const deletes = commands.filter((command) => command.verb === 'delete');
  const wrong = deletes.filter(({ kind, field }) => ownedLists[kind] !== field);
  const idle = deletes.filter(({ kind, name }) => !ownNames(commands, kind).includes(name));
  return [
    ...wrong.map(({ line, name, field }) =>
      field === ''
        ? `line ${line} of rules.set deletes all of "${name}"`
        : `line ${line} of rules.set deletes the ${field} of "${name}", which is no owned list`,
    ),
    ...idle.map(({ line, name }) => `line ${line} of rules.set empties "${name}" for nothing`),
    ...Object.entries(ownedLists).flatMap(([kind, field]) => checkEmptied(commands, kind, field)),
  ];
}

function checkEmptied(commands: readonly Command[], kind: string, field: string): string[] {
  const own = commands.filter((command) => command.kind === kind && command.verb !== 'move');
  const lists = own.filter((command) => command.verb !== 'move' && command.field === field);
  return [...new Set(own.map((command) => command.name))].flatMap((name) => {
    const verbs = lists.filter((command) => command.name === name).map(({ verb }) => verb);
    const last = verbs.lastIndexOf('delete');
    if (last < 0)
      return [`the ${field} of "${name}" is not emptied first: what the spec dropped stays`];
    return last === 0 ? [] : [`the ${field} of "${name}" is emptied after it is written`];
  });
}

function checkMoves(commands: readonly Command[]): string[] {
  return ruleKinds.flatMap((kind) => {
    const moves = movesOf(commands, kind);
    const own = ownNames(commands, kind);
    const foreign = foreignAnchors(commands, kind);
    return [
      ...own
        .filter((name) => moves.filter((move) => move.name === name).length !== 1)
        .map((name) => `the rule "${name}" is not moved exactly once: a position has no default`),
      ...(foreign.length > 1
        ? [`the ${kind} rules are moved next to more than one rule of the site`]
        : []),
    ];
  });
}

function foreignAnchors(commands: readonly Command[], kind: Kind): string[] {
  const own = ownNames(commands, kind);
  const prefix = (own[0] ?? '').split('-')[0] ?? '';
  const anchors = movesOf(commands, kind).flatMap(({ anchor }) => anchor ?? []);
  // An anchor with our own prefix that the script does not write is a slip, not a rule of the site.
  const foreign = anchors.filter((name) => !own.includes(name) && !name.startsWith(`${prefix}-`));
  return [...new Set(foreign)];
}

/** A rulebase with rules of the site, the moves' anchors among them. No name of ours has a blank and this word. */
function seedFor(commands: readonly Command[]): Config {
  return ruleKinds.reduce((config: Config, kind) => {
    const anchors = foreignAnchors(commands, kind);
    const names = ['site first', ...anchors, 'site last'];
    return names.reduce(
      (each: Config, name) => withEntry(each, kind, { name, fields: new Map() }),
      config,
    );
  }, emptyConfig());
}

function withoutSeed(config: Config, commands: readonly Command[]): Config {
  const [security, decryption] = ruleKinds.map((kind) =>
    config.entries[kind].filter(({ name }) => ownNames(commands, kind).includes(name)),
  );
  const entries = { ...config.entries, security: security ?? [], decryption: decryption ?? [] };
  const rulebase = rulesOf(commands)[0]?.location.rulebase;
  return { location: { words: config.location?.words ?? '', rulebase }, entries };
}

function checkPositions(config: Config, commands: readonly Command[]): string[] {
  const places = ownPlaces(config, commands, 'security');
  const torn = places.some((place, index) => place !== (places[0] ?? 0) + index);
  const low = ownPlaces(config, commands, 'decryption').some((place, index) => place !== index);
  return [
    ...(torn ? ["the site's own rules stand between ours"] : []),
    ...(low ? ['a decryption rule is not above every rule of the site, which might decrypt'] : []),
  ];
}

function ownPlaces(config: Config, commands: readonly Command[], kind: Kind): number[] {
  const own = ownNames(commands, kind);
  return [...config.entries[kind].entries()].flatMap(([place, { name }]) =>
    own.includes(name) ? [place] : [],
  );
}
