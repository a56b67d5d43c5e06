import { createHash } from 'node:crypto';
import { compareHosts, type Host } from '../../../net/host.ts';
import {
  compareNetworks,
  formatNetwork,
  type Network,
  networksIntersect,
} from '../../../net/network.ts';
import { compareText, sortedUnique } from '../../../net/order.ts';
import { mergePorts, type PortRange } from '../../../net/port.ts';
import { expected, refuseAt, unexpected } from '../../kit/reading/not-canonical.ts';
import type { Clause, Model, Section } from './model.ts';

/** The lines of one rule, in the only form that the tool writes; a rule without a destination is refused. */
export function spellSection(section: Section, model: Model): string[] {
  const { id, kind, name, ports } = section;
  const clauses = checked(section, model);
  const each = (lines: (clause: Clause) => string[]) => clauses.flatMap(lines);
  return [
    `# ${id.value}, ${kind}`,
    ...mergePorts(ports).map((range) => `acl ${name}_port port ${portText(range)}`),
    ...each((clause) => nameLines(clause, 'dstdomain -n', ['host', 'sub', 'apex'])),
    ...each((clause) => patternLines(clause, 'like dstdom_regex -n')),
    ...each((clause) => networkLines(clause)),
    ...each(({ stem, path }) =>
      path === undefined ? [] : [`acl ${stem}_path urlpath_regex ${pathText(path.value)}`],
    ),
    ...each((clause) => wayLines(section, clause, model)),
    `acl ${model.prefix}_${kindOf(section)} any-of ${name}`,
    `note portolan ${id.value} ${name}`,
    ...serverLines(section, clauses, model),
  ];
}

/** The clauses sorted by path. Refuses names that do not follow from the rule's id and the paths. */
function checked(section: Section, { prefix }: Model): Clause[] {
  const { id, name, ports, clauses } = section;
  if (ports.length === 0 || !isNameOf(name, `${prefix}/${id.value}`))
    refuseAt(
      id.at,
      expected(`the ports of "${id.value}"`, ports.length === 0 ? 'none' : `"${name}_port"`),
    );
  for (const clause of clauses) {
    const stem = clause.path === undefined ? name : `${name}_${hash(clause.path.value)}`;
    if (clause.stem !== stem)
      refuseAt(
        clause.path?.at ?? id.at,
        expected(`an acl name that begins with "${stem}"`, `"${clause.stem}"`),
      );
    if (clause.hosts.length + clause.networks.length === 0 && clause.any === undefined)
      refuseAt(id.at, expected(`a destination for "${clause.stem}"`, 'none'));
    checkOverlaps(clause);
  }
  if (clauses.length === 0) refuseAt(id.at, expected(`a destination for "${id.value}"`, 'none'));
  return [...clauses].sort((a, b) => compareText(a.path?.value ?? '', b.path?.value ?? ''));
}

// If one value of an acl covers another, Squid does not start, or ignores one of the two.
function checkOverlaps({ hosts, networks }: Clause): void {
  const parents = new Set(
    hosts.flatMap(({ value }) => (value.kind === 'subdomains' ? [String(value.of)] : [])),
  );
  const covered = hosts.find(
    ({ value }) => value.kind === 'subdomains' && isBelowAny(value.of, parents),
  );
  if (covered !== undefined)
    refuseAt(covered.at, unexpected('domain: another line already covers it'));
  const sorted = [...networks].sort((a, b) => compareNetworks(a.value, b.value));
  const shared = sorted.find(({ value }, index) => {
    const before = sorted[index - 1]?.value;
    return before !== undefined && networksIntersect(before, value);
  });
  if (shared !== undefined) refuseAt(shared.at, unexpected('network: it overlaps another line'));
}

function isBelowAny(name: string, parents: ReadonlySet<string>): boolean {
  const dots = [...name.matchAll(/\./g)].map((match) => match.index + 1);
  return dots.some((start) => parents.has(name.slice(start)));
}

