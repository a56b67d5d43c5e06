import type { Command, DeleteCommand, MoveCommand, SetCommand } from './commands.ts';
import {
  type Config,
  type Entry,
  fieldsOf,
  type Kind,
  kindNames,
  named,
  withEntry,
} from './model.ts';

export type Applied = { readonly config: Config; readonly problems: readonly string[] };

/** What a field of a rule or group may name, by kind. */
const references: Readonly<Record<string, readonly Kind[]>> = {
  tag: ['tag'],
  static: ['address', 'address-group'],
  'service-group members': ['service', 'service-group'],
  'application-group members': ['application-group'],
  application: ['application-group'],
  source: ['address', 'address-group'],
  destination: ['address', 'address-group'],
  service: ['service', 'service-group'],
  category: ['custom-url-category'],
};

/** Plays the commands to a candidate configuration, as the command line would: `set` appends to lists. */
export function apply(config: Config, commands: readonly Command[]): Applied {
  let current = config;
  const problems: string[] = [];
  for (const command of joined(commands)) {
    problems.push(
      ...refuse(current, command).map((why) => `line ${command.line} of rules.set ${why}`),
    );
    current = play(current, command);
  }
  return { config: current, problems };
}

/** Merges adjacent lines that add to one list into one command: a category can have thousands of lines. */
function joined(commands: readonly Command[]): Command[] {
  const whole: Command[] = [];
  let values: string[] = [];
  for (const command of commands) {
    const last = whole.at(-1);
    const isMore =
      command.verb === 'set' &&
      last?.verb === 'set' &&
      fieldsOf(command.kind)[command.field] === 'list' &&
      [command.kind, command.name, command.field].join('\n') ===
        [last.kind, last.name, last.field].join('\n');
    if (command.verb === 'set' && !isMore) values = [...command.values];
    if (isMore) values.push(...command.values);
    else whole.push(command.verb === 'set' ? { ...command, values } : command);
  }
  return whole;
}

/** The names in `field` of the entry `owner` that nothing in the configuration answers. */
export function danglingIn(
  config: Config,
  { kind, name: owner, field }: { kind: Kind; name: string; field: string },
  values: readonly string[],
): string[] {
  const allowed = referredBy(kind, field);
  const application = allowed.includes('application-group');
  return values.filter(
    (name) =>
      allowed.length > 0 &&
      name !== 'any' &&
      !(field === 'service' && name === 'application-default') &&
      !(application && isAppId(name, owner)) &&
      !allowed.some((each) => named(config, each, name) !== undefined),
  );
}

/** What an entry refers to: `kind name`, for every kind that may answer. */
export function referencesOf(kind: Kind, entry: Entry): string[] {
  return [...entry.fields].flatMap(([field, values]) =>
    referredBy(kind, field).flatMap((each) => values.map((name) => `${each} ${name}`)),
  );
}

function referredBy(kind: Kind, field: string): readonly Kind[] {
  return references[field] ?? references[`${kind} ${field}`] ?? [];
}

/** App-IDs belong to the firewall and are in no file. A name with the prefix of its user is a generated group. */
function isAppId(name: string, owner: string): boolean {
  const prefix = /^[a-z][a-z0-9]*[-._ ]/.exec(owner)?.[0];
  return prefix === undefined || !name.startsWith(prefix);
}

function refuse(config: Config, command: Command): string[] {
  if (command.verb === 'move') return refuseMove(config, command);
  if (command.verb === 'delete') return refuseDelete(config, command);
  const { kind, name, field, values } = command;
  const entry = named(config, kind, name);
  const untyped = kind === 'custom-url-category' && field === 'list' && !entry?.fields.has('type');
  return [
    ...(untyped ? ['writes the list before the type, which PAN-OS 9.0 and later refuse'] : []),
    ...danglingIn(config, command, values).map(
      (missing) => `names "${missing}", which is not there yet`,
    ),
  ];
}

/** A firewall deletes no entry that another one names. A list that is not there yet is emptied by a first paste. */
function refuseDelete(config: Config, { kind, name, field }: DeleteCommand): string[] {
  if (field !== '') return [];
  const users = kindNames.flatMap((each) =>
    config.entries[each].filter((entry) => referencesOf(each, entry).includes(`${kind} ${name}`)),
  );
  return [
    ...(named(config, kind, name) === undefined ? [`deletes "${name}", which is not there`] : []),
    ...users.map((user) => `deletes "${name}", which "${user.name}" still names`),
  ];
}

function refuseMove(config: Config, { kind, name, anchor }: MoveCommand): string[] {
  return [
    ...(named(config, kind, name) === undefined ? [`moves "${name}", which is not there`] : []),
    ...(anchor !== undefined && named(config, kind, anchor) === undefined
      ? [`moves next to "${anchor}", which is not there`]
      : []),
    ...(anchor === name ? [`moves "${name}" next to itself`] : []),
  ];
}

function play(config: Config, command: Command): Config {
  const located = { ...config, location: config.location ?? command.location };
  if (command.verb === 'set') return playSet(located, command);
  return command.verb === 'delete' ? playDelete(located, command) : playMove(located, command);
}

function playSet(config: Config, { kind, name, field, values }: SetCommand): Config {
  const old = named(config, kind, name) ?? { name, fields: new Map<string, readonly string[]>() };
  const had = fieldsOf(kind)[field] === 'list' ? (old.fields.get(field) ?? []) : [];
  const known = new Set(had);
  const members = [...new Set(values)].filter((value) => !known.has(value));
  const fields = new Map(old.fields).set(field, [...had, ...members]);
  return withEntry(config, kind, { name, fields });
}

function playDelete(config: Config, { kind, name, field }: DeleteCommand): Config {
  const old = named(config, kind, name);
  if (old === undefined) return config;
  if (field === '') {
    const others = config.entries[kind].filter((entry) => entry !== old);
    return { ...config, entries: { ...config.entries, [kind]: others } };
  }
  return withEntry(config, kind, {
    name,
    fields: new Map([...old.fields].filter(([key]) => key !== field)),
  });
}

function playMove(config: Config, { kind, name, where, anchor }: MoveCommand): Config {
  const rule = named(config, kind, name);
  if (rule === undefined) return config;
  const others = config.entries[kind].filter((each) => each.name !== name);
  const at = others.findIndex((each) => each.name === anchor);
  const places = { top: 0, bottom: others.length, before: at, after: at + 1 };
  const moved = [...others.slice(0, places[where]), rule, ...others.slice(places[where])];
  return { ...config, entries: { ...config.entries, [kind]: moved } };
}
