import { type Group, type Inspection, type Tier, tiers } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { formatDestination } from '../net/destination.ts';
import { compareText } from '../net/order.ts';
import { wholeHost } from '../net/path.ts';
import { mergePorts, type PortRange, sharedPorts, subtractPorts } from '../net/port.ts';

/** Access of a part: a destination with its path, ports, and the strongest tier that has them. */
export type PartAccess = {
  readonly destination: string;
  readonly ports: readonly PortRange[];
  readonly tier: Tier;
  readonly inspection: Inspection;
  /** The groups of that tier with the destination, sorted. */
  readonly groups: readonly string[];
};

/** Access that stays and gets another tier, or other inspection. */
export type MovedAccess = {
  readonly destination: string;
  readonly ports: readonly PortRange[];
  readonly what: 'tier' | 'inspection';
  readonly from: string;
  readonly to: string;
};

/** What a change of a part does to its access. */
export type AccessChange = {
  readonly added: readonly PartAccess[];
  readonly removed: readonly PartAccess[];
  readonly moved: readonly MovedAccess[];
};

/** The access of the groups of a part after a change, compared with that before. */
export function accessChange(before: readonly Group[], after: readonly Group[]): AccessChange {
  const [old, now] = [accessOf(before), accessOf(after)];
  return { added: beyond(now, old), removed: beyond(old, now), moved: movesOf(old, now) };
}

/** The values of a quality in the order in which the first one that has a port decides. */
const qualities = { tier: tiers, inspection: ['bypass', 'allow'] } as const;

type Ranges = {
  /** All ports, merged. */
  readonly all: readonly PortRange[];
  /** The ports that each value of a quality decides. */
  readonly by: Readonly<Record<keyof typeof qualities, ReadonlyMap<string, readonly PortRange[]>>>;
  readonly groups: ReadonlyMap<Tier, ReadonlySet<string>>;
};

type Access = ReadonlyMap<string, Ranges>;

type Written = { readonly group: Group; readonly inspection: string; readonly ports: PortRange[] };

function accessOf(groups: readonly Group[]): Access {
  const written = new Map<string, Written[]>();
  for (const group of groups) {
    for (const { destination, path, services, inspection } of group.endpoints) {
      const key = formatDestination(destination) + (path === wholeHost ? '' : path);
      const ports = services.flatMap((service) => service.ports);
      getOrAdd(written, key, () => []).push({ group, inspection, ports });
    }
  }
  return new Map([...written].map(([destination, own]) => [destination, rangesOf(own)]));
}

function rangesOf(written: readonly Written[]): Ranges {
  const groups = new Map<Tier, Set<string>>();
  for (const { group } of written)
    getOrAdd(groups, group.tier, () => new Set<string>()).add(group.id);
  return {
    all: mergePorts(written.flatMap(({ ports }) => ports)),
    by: {
      tier: decidedBy(written, qualities.tier, ({ group }) => group.tier),
      inspection: decidedBy(written, qualities.inspection, ({ inspection }) => inspection),
    },
    groups,
  };
}

function decidedBy(
  written: readonly Written[],
  values: readonly string[],
  qualityOf: (written: Written) => string,
): Map<string, readonly PortRange[]> {
  const taken: PortRange[] = [];
  const decided = new Map<string, readonly PortRange[]>();
  for (const value of values) {
    const own = written.filter((each) => qualityOf(each) === value).flatMap(({ ports }) => ports);
    const rest = subtractPorts(own, taken);
    if (rest.length > 0) decided.set(value, rest);
    for (const range of own) taken.push(range);
  }
  return decided;
}

/** The access of one side that the other does not have, in a total order. */
function beyond(side: Access, other: Access): PartAccess[] {
  const found = [...side].flatMap(([destination, { by, groups }]) =>
    tiers.flatMap((tier): PartAccess[] => {
      const own = by.tier.get(tier) ?? [];
      const ports = subtractPorts(own, other.get(destination)?.all ?? []);
      const names = [...(groups.get(tier) ?? [])].sort(compareText);
      return byInspection(ports, by.inspection).map((part) => {
        return { destination, tier, groups: names, ...part };
      });
    }),
  );
  return found.sort((a, b) => compareText(a.destination, b.destination));
}

/** The ports that bypass inspection apart from the others: who reviews new access must see them. */
function byInspection(
  ports: readonly PortRange[],
  decided: Decided,
): Pick<PartAccess, 'ports' | 'inspection'>[] {
  const parts = qualities.inspection.map((inspection) => {
    return { ports: sharedPorts(ports, decided.get(inspection) ?? []), inspection };
  });
  return parts.filter((part) => part.ports.length > 0);
}

function movesOf(old: Access, now: Access): MovedAccess[] {
  const moves = [...now].flatMap(([destination, { by }]) => {
    const before = old.get(destination)?.by;
    return (['tier', 'inspection'] as const).flatMap((what) =>
      movesBetween(before?.[what] ?? new Map(), by[what]).map((move) => ({
        destination,
        what,
        ...move,
      })),
    );
  });
  return moves.sort((a, b) => compareText(a.destination, b.destination));
}

type Decided = ReadonlyMap<string, readonly PortRange[]>;

function movesBetween(before: Decided, now: Decided): Pick<MovedAccess, 'ports' | 'from' | 'to'>[] {
  return [...before].flatMap(([from, earlier]) =>
    [...now].flatMap(([to, later]) => {
      const ports = from === to ? [] : sharedPorts(earlier, later);
      return ports.length === 0 ? [] : [{ ports, from, to }];
    }),
  );
}