/** A name consists of the parts of the rule's id; a long name is cut and ends in a hash of the whole id. */
function isNameOf(name: string, id: string): boolean {
  const whole = id.replace(/[/+]/g, '_');
  if (whole.length <= 46) return name === whole;
  return name === `${whole.slice(0, 37)}_${hash(id)}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 8);
}

function kindOf({ kind, way }: Section): string {
  return kind === 'allow' ? 'permit' : way;
}

function nameLines(
  { stem, hosts }: Clause,
  type: string,
  [host, sub, apex]: readonly [string, string, string],
): string[] {
  const sorted = hostsOf(hosts.map(({ value }) => value));
  const exact = sorted.flatMap((one) => (one.kind === 'exact' ? [one.name] : []));
  const below = sorted.flatMap((one) => (one.kind === 'subdomains' ? [one.of] : []));
  return [
    ...exact.map((name) => `acl ${stem}_${host} ${type} ${name}`),
    ...below.map((name) => `acl ${stem}_${sub} ${type} .${name}`),
    ...below.map((name) => `acl ${stem}_${apex} ${type} ${name}`),
  ];
}

function patternLines({ stem, hosts }: Clause, type: string): string[] {
  return hostsOf(hosts.map(({ value }) => value)).flatMap((one) =>
    one.kind === 'pattern' ? [`acl ${stem}_${type} ${expression(one.labels)}`] : [],
  );
}

function hostsOf(hosts: readonly Host[]): Host[] {
  return sortedUnique(hosts, compareHosts);
}

function expression(labels: readonly string[]): string {
  const parts = labels.map((label) =>
    label === '*' ? '[a-z0-9_-]+' : label.split('*').join('[a-z0-9-]*'),
  );
  return `^${parts.join('\\.')}$`;
}

function networkLines({ stem, networks }: Clause): string[] {
  const sorted: Network[] = networks.map(({ value }) => value).sort(compareNetworks);
  return sorted.map((network) => `acl ${stem}_net dst -n ${formatNetwork(network)}`);
}

function pathText(path: string): string {
  return `^${[...path].map((one) => ('.$()*+'.includes(one) ? `\\${one}` : one)).join('')}([/?]|$)`;
}

function wayLines(section: Section, clause: Clause, model: Model): string[] {
  const { prefix: p } = model;
  const { stem } = clause;
  const path = clause.path === undefined ? '' : ` ${stem}_path !${p}_odd`;
  const start = `acl ${section.name} all-of ${p}_clients ${askedBy(section, model)} ${section.name}_port`;
  const guard = guardOf(model);
  return [
    ...hostWays(clause, '').map((way) => start + way + path + guard),
    ...(clause.networks.length > 0 ? [`${start} ${stem}_net${path}`] : []),
    ...(clause.any === undefined ? [] : [start + path + guard]),
  ];
}

/** The end of a line that must not match the site's inner networks. */
export function guardOf({ prefix, inner }: Model): string {
  return inner.length === 0 ? '' : ` !${prefix}_inner`;
}

function askedBy({ way, kind }: Section, { prefix: p, tlsInspection }: Model): string {
  if (way === 'plain') return `!${p}_connect ${p}_http`;
  return kind === 'allow' && tlsInspection !== 'none' ? `${p}_secure` : `${p}_connect`;
}

function hostWays({ stem, hosts }: Clause, mark: string): string[] {
  const when = (kind: Host['kind'], way: string) =>
    hosts.some(({ value }) => value.kind === kind) ? [way] : [];
  return [
    ...when('exact', ` ${stem}_${mark}host`),
    ...when('subdomains', ` ${stem}_${mark}sub !${stem}_${mark}apex`),
    ...when('pattern', ` ${stem}_${mark}like`),
  ];
}

function serverLines(section: Section, clauses: readonly Clause[], model: Model): string[] {
  const { prefix: p, tlsInspection } = model;
  const isAsked =
    tlsInspection === 'intercept' && section.way === 'tunnel' && section.kind === 'bypass';
  if (!isAsked) return [];
  const whole = clauses.filter(({ path }) => path === undefined);
  return whole.flatMap((clause) => [
    ...nameLines(clause, 'ssl::server_name', ['shost', 'ssub', 'sapex']),
    ...patternLines(clause, 'slike ssl::server_name_regex'),
    ...hostWays(clause, 's').map(
      (way) =>
        `acl ${p}_sni all-of ${p}_clients ${p}_ports ${section.name}_port${way}${guardOf(model)}`,
    ),
  ]);
}

/** `443` or `8000-8010`. */
export function portText({ low, high }: PortRange): string {
  return low === high ? `${low}` : `${low}-${high}`;
}
