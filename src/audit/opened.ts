import type { Endpoint, Group, Spec, Tier, WantedEndpoint } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import type { Destination } from '../net/destination.ts';
import { DestinationIndex } from '../net/destination-index.ts';
import { destinationCovers } from '../net/destination-set.ts';
import { pathCovers, type UrlPath } from '../net/path.ts';
import { mergePorts, type PortRange } from '../net/port.ts';
import type { SpecSide } from './report.ts';

/** An endpoint of the spec, as the audit compares it. */
export type Opened = {
  readonly endpoint: Endpoint | WantedEndpoint;
  /** Undefined if each site gives it. */
  readonly destination: Destination | undefined;
  readonly ports: readonly PortRange[];
  readonly tier: Tier;
  /** Whether it cites the document. */
  readonly isOwn: boolean;
  readonly side: SpecSide;
};

/** All endpoints of a spec, in its order. */
export function openedBy({ groups }: Spec, document: string | undefined): Opened[] {
  const portsOf = portsByServices();
  return groups.flatMap((group) =>
    [...group.endpoints, ...group.wanted].map((endpoint) => ({
      endpoint,
      destination: 'destination' in endpoint ? endpoint.destination : undefined,
      ports: portsOf(endpoint),
      tier: group.tier,
      isOwn: document !== undefined && endpoint.source?.document === document,
      side: sideOf(endpoint, group),
    })),
  );
}

function sideOf({ written, place }: Endpoint | WantedEndpoint, { id }: Group): SpecSide {
  return { written, owner: id, at: place };
}

/** Endpoints of one list share their services, so their ports are merged once. */
function portsByServices(): (endpoint: Endpoint | WantedEndpoint) => readonly PortRange[] {
  const known = new WeakMap<readonly unknown[], PortRange[]>();
  return ({ services }) =>
    getOrAdd(known, services, () => mergePorts(services.flatMap(({ ports }) => ports)));
}

/** The endpoints by destination. */
export class OpenedIndex {
  readonly #index = new DestinationIndex<Opened[]>();

  constructor(all: readonly Opened[]) {
    for (const opened of all) {
      const { destination } = opened;
      if (destination !== undefined) this.#index.getOrAdd(destination, () => []).push(opened);
    }
  }

  /** Those of exactly this destination, with any path. */
  of(destination: Destination): readonly Opened[] {
    return this.#index.find(destination) ?? [];
  }

  /**
   * Those of wider destinations: the first of each tier and services, as another one of them allows nothing more; of
   * those that pass and those that do not.
   */
  covering(
    destination: Destination,
    path: UrlPath,
    isApart: (opened: Opened) => boolean = () => false,
  ): readonly Opened[] {
    const found: Opened[] = [];
    const known = new Map<Opened['ports'], Set<string>>();
    const own = this.#index.find(destination);
    this.#index.someCovering(destination, (all) => {
      if (all === own) return false;
      for (const each of all) {
        const tiers = getOrAdd(known, each.ports, () => new Set());
        if (!covers(each, destination, path)) continue;
        const key = `${each.tier} ${isApart(each)}`;
        if (tiers.has(key)) continue;
        tiers.add(key);
        found.push(each);
      }
      return false;
    });
    return found;
  }

  /** Those that allow more than this destination and path: wider destinations, and paths above it. */
  above(destination: Destination, path: UrlPath): readonly Opened[] {
    const isAbove = ({ endpoint }: Opened) =>
      endpoint.path !== path && pathCovers(endpoint.path, path);
    return [...this.of(destination).filter(isAbove), ...this.covering(destination, path)];
  }

  /** Those of names, wildcards and networks within this destination, and perhaps others; empty for `any`. */
  within(destination: Destination): readonly Opened[] {
    if (destination.kind === 'any') return [];
    const own = this.#index.find(destination);
    const { below, patterns } = this.#index.near(destination);
    return [...below, ...patterns].filter((all) => all !== own).flat();
  }
}

function covers(opened: Opened, destination: Destination, path: UrlPath): boolean {
  const { destination: outer, endpoint } = opened;
  return (
    outer !== undefined && destinationCovers(outer, destination) && pathCovers(endpoint.path, path)
  );
}
