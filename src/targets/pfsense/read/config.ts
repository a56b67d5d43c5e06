import { parsePort } from '../../../net/port.ts';
import { Lines } from '../../lines.ts';
import { text } from './text.ts';

/** An alias as config.xml holds it. */
export type Alias = {
  readonly name: string;
  readonly type: 'host' | 'network';
  readonly entries: readonly string[];
  readonly details: readonly string[];
  /** The line of its entries. */
  readonly line: number;
};

/** Where a rule leads: an alias's name, or one of the two places that need none. */
export type Lead =
  | { readonly kind: 'alias'; readonly name: string; readonly line: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'self' };

/** A number in the file, and the rule that has it: its description, ports and destination. */
export type Numbered = { readonly rule: string; readonly tracker: string; readonly line: number };

/** The rule that ends a closed site. */
export type Closing = {
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
  /** Its first line. */
  readonly line: number;
};

/** What config.xml says. */
export type Config = {
  readonly spec: string;
  readonly clients: string;
  readonly ipprotocol: string;
  readonly aliases: readonly Alias[];
  readonly passes: readonly Pass[];
  /** Undefined in an additive site. */
  readonly closing: Closing | undefined;
  /** Every rule, in the order of the file. */
  readonly trackers: readonly Numbered[];
  /** The interface of all rules, and its first line. */
  readonly interface: string;
  readonly interfaceAt: number;
  /** The last line of the rules. */
  readonly end: number;
};

/** What holds for all objects of a file. */
type Frame = {
  readonly prefix: string;
  /** Tracker to the rule that has it. */
  readonly trackers: Map<string, Numbered>;
  /** The interface and family lines, which all rules share: the first rule sets them. */
  readonly shared: Map<string, string>;
};

/** Reads config.xml; throws a Deviation at the first line that is not what the tool writes. */
export function readConfig(file: string, content: string): Config {
  const lines = new Lines(file, content, 'tabs');
  const { spec, prefix } = takeHead(lines);
  const frame: Frame = { prefix, trackers: new Map(), shared: new Map() };
  lines.takeExactly('\t<aliases>');
  const aliases: Alias[] = [];
  while (lines.takeIf('\t\t<alias>')) aliases.push(takeAlias(lines, frame, aliases.at(-1)));
  lines.takeExactly('\t</aliases>', '\t<filter>');
  const passes: Pass[] = [];
  let closing: Closing | undefined;
  while (closing === undefined && lines.takeIf('\t\t<rule>')) {
    const rule = takeRule(lines, frame);
    if ('action' in rule) closing = rule;
    else passes.push(rule);
  }
  lines.takeExactly('\t</filter>');
  const end = lines.number;
  lines.takeExactly('</pfsense>');
  lines.end();
  if (passes.length === 0) lines.refuse('the file opens nothing', 1);
  return {
    spec,
    clients: `${prefix}_clients`,
    ipprotocol: frame.shared.get('ipprotocol') ?? '',
    aliases,
    passes,
    closing,
    trackers: [...frame.trackers.values()],
    interface: frame.shared.get('interface') ?? '',
    interfaceAt: (passes[0]?.line ?? 1) + 4,
    end,
  };
}

/** The lines above the areas; a bare <pfsense> would be taken for a whole configuration, and overwrite it. */
function takeHead(lines: Lines): { readonly spec: string; readonly prefix: string } {
  lines.takeExactly('<?xml version="1.0"?>', '<!--');
  const spec = lines.take(
    /^\t([a-z][a-z0-9-]{0,39}): aliases and filter rules for pfSense\. Made by "portolan generate"; a change here is lost\.$/,
    'the header with the name of the spec',
  );
  lines.takeExactly(
    '\tMerge it: restoring the areas Aliases and Firewall Rules replaces all that the firewall has there.',
  );
  const prefix = lines.take(
    /^\tPortolan owns the aliases whose name begins with "([a-z][a-z0-9]{1,7})_", and the rules that have both the source$/,
    'what the aliases begin with',
  );
  lines.takeExactly(
    `\t"${prefix}_clients" and a description that begins with "${prefix}: ". A tracker shows no owner.`,
    '\tThe first rule that matches wins. These belong together, in this order, on top of the rules of their interface;',
    '\tfloating rules that match quickly and rules of interface groups come before all of them.',
    '-->',
    `<pfsense fragment="aliases filter" alias-prefix="${prefix}_">`,
  );
  return { spec, prefix };
}

function takeAlias(lines: Lines, frame: Frame, before: Alias | undefined): Alias {
  const name = lines.take(/^\t{3}<name>([A-Za-z0-9_]{1,31})<\/name>$/, "the alias's name");
  const isOurs = name === `${frame.prefix}_clients` || /_[hn]([0-9a-f]{2})?$/.test(name);
  if (!name.startsWith(`${frame.prefix}_`) || !isOurs)
    lines.refuse(`"${name}" is no alias of ours`);
  if (before !== undefined && before.name >= name)
    lines.refuse('the aliases are not in ascending order');
  const type = lines.take(/^\t{3}<type>(host|network)<\/type>$/, "the alias's type");
  if ((type === 'host') !== /_h([0-9a-f]{2})?$/.test(name))
    lines.refuse(`"${name}" is an alias of another type`);
  const entries = lines.take(/^\t{3}<address>([^<]+)<\/address>$/, 'the entries').split(' ');
  const line = lines.number;
  lines.take(
    new RegExp(`^\\t{3}<descr><!\\[CDATA\\[${text}\\]\\]></descr>$`),
    'what the alias is for',
  );
  const details = lines
    .take(/^\t{3}<detail><!\[CDATA\[([^<>]+)\]\]><\/detail>$/, 'a detail of each entry')
    .split('||');
  const odd = details.find((detail) => !new RegExp(`^${text}$`).test(detail));
  if (odd !== undefined) lines.refuse(`${JSON.stringify(odd)} is no detail`);
  if (details.length !== entries.length) lines.refuse('each entry has one detail');
  lines.takeExactly('\t\t</alias>');
  return { name, type: type === 'host' ? 'host' : 'network', entries, details, line };
}

/** What all rules begin with. */
type Opening = {
  readonly tracker: string;
  readonly trackerAt: number;
  readonly action: string;
  readonly line: number;
  readonly actionAt: number;
};

function takeRule(lines: Lines, frame: Frame): Pass | Closing {
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
    action === 'pass' ? takePass(lines, frame, opening) : takeClosing(lines, frame, opening);
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

function takePass(lines: Lines, frame: Frame, opening: Opening): Pass {
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
  return { to, transports, low, high, disabled, line: opening.line };
}

function takeClosing(lines: Lines, frame: Frame, opening: Opening): Closing {
  takeSource(lines, frame);
  lines.takeExactly('\t\t\t<destination>', '\t\t\t\t<any></any>', '\t\t\t</destination>');
  const log = lines.takeIf('\t\t\t<log></log>');
  number(lines, frame, opening, takeDescription(lines, frame, 'everything else is refused'));
  const { line, actionAt } = opening;
  return { action: opening.action === 'block' ? 'block' : 'reject', log, line, actionAt };
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
