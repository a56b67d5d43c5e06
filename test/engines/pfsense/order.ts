import { readBlock, readNumber } from '../address.ts';
import { aliasNamed, entriesOf } from './aliases.ts';
import type { Config, Rule } from './config.ts';
import { prefixOf } from './names.ts';
import { ownerOf } from './owner.ts';
import { familiesOf, familiesOfAlias, isBlock } from './rules.ts';

// From here on, the firewall's own repair would give all rules new numbers.
const [firstTracker, afterTrackers] = [3_000_000_000, 4_200_000_000];

/** What the files cannot say of themselves; without a key, either is good. */
export type Expected = {
  /** true: the site is closed, and a block must end the rules; false: nothing may block. */
  readonly closed?: boolean;
  /** Of a closed site: must what it denies be logged? */
  readonly log?: boolean;
  /** Of a closed site: the type of the block. */
  readonly closing?: 'reject' | 'block';
  /** The networks of the site that names must not lead to, as an alias writes them; empty: nothing guards any. */
  readonly inner?: readonly string[];
};

/** What the rules are together: trackers, owner, order, the final block. Reasons; empty is good. */
export function checkTogether(config: Config, expected: Expected): string[] {
  const { rules } = config;
  return [
    ...checkTrackers(rules),
    ...checkOwner(config),
    ...checkDoubles(rules),
    ...checkOneInterface(rules),
    ...checkOrder(rules),
    ...checkGuard(config, expected),
    ...checkClosing(config, expected),
    ...checkLogs(rules),
  ];
}

function checkTrackers(rules: readonly Rule[]): string[] {
  const trackers = rules.map((rule) => rule.tracker ?? '');
  return trackers.flatMap((tracker, index) => {
    const where = `the tracker "${tracker}"`;
    if (readNumber(tracker) === undefined) return [`${where} is no number`];
    if (Number(tracker) > 4_294_967_295) return [`${where} does not fit in 32 bits`];
    if (Number(tracker) < firstTracker || Number(tracker) >= afterTrackers)
      return [`${where} is not one that the tool chooses`];
    return trackers.indexOf(tracker) === index ? [] : [`${where} stands at two rules`];
  });
}

/** A merge deletes what it takes for ours: so it must know every rule again, by its descr and its source. */
function checkOwner({ aliases, rules }: Config): string[] {
  const owns = ownerOf(prefixOf(aliases[0]?.name ?? '') ?? '');
  return rules
    .filter((rule) => !owns.rule(rule.descr, rule.source?.address))
    .map(
      ({ line, descr, source }) =>
        `the rule on line ${line} is not one that a merge would take for ours: "${descr}" from "${source?.address ?? ''}"`,
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
  const block = rules.findIndex((rule) => isBlock(rule) && !isGuard(rule));
  if (block < 0) return [];
  return rules
    .slice(block)
    .filter((rule) => !isBlock(rule) || isGuard(rule))
    .map(({ line }) => `the rule on line ${line} stands below the block, which decides first`);
}

/** Does the rule deny only the inner networks, with any action? */
export function isGuard(rule: Rule): boolean {
  return isBlock(rule) && /^[a-z0-9]+_inner$/.test(rule.destination?.address ?? '');
}

/** Names may resolve to any address, so their rules are below the guard; rules for listed addresses are above it. */
function checkGuard(config: Config, expected: Expected): string[] {
  const { rules } = config;
  const guards = rules.filter(isGuard);
  const [guard, second] = guards;
  const inner = aliasNamed(config, guard?.destination?.address)?.entries ?? [];
  const due = expected.inner ?? inner;
  const reasons =
    inner.join(' ') === due.join(' ')
      ? []
      : [`the inner networks are "${inner.join(' ')}", not "${due.join(' ')}"`];
  if (guard === undefined) return reasons;
  const at = rules.indexOf(guard);
  return [
    ...reasons,
    ...(second === undefined ? [] : [`the rule on line ${second.line} is a second guard`]),
    ...guards.flatMap(({ line, disabled, protocol }) =>
      disabled || protocol !== undefined
        ? [`the guard on line ${line} does not deny everything there`]
        : [],
    ),
    ...guards.flatMap((rule) => checkManner(rule, expected)),
    ...rules
      .filter((rule, index) => !isBlock(rule) && isOnWrongSide(rule, config, index < at))
      .map(({ line }) => `the rule on line ${line} is on the wrong side of the inner networks`),
  ];
}

/** Any place may stand above for DNS alone, where a site asks any resolver. */
function isOnWrongSide({ destination }: Rule, config: Config, isAbove: boolean): boolean {
  if (destination?.any === true) return isAbove && destination.port !== '53';
  if (destination?.network === '(self)') return !isAbove;
  const alias = aliasNamed(config, destination?.address);
  if (alias === undefined) return !isAbove;
  const entries = entriesOf(config, alias);
  const hasName = entries.some((entry) => readBlock(entry) === undefined);
  const hasAddress = entries.some((entry) => readBlock(entry) !== undefined);
  return isAbove ? hasName : hasAddress;
}

function checkClosing(config: Config, expected: Expected): string[] {
  const { closed } = expected;
  const closing = config.rules.filter((rule) => isBlock(rule) && !isGuard(rule));
  if (closed === true && closing.length === 0)
    return ['the site is closed, and nothing is blocked'];
  if (closed === false && config.rules.some(isBlock))
    return ['the site is additive, and a rule blocks'];
  if (closing.length === 0) return [];
  return [
    ...closing.flatMap(checkWholeBlock),
    ...closing.flatMap((rule) => checkManner(rule, expected)),
    ...checkAllClientsBlocked(config, closing),
  ];
}

function checkWholeBlock({ line, disabled, protocol, destination }: Rule): string[] {
  const where = `the block on line ${line}`;
  return [
    ...(disabled ? [`${where} is switched off`] : []),
    ...(protocol === undefined ? [] : [`${where} blocks ${protocol} only`]),
    ...(destination?.any === true ? [] : [`${where} does not block every destination`]),
  ];
}

function checkManner({ line, type, log }: Rule, expected: Expected): string[] {
  const where = `the block on line ${line}`;
  const due = expected.log ?? log;
  return [
    ...(log === due ? [] : [`${where} writes ${due ? 'no' : 'a'} log`]),
    ...(type === (expected.closing ?? type)
      ? []
      : [`${where} is of the type ${type ?? ''}, not ${expected.closing}`]),
  ];
}

function checkLogs(rules: readonly Rule[]): string[] {
  return rules
    .filter((rule) => rule.log && !isBlock(rule))
    .map(({ line }) => `the rule on line ${line} passes and writes a log`);
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
