import { parsePort } from '../../../net/port.ts';
import type { Lines } from '../../kit/reading/cursor.ts';

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
  /** Its first line, and the line of its type. */
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
  /** Its first line. */
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
export function takeRules(lines: Lines, frame: Frame): Rules {
  const passes: Pass[] = [];
  let guard: Denial | undefined;
  let closing: Denial | undefined;
  while (closing === undefined && lines.takeIf('\t\t<rule>')) {
    const rule = takeRule(lines, frame, guard !== undefined);
    if (!('denies' in rule)) passes.push(rule);
    else if (rule.denies === 'everything') closing = rule;
    else if (guard === undefined) guard = rule;
    else lines.refuse('the inner networks are denied twice', rule.line);
  }
  refuseLoneGuard(lines, guard, closing);
  return { passes, guard, closing };
}

function refuseLoneGuard(
  lines: Lines,
  guard: Denial | undefined,
  closing: Denial | undefined,
): void {
  if (guard === undefined) return;
  if (closing === undefined)
    lines.refuse('the rule denies, where no last rule closes the site', guard.line);
  if (guard.action !== closing.action || guard.log !== closing.log)
    lines.refuse('the rule denies in another way than the last one', guard.line);
}

/** What all rules begin with. */
type Opening = {
  readonly tracker: string;
  readonly trackerAt: number;
  readonly action: string;
  readonly line: number;
  readonly actionAt: number;
};

function takeRule(lines: Lines, frame: Frame, guarded: boolean): Pass | Denial {
  const line = lines.number;
  lines.takeExactly('\t\t\t<id></id>');
  const tracker = lines.take(/^\t{3}<tracker>([0-9]{10})<\/tracker>$/, 'the tracker');
  const trackerAt = lines.number;
  const action = lines.take(/^\t{3}<type>(pass|reject|block)<\/type>$/, 'the type');
  const opening = { tracker, trackerAt, action, line, actionAt: lines.number };
  takeShared(
    lines,
    frame,
    'interface',
    /^\t{3}<interface>(wan|lan|opt[1-9][0-9]{0,3})<\/interface>$/,
  );
  takeShared(lines, frame, 'ipprotocol', /^\t{3}<ipprotocol>(inet|inet6|inet46)<\/ipprotocol>$/);
  const rule =
    action === 'pass'
      ? takePass(lines, frame, opening, guarded)
      : takeDenial(lines, frame, opening);
  lines.takeExactly('\t\t</rule>');
  return rule;
}

// 3,000,000,000 to 4,199,999,999: from there on pfSense would give all rules new numbers.
const ownTracker = /^(3[0-9]{9}|4[01][0-9]{8})$/;

function number(lines: Lines, { trackers }: Frame, opening: Opening, rule: string): void {
  const { tracker, trackerAt: line } = opening;
  if (!ownTracker.test(tracker)) lines.refuse('Portolan chooses no such tracker', line);
  if (trackers.has(tracker)) lines.refuse('the tracker stands twice', line);
  trackers.set(tracker, { rule, tracker, line });
}

function takeShared(lines: Lines, { shared }: Frame, key: string, shape: RegExp): void {
  const value = lines.take(shape, `the ${key}`);
  if ((shared.get(key) ?? value) !== value) lines.refuse(`the ${key} is another than before`);
  shared.set(key, value);
}

function takePass(lines: Lines, frame: Frame, opening: Opening, guarded: boolean): Pass {
  const protocol = lines.take(/^\t{3}<protocol>(tcp|udp|tcp\/udp)<\/protocol>$/, 'the protocol');
  takeSource(lines, frame);
  lines.takeExactly('\t\t\t<destination>');
  const to = takeLead(lines);
  const { low, high } = takePort(lines);
  lines.takeExactly('\t\t\t</destination>');
  const disabled = lines.takeIf('\t\t\t<disabled></disabled>');
  const descr = takeDescription(lines, frame, '[a-z0-9/+~-]+');
  const where = to.kind === 'alias' ? to.name : to.kind;
  const ports = low === high ? `${low}` : `${low}-${high}`;
  number(lines, frame, opening, `${descr}, ${protocol} ${ports} to ${where}`);
  const transports = (['tcp', 'udp'] as const).filter((one) => protocol.split('/').includes(one));
  return { to, transports, low, high, disabled, guarded, line: opening.line };
}

function takeDenial(lines: Lines, frame: Frame, opening: Opening): Denial {
  takeSource(lines, frame);
  lines.takeExactly('\t\t\t<destination>');
  const inner = lines.takeIf(`\t\t\t\t<address>${frame.prefix}_inner</address>`);
  if (!inner) lines.takeExactly('\t\t\t\t<any></any>');
  lines.takeExactly('\t\t\t</destination>');
  const log = lines.takeIf('\t\t\t<log></log>');
  const id = inner ? 'inner networks are refused' : 'everything else is refused';
  number(lines, frame, opening, takeDescription(lines, frame, id));
  return {
    denies: inner ? 'inner' : 'everything',
    action: opening.action === 'block' ? 'block' : 'reject',
    log,
    line: opening.line,
    actionAt: opening.actionAt,
  };
}

function takeSource(lines: Lines, { prefix }: Frame): void {
  lines.takeExactly(
    '\t\t\t<source>',
    `\t\t\t\t<address>${prefix}_clients</address>`,
    '\t\t\t</source>',
  );
}

function takeLead(lines: Lines): Lead {
  if (lines.takeIf('\t\t\t\t<any></any>')) return { kind: 'any' };
  if (lines.takeIf('\t\t\t\t<network>(self)</network>')) return { kind: 'self' };
  const name = lines.take(/^\t{4}<address>([A-Za-z0-9_]+)<\/address>$/, 'where the rule leads');
  return { kind: 'alias', name, line: lines.number };
}

function takePort(lines: Lines): { low: number; high: number } {
  const written = lines.take(/^\t{4}<port>([0-9]+(?:-[0-9]+)?)<\/port>$/, 'the port');
  const [low = 0, high = low, ...more] = written.split('-').map((part) => {
    const port = parsePort(part);
    return port.ok ? port.value : lines.refuse(port.error.message);
  });
  const isRange = written.includes('-');
  if (more.length > 0 || (isRange && low >= high))
    lines.refuse(`"${written}" is no range of ports`);
  return { low, high };
}

function takeDescription(lines: Lines, { prefix }: Frame, id: string): string {
  const descr = lines.take(
    new RegExp(`^\\t{3}<descr><!\\[CDATA\\[(${prefix}: ${id})\\]\\]></descr>$`),
    'the description of the rule',
  );
  if (descr.length > 52) lines.refuse('the description has more than 52 characters');
  return descr;
}
