import type { TemplateViews } from '../../../compiled/templates.js';
import type { Host } from '../../net/host.ts';
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
} from './encode.ts';
import { type Options, optionsOf } from './options.ts';
import { type Entry, entriesOf } from './plan.ts';
import { nothingAround, optionRefusals } from './refusals.ts';
import { type NamePorts, treeOf } from './view-tree.ts';

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
  return success({
    // Made when the file is rendered: a review only asks whether there are refusals.
    get 'pac/proxy.pac'() {
      return fileView(policy, options, entries);
    },
  });
}

function fileView(
  { spec }: TargetPolicy,
  { direct, proxy, functionName, included, compact }: Options,
  entries: readonly Entry[],
): TemplateViews['pac/proxy.pac'] {
  return {
    specName: encodeComment(spec.name),
    functionName: encodeIdentifier(functionName),
    direct: quoteAnswer(direct),
    otherwise: encodeValue(included ? null : proxy),
    included,
    compact,
    ...tablesOf(entries, compact),
  };
}

/** The tables of the file: with a name on each line, or with names that are nested by label. */
export function tablesOf(entries: readonly Entry[], compact: boolean) {
  const any = entries.find(({ destination }) => destination.kind === 'any');
  const hosts = namesOf(entries, 'exact');
  const below = namesOf(entries, 'subdomains');
  return {
    anyPorts: quotePorts(any?.ports ?? []),
    hosts: compact ? [] : plainRows(hosts),
    below: compact ? [] : plainRows(below),
    hostTree: compact ? treeOf(hosts) : [],
    belowTree: compact ? treeOf(below) : [],
    patterns: plainRows(namesOf(entries, 'pattern')),
    networks: rows(networksOf(entries)),
  };
}

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

function rows(pairs: readonly Pair[]): Row[] {
  return pairs.map((pair, index) => ({ ...pair, more: index < pairs.length - 1 }));
}
