import { getOrAdd, grouped } from '../../maps.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import { destinationCovers } from '../../net/destination-set.ts';
import { InsideIndex } from '../../net/inside-index.ts';
import { formatNetwork, type Network } from '../../net/network.ts';
import { compareText } from '../../net/order.ts';
import { formatPortRange, mergePorts, type PortRange, portsIntersect } from '../../net/port.ts';
import type { Box } from '../access/box.ts';
import type { BoxIndex } from '../access/box-index.ts';

/** Access of the other side with the same destination and ports. */
export type RelatedAccess = Pick<Box, 'destination' | 'path' | 'clients'> & {
  /** Sorted and merged; never empty. */
  readonly ports: readonly PortRange[];
};

/** The first related accesses in the order of their texts, and how many there are. */
export type Related = { readonly first: readonly RelatedAccess[]; readonly count: number };

/** How much is listed, and how it is found. */
type Limits = {
  /**
   * So many are listed in all. Each of thousands of nested networks has all smaller ones inside: no report has room for
   * every pair.
   */
  readonly inAll: number;
  /** So many are listed for each destination, even if there are more in all. */
  readonly forEach: number;
  /** A look at so many boxes near a network is faster than an index of all networks. */
  readonly compared: number;
};

const usual: Limits = { inAll: 100_000, forEach: 100, compared: 256 };

/** Finds what the other side has inside of a destination, on ports that the whole of it meets. */
export class RelatedIndex {
  readonly #boxes: readonly Box[];
  readonly #index: BoxIndex<Box>;
  // A host may have thousands of paths, each with the same related access.
  readonly #known = new Map<string, Related>();
  #networks: readonly OnPorts[] | undefined;

  readonly #limits: Limits;
  #listed = 0;

  constructor(boxes: readonly Box[], index: BoxIndex<Box>, limits = usual) {
    this.#boxes = boxes;
    this.#index = index;
    this.#limits = limits;
  }

  inside(destination: Destination, whole: readonly PortRange[]): Related {
    const most = Math.max(this.#limits.forEach, this.#limits.inAll - this.#listed);
    const key = `${formatDestination(destination)} ${whole.map(formatPortRange).join(', ')}`;
    const { first, count } = getOrAdd(this.#known, key, () =>
      destination.kind === 'network' && this.#isCrowded(destination)
        ? this.#insideNetwork(destination.network, whole, most)
        : this.#insideOther(destination, whole),
    );
    const listed = first.length <= most ? first : first.slice(0, most);
    this.#listed += listed.length;
    return { first: listed, count };
  }

  #isCrowded(destination: Destination): boolean {
    let near = 0;
    return this.#index.someNear({ destination }, () => {
      near += 1;
      return near > this.#limits.compared;
    });
  }

  #insideOther(destination: Destination, whole: readonly PortRange[]): Related {
    const inside = this.#index
      .nearOn({ destination }, whole)
      .filter((box) => destinationCovers(destination, box.destination));
    const sorted = [...grouped(inside, whereText)].sort(([a], [b]) => compareText(a, b));
    const all = sorted.flatMap(([, alike]) => relatedOf(alike, whole));
    return { first: all, count: all.length };
  }

  #insideNetwork(network: Network, whole: readonly PortRange[], most: number): Related {
    this.#networks ??= networksOnPorts(this.#boxes);
    const near = this.#networks.filter(({ ports }) => sharedRanges(ports, whole).length > 0);
    const first = near
      .flatMap(({ index }) => index.first(network, most))
      .sort((a, b) => compareText(a.text, b.text))
      .slice(0, most)
      .flatMap(({ boxes }) => relatedOf(boxes, whole));
    return { first, count: near.reduce((sum, { index }) => sum + index.count(network), 0) };
  }
}

/** The boxes of one destination, path and clients, as one access; empty if none has one of the ports. */
function relatedOf(alike: readonly Box[], whole: readonly PortRange[]): RelatedAccess[] {
  const ports = sharedRanges(
    alike.map((box) => box.ports),
    whole,
  );
  const last = alike.at(-1);
  if (last === undefined || ports.length === 0) return [];
  const { destination, path, clients } = last;
  return [{ destination, path, clients, ports: mergePorts(ports) }];
}

function sharedRanges(some: readonly PortRange[], others: readonly PortRange[]): PortRange[] {
  return some.filter((range) => others.some((other) => portsIntersect(range, other)));
}

/** The boxes of one network, path and clients. */
type Where = { readonly text: string; readonly boxes: readonly Box[] };

/** Networks with the same ports, in the order of their texts. */
type OnPorts = { readonly ports: readonly PortRange[]; readonly index: InsideIndex<Where> };

function networksOnPorts(boxes: readonly Box[]): OnPorts[] {
  const networks = boxes.filter(({ destination }) => destination.kind === 'network');
  const wheres = [...grouped(networks, whereText)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([text, own]) => ({ text, boxes: own }));
  const byPorts = grouped(wheres, (where) =>
    where.boxes.map(({ ports }) => formatPortRange(ports)).join(' '),
  );
  return [...byPorts.values()].map((alike) => ({
    ports: alike.slice(0, 1).flatMap((where) => where.boxes.map(({ ports }) => ports)),
    index: new InsideIndex(alike.flatMap(placed)),
  }));
}

function placed(value: Where): { network: Network; value: Where }[] {
  const [box] = value.boxes;
  return box?.destination.kind === 'network' ? [{ network: box.destination.network, value }] : [];
}

// Each box may be inside of thousands of others.
const whereTexts = new WeakMap<Box, string>();

function whereText(box: Box): string {
  return getOrAdd(whereTexts, box, () => {
    const { destination, path, clients } = box;
    return `${formatDestination(destination)} ${path} ${clients.map(formatNetwork).join(', ')}`;
  });
}
