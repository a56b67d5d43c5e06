import { parsePort } from '../../../net/port-text.ts';
import { isProtocol, type Protocol } from '../../../net/transport.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected, unexpected } from '../../kit/reading/not-canonical.ts';

/** The destination of a rule: the name of an alias, any, or the firewall itself. */
export type Lead =
  | { readonly kind: 'alias'; readonly name: string; readonly line: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'self' };

/** A number in the file, and the rule that has it: its description, ports and destination. */
export type Numbered = { readonly rule: string; readonly tracker: string; readonly line: number };

/** A rule that denies: the inner networks, or everything else at the end of a default-deny site. */
export type Denial = {
  readonly denies: 'inner' | 'everything';
  readonly action: 'reject' | 'block';
  readonly log: boolean;
  /** Line numbers, from 1: of the rule's start, and of `action`. */
  readonly line: number;
  readonly actionAt: number;
};

/** A rule that passes traffic. */
export type Pass = {
  readonly to: Lead;
  readonly transports: readonly ('tcp' | 'udp' | Protocol)[];
  /** The ports; both are 0 for a protocol without ports. */
  readonly low: number;
  readonly high: number;
  readonly disabled: boolean;
  /** Is the rule that denies the inner networks above it? */
  readonly guarded: boolean;
  /** The line number, from 1, of the rule's start. */
  readonly line: number;
};

/** The rules of a file. */
export type Rules = {
  readonly passes: readonly Pass[];
  /** The rule that denies the inner networks, if there is one. */
  readonly guard: Denial | undefined;
  /** The last rule of a default-deny site; undefined in an allow-only site. */
  readonly closing: Denial | undefined;
};

/** What applies to all objects of a file. */
export type Frame = {
  readonly prefix: string;
  /** Tracking ID to its rule. */
  readonly trackers: Map<string, Numbered>;
  /** The interface and address family, which the first rule sets for all rules. */
  readonly shared: Map<string, string>;
};

/** Takes the rules in order: those that pass traffic, at most one guard, and the last rule of a default-deny site. */
export function takeRules(cursor: Cursor, frame: Frame): Rules {
  const passes: Pass[] = [];
  let guard: Denial | undefined;
  let closing: Denial | undefined;
  while (closing === undefined && cursor.takeIf('\t\t<rule>')) {
    const rule = takeRule(cursor, frame, guard !== undefined);
    if (!('denies' in rule)) passes.push(rule);
    else if (rule.denies === 'everything') closing = rule;
    else if (guard === undefined) guard = rule;
    else cursor.refuse(unexpected('second rule that denies the inner networks'), rule.line);
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
    cursor.refuse(
      expected('a last rule that denies everything else, as for every guard', 'none'),
      guard.line,
    );
  if (guard.action !== closing.action || guard.log !== closing.log)
    cursor.refuse(
      expected('the same action and logging as in the last rule', 'a difference'),
      guard.line,
    );
}

/** The start of every rule. */
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
  const tracker = cursor.take(/^\t{3}<tracker>([0-9]{10})<\/tracker>$/, 'the tracking ID');
  const trackerAt = cursor.line;
  const action = cursor.take(/^\t{3}<type>(pass|reject|block)<\/type>$/, 'the action');
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

// 3,000,000,000 to 4,199,999,999: above that, pfSense would give all rules new numbers.
const ownTracker = /^(3[0-9]{9}|4[01][0-9]{8})$/;

function number(cursor: Cursor, { trackers }: Frame, opening: Opening, rule: string): void {
  const { tracker, trackerAt: line } = opening;
  if (!ownTracker.test(tracker))
    cursor.refuse(expected('a tracking ID from 3000000000 to 4199999999', tracker), line);
  if (trackers.has(tracker))
    cursor.refuse(expected('each tracking ID once', `${tracker} twice`), line);
  trackers.set(tracker, { rule, tracker, line });
}

function takeShared(cursor: Cursor, { shared }: Frame, key: string, shape: RegExp): void {
  const value = cursor.take(shape, `the ${key}`);
  const first = shared.get(key) ?? value;
  if (first !== value)
    cursor.refuse(expected(`the ${key} "${first}" of the first rule`, `"${value}"`));
  shared.set(key, value);
}

function takePass(cursor: Cursor, frame: Frame, opening: Opening, guarded: boolean): Pass {
  const protocol = takeProtocol(cursor);
  takeSource(cursor, frame);
  cursor.takeExactly('\t\t\t<destination>');
  const to = takeLead(cursor);
  const { low, high } = isProtocol(protocol) ? noPorts : takePort(cursor);
  cursor.takeExactly('\t\t\t</destination>');
  const disabled = cursor.takeIf('\t\t\t<disabled></disabled>');
  const descr = takeDescription(cursor, frame, '[a-z0-9/+~-]+');
  const where = to.kind === 'alias' ? to.name : to.kind;
  const ports = low === high ? `${low}` : `${low}-${high}`;
  const run = isProtocol(protocol) ? protocol : `${protocol} ${ports}`;
  number(cursor, frame, opening, `${descr}, ${run} to ${where}`);
  const transports = isProtocol(protocol)
    ? [protocol]
    : (['tcp', 'udp'] as const).filter((one) => protocol.split('/').includes(one));
  return { to, transports, low, high, disabled, guarded, line: opening.line };
}

const noPorts = { low: 0, high: 0 };

/** The protocol in the words of a spec. A rule for ping has the type of its ICMP, in IPv6 too. */
function takeProtocol(cursor: Cursor): string {
  const protocol = cursor.take(
    /^\t{3}<protocol>(tcp|udp|tcp\/udp|icmp|esp|ah|gre)<\/protocol>$/,
    'the protocol',
  );
  if (protocol !== 'icmp') return protocol;
  cursor.takeExactly('\t\t\t<icmptype>echoreq</icmptype>');
  return 'icmp-echo';
}

function takeDenial(cursor: Cursor, frame: Frame, opening: Opening): Denial {
  takeSource(cursor, frame);
  cursor.takeExactly('\t\t\t<destination>');
  const inner = cursor.takeIf(`\t\t\t\t<address>${frame.prefix}_inner</address>`);
  if (!inner) cursor.takeExactly('\t\t\t\t<any></any>');
  cursor.takeExactly('\t\t\t</destination>');
  const log = cursor.takeIf('\t\t\t<log></log>');
  const id = inner ? 'inner networks are denied' : 'everything else is denied';
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
  const name = cursor.take(
    /^\t{4}<address>([A-Za-z0-9_]+)<\/address>$/,
    'the destination of the rule',
  );
  return { kind: 'alias', name, line: cursor.line };
}

function takePort(cursor: Cursor): { low: number; high: number } {
  const written = cursor.take(/^\t{4}<port>([0-9]+(?:-[0-9]+)?)<\/port>$/, 'the port');
  const [low = 0, high = low, ...more] = written.split('-').map((part) => {
    const port = parsePort(part);
    return port.ok ? port.value : cursor.refuse(unexpected(`port: ${port.error.message}`));
  });
  const isRange = written.includes('-');
  if (more.length > 0 || (isRange && low >= high))
    cursor.refuse(expected('a range of ports', `"${written}"`));
  return { low, high };
}

function takeDescription(cursor: Cursor, { prefix }: Frame, id: string): string {
  const descr = cursor.take(
    new RegExp(`^\\t{3}<descr><!\\[CDATA\\[(${prefix}: ${id})\\]\\]></descr>$`),
    'the description of the rule',
  );
  if (descr.length > 52)
    cursor.refuse(expected('at most 52 characters in a description', `${descr.length}`));
  return descr;
}
