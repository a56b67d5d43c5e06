import { readNumber } from '../address.ts';
import type { Config, Rule } from './config.ts';
import { familiesOf, familiesOfAlias, isBlock } from './rules.ts';

const firstBlock = 3_000_000_000;
const blockSize = 10_000;
const blocks = 129_496;

/** What the rules are together: trackers, descr prefix, order, the final block. Reasons; empty is good. */
export function checkTogether(config: Config, closed: boolean | undefined): string[] {
  const { rules } = config;
  return [
    ...checkTrackers(rules),
    ...checkDescrPrefix(rules),
    ...checkDoubles(rules),
    ...checkOneInterface(rules),
    ...checkOrder(rules),
    ...checkClosing(config, closed),
  ];
}

function checkTrackers(rules: readonly Rule[]): string[] {
  const trackers = rules.map((rule) => rule.tracker ?? '');
  const block = blockOf(trackers[0] ?? '');
  return trackers.flatMap((tracker, index) => {
    const where = `the tracker "${tracker}"`;
    if (readNumber(tracker) === undefined) return [`${where} is no number`];
    if (Number(tracker) > 4_294_967_295) return [`${where} does not fit in 32 bits`];
    const own = blockOf(tracker);
    if (own < 0 || own >= blocks) return [`${where} is outside the blocks of our own`];
    return [
      ...(own === block ? [] : [`${where} is not in the block of the others`]),
      ...(trackers.indexOf(tracker) === index ? [] : [`${where} stands at two rules`]),
    ];
  });
}

function blockOf(tracker: string): number {
  return Math.floor((Number(tracker) - firstBlock) / blockSize);
}

/** A merge deletes what has both our tracker block and our descr prefix: so every rule must have both. */
function checkDescrPrefix(rules: readonly Rule[]): string[] {
  const prefixes = rules.map(({ descr }) => /^([A-Za-z0-9]+)[^A-Za-z0-9]/.exec(descr)?.[1]);
  return rules.flatMap(({ descr, line }, index) =>
    prefixes[index] !== undefined && prefixes[index] === prefixes[0]
      ? []
      : [`the rule on line ${line} has not the others' prefix in its descr "${descr}"`],
  );
}

function checkDoubles(rules: readonly Rule[]): string[] {
  const keys = rules.map(({ line: _line, tracker: _tracker, descr: _descr, ...match }) =>
    JSON.stringify(match),
  );
  return rules
    .filter((_, index) => keys.indexOf(keys[index] ?? '') !== index)
    .map(({ line }) => `the rule on line ${line} says what an earlier one says`);
}

function checkOneInterface(rules: readonly Rule[]): string[] {
  return rules
    .filter((rule) => rule.interface !== rules[0]?.interface)
    .map(({ line }) => `the rule on line ${line} is on another interface than the first`);
}

function checkOrder(rules: readonly Rule[]): string[] {
  const block = rules.findIndex(isBlock);
  if (block < 0) return [];
  return rules
    .slice(block)
    .filter((rule) => !isBlock(rule))
    .map(({ line }) => `the rule on line ${line} stands below the block, which decides first`);
}

function checkClosing(config: Config, closed: boolean | undefined): string[] {
  const closing = config.rules.filter(isBlock);
  if (closed === true && closing.length === 0)
    return ['the site is closed, and nothing is blocked'];
  if (closed === false && closing.length > 0) return ['the site is additive, and a rule blocks'];
  if (closing.length === 0) return [];
  return [...closing.flatMap(checkWholeBlock), ...checkAllClientsBlocked(config, closing)];
}

function checkWholeBlock({ line, disabled, protocol, destination }: Rule): string[] {
  const where = `the block on line ${line}`;
  return [
    ...(disabled ? [`${where} is switched off`] : []),
    ...(protocol === undefined ? [] : [`${where} blocks ${protocol} only`]),
    ...(destination?.any === true ? [] : [`${where} does not block every destination`]),
  ];
}

/** Whatever source and family a rule opens must end at a block, or the rest of it stays to the site's own rules. */
function checkAllClientsBlocked(config: Config, closing: readonly Rule[]): string[] {
  const shut = new Set(closing.flatMap((rule) => keysOf(rule, config)));
  const open = config.rules
    .filter((rule) => !isBlock(rule))
    .flatMap((rule) => keysOf(rule, config));
  return [...new Set(open)]
    .filter((key) => !shut.has(key))
    .map((key) => `no block ends what is open to ${key}`);
}

function keysOf(rule: Rule, config: Config): string[] {
  const name = rule.source?.address;
  const present = familiesOfAlias(config, name);
  return familiesOf(rule)
    .filter((family) => present.has(family))
    .map((family) => `the IPv${family} clients of "${name ?? ''}"`);
}
