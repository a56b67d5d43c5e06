import { createHash } from 'node:crypto';
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
  /** The line of the rule that refuses everything else; undefined in an additive site. */
  readonly blockedAt: number | undefined;
  /** The interface of all rules, and its first line. */
  readonly interface: string;
  readonly interfaceAt: number;
  /** The last line of the rules. */
  readonly end: number;
};

/** What holds for all objects of a file. */
type Frame = {
  readonly prefix: string;
  readonly first: number;
  readonly trackers: Set<string>;
  /** The interface and family lines, which all rules share: the first rule sets them. */
  readonly shared: Map<string, string>;
};

/** Reads config.xml; throws a Deviation at the first line that is not what the tool writes. */
export function readConfig(file: string, content: string): Config {
  const lines = new Lines(file, content, 'tabs');
  const spec = takeHead(lines);
  const frame = takeRoot(lines);
  lines.takeExactly('\t<aliases>');
  const aliases: Alias[] = [];
  while (lines.takeIf('\t\t<alias>')) aliases.push(takeAlias(lines, frame, aliases.at(-1)));
  lines.takeExactly('\t</aliases>', '\t<filter>');
  const passes: Pass[] = [];
  let blockedAt: number | undefined;
  while (blockedAt === undefined && lines.takeIf('\t\t<rule>')) {
    const line = lines.number;
    const pass = takeRule(lines, frame, line);
    if (pass === undefined) blockedAt = line;
    else passes.push(pass);
  }
  lines.takeExactly('\t</filter>');
  const end = lines.number;
  lines.takeExactly('</pfsense>');
  lines.end();
  if (passes.length === 0) lines.refuse('the file opens nothing', 1);
  const ipprotocol = frame.shared.get('ipprotocol') ?? '';
  return {
    spec,
    clients: `${frame.prefix}_clients`,
    ipprotocol,
    aliases,
    passes,
    blockedAt,
    interface: frame.shared.get('interface') ?? '',
    interfaceAt: (passes[0]?.line ?? 1) + 4,
    end,
  };
}

function takeHead(lines: Lines): string {
  lines.takeExactly('<?xml version="1.0"?>', '<!--');
  const spec = lines.take(
    /^\t([a-z][a-z0-9-]{0,39}): aliases and filter rules for pfSense\. Made by "portolan generate"; a change here is lost\.$/,
    'the header with the name of the spec',
  );
  lines.takeExactly(
    '\tMerge it: restoring the areas Aliases and Firewall Rules replaces all that the firewall has there.',
    '\tOurs are the aliases that begin with alias-prefix, and the rules whose tracker lies in trackers.',
    '\tThe first rule that matches wins. These belong together, in this order, on top of the rules of their interface;',
    '\tfloating rules that match quickly and rules of interface groups come before all of them.',
    '-->',
  );
  return spec;
}

// A bare <pfsense> would be taken for a whole configuration, and overwrite it.
function takeRoot(lines: Lines): Frame {
  const root =
    /^<pfsense fragment="aliases filter" (alias-prefix="[a-z][a-z0-9]{1,7}_" trackers="[0-9]{10}-[0-9]{10}")>$/;
  const marks = lines.take(root, 'the root with its fragment, alias prefix and trackers');
  const [, prefix = '', first = '', last = ''] =
    /^alias-prefix="(.*)_" trackers="(.*)-(.*)"$/.exec(marks) ?? [];
  const block = (Number(first) - 3_000_000_000) / 10_000;
  const isBlock = Number.isInteger(block) && block >= 0 && block < 129_496;
  if (!isBlock || Number(last) !== Number(first) + 9999)
    lines.refuse('the trackers are no block of ours');
  return { prefix, first: Number(first), trackers: new Set(), shared: new Map() };
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

/** A rule that passes; undefined for the one that refuses everything else. */
function takeRule(lines: Lines, frame: Frame, line: number): Pass | undefined {
  lines.takeExactly('\t\t\t<id></id>');
  const tracker = lines.take(/^\t{3}<tracker>([0-9]{10})<\/tracker>$/, 'the tracker');
  const trackerLine = lines.number;
  const type = lines.take(/^\t{3}<type>(pass|block)<\/type>$/, 'the type');
  takeShared(
    lines,
    frame,
    'interface',
    /^\t{3}<interface>(wan|lan|opt[1-9][0-9]{0,3})<\/interface>$/,
  );
  takeShared(lines, frame, 'ipprotocol', /^\t{3}<ipprotocol>(inet|inet6|inet46)<\/ipprotocol>$/);
  const rule = type === 'pass' ? takePass(lines, frame, line) : takeBlock(lines, frame);
  const wanted = frame.first + slotOf(rule.identity);
  if (Number(tracker) !== wanted) lines.refuse(`the tracker is not ${wanted}`, trackerLine);
  if (frame.trackers.has(tracker)) lines.refuse('the tracker stands twice', trackerLine);
  frame.trackers.add(tracker);
  lines.takeExactly('\t\t</rule>');
  return rule.pass;
}

function takeShared(lines: Lines, { shared }: Frame, key: string, shape: RegExp): void {
  const value = lines.take(shape, `the ${key}`);
  if ((shared.get(key) ?? value) !== value) lines.refuse(`the ${key} is another than before`);
  shared.set(key, value);
}

type Taken = { readonly identity: string; readonly pass: Pass | undefined };

function takePass(lines: Lines, frame: Frame, line: number): Taken {
  const protocol = lines.take(/^\t{3}<protocol>(tcp|udp|tcp\/udp)<\/protocol>$/, 'the protocol');
  takeSource(lines, frame);
  lines.takeExactly('\t\t\t<destination>');
  const to = takeLead(lines);
  const { low, high } = takePort(lines);
  lines.takeExactly('\t\t\t</destination>');
  const disabled = lines.takeIf('\t\t\t<disabled></disabled>');
  const descr = takeDescription(lines, frame, '[a-z0-9/+~-]+');
  const where = to.kind === 'alias' ? to.name : to.kind;
  const transports = (['tcp', 'udp'] as const).filter((one) => protocol.split('/').includes(one));
  return {
    identity: `${descr} ${where} ${protocol} ${low}-${high}`,
    pass: { to, transports, low, high, disabled, line },
  };
}

function takeBlock(lines: Lines, frame: Frame): Taken {
  takeSource(lines, frame);
  lines.takeExactly('\t\t\t<destination>', '\t\t\t\t<any></any>', '\t\t\t</destination>');
  return { identity: takeDescription(lines, frame, 'everything else is refused'), pass: undefined };
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

function slotOf(identity: string): number {
  const digest = createHash('sha256').update(identity).digest('hex');
  return Number(BigInt(`0x${digest.slice(0, 12)}`) % 10_000n);
}
