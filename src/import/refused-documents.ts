import { quote } from '../characters.ts';
import type { Inspection } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { bitsOf } from '../net/address.ts';
import { formatDestination } from '../net/destination.ts';
import { formatNetwork, type Network } from '../net/network.ts';
import { wholeHost } from '../net/path.ts';
import { formatPortRange, mergePorts, type PortRange, sharedPorts } from '../net/port.ts';
import { type Refusal, refuse } from '../problem.ts';
import type { ImportedPart } from './part.ts';
import type { SortedRows, TakenRow } from './rows.ts';
import { applicationOn, splitPorts } from './services.ts';
import type { ImportSettings } from './settings.ts';
import { rowsInWords } from './texts.ts';

// Each of these refuses a whole document: a part of it would be wrong, or would say less than its rows.

/** An update from a document without facts would remove everything. */
export function refuseNoFacts({ taken, withoutPorts }: SortedRows): Refusal[] {
  if (taken.length > 0) return [];
  const help =
    withoutPorts === 0
      ? 'check that the file is complete, and that its format is the one that you named'
      : `${rowsInWords(withoutPorts)} without a port would be taken with --service, as in --service https`;
  return [refuse('import-no-facts', 'no row of the document becomes an endpoint', help)];
}

/** These formats are lists of destinations. Without a service, none of them would be allowed. */
const formatsWithoutPorts: ReadonlySet<string> = new Set(['ranges', 'list']);

/** Refuses rows without ports in a format that has none, unless the user names their services. */
export function refuseNoServices(
  { withoutPorts }: SortedRows,
  { format, services = [] }: ImportSettings,
): Refusal[] {
  if (withoutPorts === 0 || services.length > 0 || !formatsWithoutPorts.has(format)) return [];
  return [
    refuse(
      'import-no-service',
      `the document has ${rowsInWords(withoutPorts)} without a port`,
      'add --service with what the clients use there, as in --service https',
    ),
  ];
}

/** Refuses rows without a tier: a default would decide what every site opens. */
export function refuseNoTier({ taken }: SortedRows, { tier }: ImportSettings): Refusal[] {
  if (tier !== undefined) return [];
  const without = taken.filter(({ row }) => row.section.tier === undefined);
  const [first] = without;
  if (first === undefined) return [];
  return [
    refuse(
      'import-no-tier',
      `the document names no tier for ${without.length} of ${rowsInWords(taken.length)}, the first on line ${first.row.line}`,
      'add --tier required, --tier recommended or --tier optional',
    ),
  ];
}

/** The shortest prefixes without `--allow-wide`. The shortest ones that vendors publish are /11 and /29. */
const shortest = { 4: 8, 6: 16 } as const;

/** Refuses networks so wide that they are probably a mistake. */
export function refuseWide({ taken }: SortedRows, { allowWide }: ImportSettings): Refusal[] {
  if (allowWide === true) return [];
  const wide = taken.filter(({ endpoints }) =>
    endpoints.some(
      ({ destination }) => destination.kind === 'network' && isWide(destination.network),
    ),
  );
  const [first] = wide;
  if (first === undefined) return [];
  const all = wide.length === 1 ? '' : ` (${rowsInWords(wide.length)} in all)`;
  return [
    refuse(
      'import-wide-network',
      `line ${first.row.line}: the network ${widest(first)}${all}`,
      'check the row; if the vendor really has this network, add --allow-wide',
    ),
  ];
}

function isWide({ family, first, last }: Network): boolean {
  return last - first + 1n > 1n << BigInt(bitsOf(family) - shortest[family]);
}

function widest({ endpoints }: TakenRow): string {
  const [network] = endpoints.flatMap(({ destination }) =>
    destination.kind === 'network' && isWide(destination.network) ? [destination.network] : [],
  );
  return network === undefined
    ? ''
    : `${quote(formatNetwork(network))} is wider than /${shortest[network.family]}`;
}

type Inspected = { readonly row: TakenRow; readonly inspection: Inspection };

/** Refuses a port of a destination that bypasses inspection in one section and not in another: no device can do both. */
export function refuseInspections(inspected: readonly Inspected[]): Refusal[] {
  const bypass = inspected.filter(({ inspection }) => inspection === 'bypass');
  if (bypass.length === 0 || bypass.length === inspected.length) return [];
  const others = portsByDestination(inspected.filter(({ inspection }) => inspection !== 'bypass'));
  for (const [destination, ports] of portsByDestination(bypass)) {
    const [shared] = sharedPorts(mergePorts(ports), mergePorts(others.get(destination) ?? []));
    if (shared !== undefined) return [refuseInspection(destination, shared)];
  }
  return [];
}

function refuseInspection(destination: string, shared: PortRange): Refusal {
  return refuse(
    'import-inspection-conflict',
    `${quote(destination)} on ${formatPortRange(shared)} is in a section that bypasses inspection and in one that does not`,
    'let both bypass inspection, or leave one out with --where',
  );
}

/** The ports of each destination, and of each path where a device sees it. */
function portsByDestination(inspected: readonly Inspected[]): Map<string, PortRange[]> {
  const byKey = new Map<string, PortRange[]>();
  for (const { row } of inspected) {
    for (const { destination, path, ports } of row.endpoints) {
      const text = formatDestination(destination);
      for (const range of splitPorts(ports)) {
        const isSeen = applicationOn(range) === 'http' && path !== wholeHost;
        getOrAdd(byKey, isSeen ? text + path : text, () => []).push(range);
      }
    }
  }
  return byKey;
}

/** What the schema of a spec allows in one file. */
const most = { groups: 10_000, unresolved: 10_000, endpoints: 100_000 } as const;

/** Refuses a part that no spec could include. */
export function refuseTooMany({ groups, unresolved }: ImportedPart): Refusal[] {
  const large = groups.find(({ endpoints }) => endpoints.length > most.endpoints);
  return [
    ...tooMany(groups.length, most.groups, 'groups'),
    ...tooMany(unresolved.length, most.unresolved, 'unresolved needs'),
    ...tooMany(large?.endpoints.length ?? 0, most.endpoints, `endpoints in the group ${large?.id}`),
  ];
}

function tooMany(count: number, limit: number, what: string): Refusal[] {
  if (count <= limit) return [];
  const message = `the document becomes ${count} ${what}, and a spec can have ${limit}`;
  return [refuse('import-too-many', message, 'select a part of the rows with --where')];
}
