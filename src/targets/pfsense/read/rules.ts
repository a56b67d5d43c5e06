import { parsePort } from '../../../net/port.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';

/** Where a rule leads: an alias's name, or one of the two places that need none. */
export type Lead =
  | { readonly kind: 'alias'; readonly name: string; readonly line: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'self' };

/** A number in the file, and the rule that has it: its description, ports and destination. */
export type Numbered = { readonly rule: string; readonly tracker: string; readonly line: number };

/** A rule that denies: the inner networks, or everything that is left at the end of a closed site. */
export type Denial = {
  readonly denies: 'inner' | 'everything';
  readonly action: 'reject' | 'block';
  readonly log: boolean;
  /** Line numbers, from 1: of the rule's start, and of `action`. */
  readonly line: number;
  readonly actionAt: number;
};

/** A rule that passes. */
export type Pass = {
  readonly to: Lead;
  readonly transports: readonly ('tcp' | 'udp')[];
  readonly low: number;
  readonly high: number;
  readonly disabled: boolean;
  /** Does the rule that denies the inner networks stand above it? */
  readonly guarded: boolean;
  /** The line number, from 1, of the rule's start. */
  readonly line: number;
};

/** The rules of a file. */
export type Rules = {
  readonly passes: readonly Pass[];
  /** The rule that denies the inner networks; undefined where none does. */
  readonly guard: Denial | undefined;
  /** The rule that ends a closed site; undefined in an additive one. */
  readonly closing: Denial | undefined;
};

/** What holds for all objects of a file. */
export type Frame = {
  readonly prefix: string;
  /** Tracker to the rule that has it. */
  readonly trackers: Map<string, Numbered>;
  /** The interface and family lines, which all rules share: the first rule sets them. */
  readonly shared: Map<string, string>;
};

/** Takes the rules in their order: those that pass, a guard between them at most, and the end of a closed site. */
export function takeRules(cursor: Cursor, frame: Frame): Rules {
  const passes: Pass[] = [];
  let guard: Denial | undefined;
  let closing: Denial | undefined;
  while (closing === undefined && cursor.takeIf('\t\t<rule>')) {
    const rule = takeRule(cursor, frame, guard !== undefined);
    if (!('denies' in rule)) passes.push(rule);
    else if (rule.denies === 'everything') closing = rule;
    else if (guard === undefined) guard = rule;
    else cursor.refuse('the inner networks are denied twice', rule.line);
  }
  refuseLoneGuard(cursor, guard, closing);
  return { passes, guard, closing };
}

function refuseLoneGuard(
  cursor: Cursor,
  guard: Denial | undefined,
  closing: Denial | undefined,
): void {
  if (guard === undefined) return;
  if (closing === undefined)
    cursor.refuse('the rule denies, where no last rule closes the site', guard.line);
  if (guard.action !== closing.action || guard.log !== closing.log)
    cursor.refuse('the rule denies in another way than the last one', guard.line);
}

/** What all rules begin with. */
type Opening = {
  readonly tracker: string;
  readonly trackerAt: number;
  readonly action: string;
  readonly line: number;
  readonly actionAt: number;
};

function takeRule(cursor: Cursor, frame: Frame, guarded: boolean): Pass | Denial {
  const line = cursor.line;
  cursor.takeExactly('\t\t\t<id></id>');
  const tracker = cursor.take(/^\t{3}<tracker>([0-9]{10})<\/tracker>$/, 'the tracker');
  const trackerAt = cursor.line;
  const action = cursor.take(/^\t{3}<type>(pass|reject|block)<\/type>$/, 'the type');
  const opening = { tracker, trackerAt, action, line, actionAt: cursor.line };
  takeShared(
    cursor,
    frame,
    'interface',
    /^\t{3}<interface>(wan|lan|opt[1-9][0-9]{0,3})<\/interface>$/,
  );
  takeShared(cursor, frame, 'ipprotocol', /^\t{3}<ipprotocol>(inet|inet6|inet46)<\/ipprotocol>$/);
  const rule =
    action === 'pass'
      ? takePass(cursor, frame, opening, guarded)
      : takeDenial(cursor, frame, opening);
  cursor.takeExactly('\t\t</rule>');
  return rule;
}

