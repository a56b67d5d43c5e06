import { getOrAdd } from '../../maps.ts';
import type { Destination } from '../../net/destination.ts';
import type {
  PackedCondition,
  PackedDestination,
  PackedSet,
  PageData,
  PageOutput,
  PageSite,
} from '../../page/data.ts';
import { packDestination } from '../../page/pack.ts';
import type {
  AccessRow,
  AccessRows,
  OutputAccess,
  SiteAccess,
} from '../../review/explain/site-access.ts';
import { Positions } from './positions.ts';

/** The part of a page that answers questions about flows. */
export type PackedSites = Pick<PageData, 'sites' | 'sets' | 'destinations' | 'files'>;

/** Packs the access of sites. Sites with the same access share one set. */
export function packSites(sites: Iterable<SiteAccess>): PackedSites {
  const shared = new Shared();
  const packed = [...sites].map((site) => packSite(site, shared));
  return {
    sites: packed,
    sets: shared.sets.values,
    destinations: shared.destinations.values,
    files: shared.files.values,
  };
}

/** The lists that all sets of a page share. */
class Shared {
  readonly sets = new Positions<PackedSet>();
  readonly destinations = new Positions<PackedDestination>();
  readonly files = new Positions<string>();
  readonly #known = new Map<Destination, number | undefined>();

  /** The position of a destination; undefined for the device itself. */
  destination(destination: Destination): number | undefined {
    return getOrAdd(this.#known, destination, () => {
      const packed = packDestination(destination);
      return packed === undefined ? undefined : this.destinations.of(packed);
    });
  }
}

function packSite({ policy: { site }, spec, outputs }: SiteAccess, shared: Shared): PageSite {
  return {
    id: site.id,
    enforce: site.enforce,
    spec: shared.sets.of(packSet(spec, shared)),
    outputs: outputs.map((output) => packOutput(output, shared)),
  };
}

function packOutput(output: OutputAccess, shared: Shared): PageOutput {
  if ('unread' in output) return output;
  return { target: output.target, set: shared.sets.of(packSet(output.access, shared)) };
}

function packSet({ matching, undecided, rows }: AccessRows, shared: Shared): PackedSet {
  const conditions = new Positions<PackedCondition>();
  const packed: number[] = [];
  for (const row of rows) {
    const destination = shared.destination(row.destination);
    // No flow to another host reaches the device itself, and a row for no tested client decides nothing.
    if (destination === undefined || row.to.length === 0) continue;
    const { file, line } = row.at;
    packed.push(destination, conditions.of(conditionOf(row)), shared.files.of(file, file), line);
  }
  return { ...matching, undecided, conditions: conditions.values, rows: packed };
}

function conditionOf({ ports, path, to, schemes }: AccessRow): PackedCondition {
  const { transport, low, high } = ports;
  const range = [transport, low, high] as const;
  return { ports: range, path, to, ...(schemes === undefined ? {} : { schemes }) };
}
