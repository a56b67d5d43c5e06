import { everyPort, type PortRange } from '../../../net/port.ts';
import type { LiveDestination, LiveRule } from '../../kit/reading/live-rules.ts';
import { fieldOf, type LiveEntry, ruleText } from '../read/config/entries.ts';
import { byApplication, protocolPorts } from '../read/protocols.ts';
import type { Content, Contents } from './contents.ts';

/** What is known about the site: its prefix and its zones. */
export type Frame = {
  readonly prefix: string;
  readonly zones: { readonly from: string; readonly to: readonly string[] };
};

// Fields that do not limit what a rule matches, and those that are read below.
const plainFields = new Set([
  'from',
  'to',
  'source',
  'destination',
  'application',
  'service',
  'category',
  'action',
  'description',
  'tag',
  'group-tag',
  'disabled',
  'log-start',
  'log-end',
  'log-setting',
  'icmp-unreachable',
  'qos',
  'option/disable-server-response-inspection',
]);

// An action of another name counts as allow.
const denials = new Set(['deny', 'drop', 'reset-client', 'reset-server', 'reset-both']);

// Lists that every rule has. Without one of them, what the rule matches is not known.
const lists = ['from', 'to', 'source', 'destination', 'application', 'service'];

// App-IDs whose protocol no spec can name.
const otherProtocols = new Set([
  'egp',
  'eigrp',
  'etherip',
  'icmp',
  'igmp',
  'igp',
  'ipv6-icmp',
  'ospfigp',
  'pim',
  'rsvp',
  'vrrp',
]);

/** Is the rule one of the site? The name says so. */
export function isOwnRule({ name }: LiveEntry, prefix: string): boolean {
  return name.startsWith(`${prefix}-`);
}

/** Can the rule match packets from the zone of the clients? */
export function isAsked(rule: LiveEntry, { zones }: Frame): boolean {
  const from = listOf(rule, 'from');
  const isFrom = from.includes('any') || from.includes(zones.from);
  return fieldOf(rule, 'disabled') !== 'yes' && isFrom;
}

/** The meaning of a security rule, with the contents of its lists. */
export function meaningOf(rule: LiveEntry, contents: Contents, frame: Frame): LiveRule {
  const isOwn = isOwnRule(rule, frame.prefix);
  const isDenial = denials.has(fieldOf(rule, 'action'));
  const sources = sourcesOf(rule, contents, isOwn);
  const to = destinationsOf(rule, contents);
  const applications = contents.applicationsOf(listOf(rule, 'application'));
  const ports = portsOf(rule, contents, applications);
  const isAnyApplication = applications.length === 0 || applications.includes('any');
  const conditions = [
    hasOther(rule),
    lists.some((field) => !rule.fields.has(field)),
    // The walk compares the zones of a denial of others with those of the rules after it.
    !isZoned(rule, frame) && isDenial === isOwn,
    !isAnyApplication && (isDenial || !isOwn),
    !sources.isKnown || !to.isKnown || !ports.isKnown,
  ];
  return {
    at: rule.at,
    text: ruleText('security', rule),
    isOwn,
    action: isDenial ? 'deny' : 'allow',
    sources: sources.isKnown ? sources.items : undefined,
    families: [4, 6],
    to: to.items,
    ports: ports.items,
    zones: zonesOf(rule),
    conditional: conditions.includes(true),
    otherProtocol: !isOwn && applications.some((name) => otherProtocols.has(name)),
  };
}

function listOf({ fields }: LiveEntry, field: string): readonly string[] {
  return fields.get(field) ?? ['any'];
}

/** Does the rule have a condition that is not read here? A field with its default has none. */
function hasOther(rule: LiveEntry): boolean {
  return [...rule.fields].some(([field, members]) => {
    if (plainFields.has(field) || field.startsWith('profile-setting')) return false;
    return members.join(' ') !== defaultOf(field);
  });
}

function defaultOf(field: string): string {
  return fieldOf({ name: '', fields: new Map(), at: { file: '', line: 1 } }, field);
}

/** The zones that the packets of a rule leave to. A rule within zones does not read its list of them. */
function zonesOf(rule: LiveEntry): LiveRule['zones'] {
  const to = listOf(rule, 'to');
  return to.includes('any') || fieldOf(rule, 'rule-type') !== 'universal' ? undefined : to;
}

function isZoned(rule: LiveEntry, { zones }: Frame): boolean {
  const to = listOf(rule, 'to');
  return to.includes('any') || zones.to.every((zone) => to.includes(zone));
}

function sourcesOf(rule: LiveEntry, contents: Contents, isOwn: boolean): Sources {
  const names = listOf(rule, 'source');
  if (fieldOf(rule, 'negate-source') === 'yes') return { items: undefined, isKnown: false };
  if (names.includes('any')) return { items: undefined, isKnown: true };
  const { items, isKnown } = contents.networksOf(names);
  // The group of the clients contains only networks, and another member is a difference of its own.
  if (isOwn || isKnown) return { items, isKnown: true };
  return { items: undefined, isKnown: false };
}

type Sources = { readonly items: LiveRule['sources']; readonly isKnown: boolean };

function destinationsOf(rule: LiveEntry, contents: Contents): Content<LiveDestination> {
  const anywhere: LiveDestination = { destination: { kind: 'any' } };
  if (fieldOf(rule, 'negate-destination') === 'yes') return { items: [anywhere], isKnown: false };
  const addresses = contents.destinationsOf(listOf(rule, 'destination'));
  const categories = listOf(rule, 'category');
  if (categories.includes('any')) return addresses;
  const urls = contents.urlsOf(categories);
  const isAny = addresses.items.every(({ destination }) => destination.kind === 'any');
  // A rule with addresses and categories matches what is in both.
  return { items: urls.items, isKnown: urls.isKnown && addresses.isKnown && isAny };
}

/** The ports of a rule. With application-default, they follow from the App-IDs, which are known for protocols alone. */
function portsOf(
  rule: LiveEntry,
  contents: Contents,
  applications: readonly string[],
): Content<PortRange> {
  const services = listOf(rule, 'service');
  if (!services.includes(byApplication)) return contents.portsOf(services);
  const protocol = protocolPorts(applications);
  return protocol === undefined
    ? { items: everyPort, isKnown: false }
    : { items: [protocol], isKnown: true };
}