// 3,000,000,000 to 4,199,999,999: from there on pfSense would give all rules new numbers.
const ownTracker = /^(3[0-9]{9}|4[01][0-9]{8})$/;

function number(cursor: Cursor, { trackers }: Frame, opening: Opening, rule: string): void {
  const { tracker, trackerAt: line } = opening;
  if (!ownTracker.test(tracker)) cursor.refuse('Portolan chooses no such tracker', line);
  if (trackers.has(tracker)) cursor.refuse('the tracker stands twice', line);
  trackers.set(tracker, { rule, tracker, line });
}

function takeShared(cursor: Cursor, { shared }: Frame, key: string, shape: RegExp): void {
  const value = cursor.take(shape, `the ${key}`);
  if ((shared.get(key) ?? value) !== value) cursor.refuse(`the ${key} is another than before`);
  shared.set(key, value);
}

function takePass(cursor: Cursor, frame: Frame, opening: Opening, guarded: boolean): Pass {
  const protocol = cursor.take(/^\t{3}<protocol>(tcp|udp|tcp\/udp)<\/protocol>$/, 'the protocol');
  takeSource(cursor, frame);
  cursor.takeExactly('\t\t\t<destination>');
  const to = takeLead(cursor);
  const { low, high } = takePort(cursor);
  cursor.takeExactly('\t\t\t</destination>');
  const disabled = cursor.takeIf('\t\t\t<disabled></disabled>');
  const descr = takeDescription(cursor, frame, '[a-z0-9/+~-]+');
  const where = to.kind === 'alias' ? to.name : to.kind;
  const ports = low === high ? `${low}` : `${low}-${high}`;
  number(cursor, frame, opening, `${descr}, ${protocol} ${ports} to ${where}`);
  const transports = (['tcp', 'udp'] as const).filter((one) => protocol.split('/').includes(one));
  return { to, transports, low, high, disabled, guarded, line: opening.line };
}

function takeDenial(cursor: Cursor, frame: Frame, opening: Opening): Denial {
  takeSource(cursor, frame);
  cursor.takeExactly('\t\t\t<destination>');
  const inner = cursor.takeIf(`\t\t\t\t<address>${frame.prefix}_inner</address>`);
  if (!inner) cursor.takeExactly('\t\t\t\t<any></any>');
  cursor.takeExactly('\t\t\t</destination>');
  const log = cursor.takeIf('\t\t\t<log></log>');
  const id = inner ? 'inner networks are refused' : 'everything else is refused';
  number(cursor, frame, opening, takeDescription(cursor, frame, id));
  return {
    denies: inner ? 'inner' : 'everything',
    action: opening.action === 'block' ? 'block' : 'reject',
    log,
    line: opening.line,
    actionAt: opening.actionAt,
  };
}

function takeSource(cursor: Cursor, { prefix }: Frame): void {
  cursor.takeExactly(
    '\t\t\t<source>',
    `\t\t\t\t<address>${prefix}_clients</address>`,
    '\t\t\t</source>',
  );
}

function takeLead(cursor: Cursor): Lead {
  if (cursor.takeIf('\t\t\t\t<any></any>')) return { kind: 'any' };
  if (cursor.takeIf('\t\t\t\t<network>(self)</network>')) return { kind: 'self' };
  const name = cursor.take(/^\t{4}<address>([A-Za-z0-9_]+)<\/address>$/, 'where the rule leads');
  return { kind: 'alias', name, line: cursor.line };
}

function takePort(cursor: Cursor): { low: number; high: number } {
  const written = cursor.take(/^\t{4}<port>([0-9]+(?:-[0-9]+)?)<\/port>$/, 'the port');
  const [low = 0, high = low, ...more] = written.split('-').map((part) => {
    const port = parsePort(part);
    return port.ok ? port.value : cursor.refuse(port.error.message);
  });
  const isRange = written.includes('-');
  if (more.length > 0 || (isRange && low >= high))
    cursor.refuse(`"${written}" is no range of ports`);
  return { low, high };
}

function takeDescription(cursor: Cursor, { prefix }: Frame, id: string): string {
  const descr = cursor.take(
    new RegExp(`^\\t{3}<descr><!\\[CDATA\\[(${prefix}: ${id})\\]\\]></descr>$`),
    'the description of the rule',
  );
  if (descr.length > 52) cursor.refuse('the description has more than 52 characters');
  return descr;
}
