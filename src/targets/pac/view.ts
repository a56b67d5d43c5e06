import type { TemplateViews } from '../../../compiled/templates.js';
import { getOrAdd } from '../../maps.ts';
import type { Host } from '../../net/host.ts';
import { compareText } from '../../net/order.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import {
  encodeComment,
  encodeIdentifier,
  encodeValue,
  type Name,
  type Ports,
  quoteAnswer,
  quoteDestination,
  quoteName,
  quotePorts,
  quotePortText,
} from './encode.ts';
import { optionsOf } from './options.ts';
import { type Entry, entriesOf } from './plan.ts';
import { nothingAround, optionRefusals } from './refusals.ts';

/** A line of a table; `more` is false on the last one, since ES3 does not allow a trailing comma. */
type Row = { readonly name: Name; readonly ports: Ports; readonly more: boolean };
type Pair = Omit<Row, 'more'>;

/**
 * The data of proxy.pac. Refuses invalid options (pac-return, pac-function-name) and a policy without hosts that skip
 * the proxy (pac-empty): the site would deploy a file without effect.
 */
export function view(
  policy: TargetPolicy,
): Result<Pick<TemplateViews, 'pac/proxy.pac'>, Refusal[]> {
  const options = optionsOf(policy);
  const entries = entriesOf(policy);
  const refusals = [
    ...optionRefusals(options),
    ...(entries.length > 0 ? [] : [nothingAround(policy)]),
  ];
  if (refusals.length > 0) return failure(refusals);
  const { direct, proxy, functionName, included, compact } = options;
  return success({
    'pac/proxy.pac': {
      specName: encodeComment(policy.spec.name),
      functionName: encodeIdentifier(functionName),
      direct: quoteAnswer(direct),
      otherwise: encodeValue(included ? null : proxy),
      included,
      compact,
      ...tablesOf(entries, compact),
    },
  });
}

function tablesOf(entries: readonly Entry[], compact: boolean) {
  const any = entries.find(({ destination }) => destination.kind === 'any');
  const nameTable = compact ? groupedRows : plainRows;
  return {
    anyPorts: quotePorts(any?.ports ?? []),
    hosts: nameTable(namesOf(entries, 'exact')),
    below: nameTable(namesOf(entries, 'subdomains')),
    patterns: plainRows(namesOf(entries, 'pattern')),
    networks: rows(networksOf(entries)),
  };
}

/** A name and its ports, not yet in the form of a table. */
type NamePorts = { readonly name: string; readonly ports: Ports };

function namesOf(entries: readonly Entry[], kind: Host['kind']): NamePorts[] {
  return entries.flatMap(({ destination, ports }) =>
    destination.kind === 'host' && destination.host.kind === kind
      ? [{ name: keyOf(destination.host), ports: quotePorts(ports) }]
      : [],
  );
}

function keyOf(host: Host): string {
  switch (host.kind) {
    case 'exact':
      return host.name;
    case 'subdomains':
      return host.of;
    case 'pattern':
      return host.labels.join('.');
  }
}

function networksOf(entries: readonly Entry[]): Pair[] {
  return entries
    .filter(({ destination }) => destination.kind === 'network')
    .map(({ destination, ports }) => ({
      name: quoteDestination(destination),
      ports: quotePorts(ports),
    }));
}

function plainRows(names: readonly NamePorts[]): Row[] {
  return rows(names.map(({ name, ports }) => ({ name: quoteName(name), ports })));
}

/** One line for all names of one parent: `"example.com": "443 api www;80,443 help"`. */
function groupedRows(names: readonly NamePorts[]): Row[] {
  const parents = new Map<string, Map<string, string[]>>();
  for (const { name, ports } of names) {
    const dot = name.indexOf('.');
    const groups = getOrAdd(parents, name.slice(dot + 1), () => new Map<string, string[]>());
    getOrAdd(groups, ports, () => []).push(name.slice(0, dot));
  }
  return rows(
    sortedByKey(parents).map(([parent, groups]) => ({
      name: quoteName(parent),
      ports: quotePortText(groupText(groups)),
    })),
  );
}

function groupText(groups: ReadonlyMap<string, readonly string[]>): string {
  return sortedByKey(groups)
    .map(([ports, labels]) => [ports, ...[...labels].sort(compareText)].join(' '))
    .join(';');
}

function sortedByKey<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => compareText(a, b));
}

function rows(pairs: readonly Pair[]): Row[] {
  return pairs.map((pair, index) => ({ ...pair, more: index < pairs.length - 1 }));
}
