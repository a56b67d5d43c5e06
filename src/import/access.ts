import { type Group, type Inspection, type Tier, tiers } from '../language/types.ts';
import { getOrAdd, grouped, once } from '../maps.ts';
import { formatDestination } from '../net/destination.ts';
import { compareText } from '../net/order.ts';
import { mergePorts, type PortRange, portsCover } from '../net/port.ts';
import {
  type AccessPiece,
  type AllowedPlace,
  joinPorts,
  PlaceIndex,
  placeText,
  sharedPieces,
  wholePiece,
  withoutPlaces,
} from './access-pieces.ts';

/** A destination with its path and ports, without the destinations in it that are not meant. */
type AccessPlace = {
  readonly destination: string;
  readonly except?: readonly string[];
  readonly ports: readonly PortRange[];
};

/** Access of a part, and the strongest tier that has it. */
export type PartAccess = AccessPlace & {
  readonly tier: Tier;
  readonly inspection: Inspection;
  /** The groups of that tier with the destination, sorted. */
  readonly groups: readonly string[];
};

/** Access that stays and gets another tier, or other inspection. */
export type MovedAccess = AccessPlace & {
  readonly what: 'tier' | 'inspection';
  readonly from: string;
  readonly to: string;
};

/** What a change of a part does to its access, whatever its notation. */
export type AccessChange = {
  readonly added: readonly PartAccess[];
  readonly removed: readonly PartAccess[];
  readonly moved: readonly MovedAccess[];
  /** How many destinations only the part before names, and only the part after, although both allow them. */
  readonly rewritten?: { readonly before: number; readonly after: number };
};

/** The access of the groups of a part after a change, compared with that before. */
export function accessChange(before: readonly Group[], after: readonly Group[]): AccessChange {
  const [old, now] = [sideOf(before), sideOf(after)];
  const rewritten = { before: countRewritten(old, now), after: countRewritten(now, old) };
  return {
    added: beyond(now, old),
    removed: beyond(old, now),
    moved: movesOf(old, now),
    ...(rewritten.before + rewritten.after === 0 ? {} : { rewritten }),
  };
}

/** The values of a quality; where several apply, the first of them decides. */
const qualities = { tier: tiers, inspection: ['bypass', 'allow'] } as const;

type Quality = keyof typeof qualities;

type Place = AllowedPlace & {
  readonly text: string;
  readonly value: string;
  readonly groups: readonly string[];
};

/** Places by the values of a quality, with indexes that are made when they are needed. */
type ByValue = {
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly indexOf: (value: string) => PlaceIndex;
  /** What decides before a value. */
  readonly before: (value: string) => PlaceIndex;
  /** The ports of each place of a value, by its text. */
  readonly portsOf: (value: string) => PortsByText;
};

type PortsByText = ReadonlyMap<string, readonly PortRange[]>;

type Side = Readonly<Record<Quality, ByValue>> & {
  readonly all: () => PlaceIndex;
  /** The ports of each place, by its text. */
  readonly ports: () => PortsByText;
};

type Written = Omit<Place, 'value'> & Readonly<Record<Quality, string>>;

function sideOf(groups: readonly Group[]): Side {
  const written = groups.flatMap(({ id, tier, endpoints }) =>
    endpoints.map(({ destination, path, services, inspection }): Written => {
      const ports = services.flatMap((service) => service.ports);
      const text = placeText(destination, path);
      return { destination, path, ports, text, tier, inspection, groups: [id] };
    }),
  );
  const tier = byValue(written, 'tier');
  const places = [...tier.places.values()].flat();
  const all = once(() => new PlaceIndex(places));
  const ports = once(() => portsByText(places));
  return { tier, inspection: byValue(written, 'inspection'), all, ports };
}

/** The ports of the first place of each text. */
function portsByText(places: readonly Place[]): PortsByText {
  return new Map([...places].reverse().map((place) => [place.text, place.ports]));
}

/** Do places contain all of this one, under the same text? A quick answer: if not, they may still contain it. */
function hasAlike({ text, ports }: Place, places: PortsByText): boolean {
  const alike = places.get(text);
  if (alike === undefined) return false;
  return ports.every((range) => alike.some((other) => portsCover(other, range)));
}

function byValue(written: readonly Written[], quality: Quality): ByValue {
  const values: readonly string[] = qualities[quality];
  const places = new Map(
    values.map((value) => [value, placesWith(written, quality, value)] as const),
  );
  const indexes = new Map<string, PlaceIndex>();
  const ports = new Map<string, PortsByText>();
  const indexed = (key: string, some: readonly string[]) =>
    getOrAdd(indexes, key, () => new PlaceIndex(some.flatMap((each) => places.get(each) ?? [])));
  return {
    places,
    indexOf: (value) => indexed(value, [value]),
    before: (value) => indexed(`before ${value}`, values.slice(0, values.indexOf(value))),
    portsOf: (value) => getOrAdd(ports, value, () => portsByText(places.get(value) ?? [])),
  };
}

function placesWith(written: readonly Written[], quality: Quality, value: string): Place[] {
  const own = written.filter((each) => each[quality] === value);
  return [...grouped(own, ({ text }) => text)].flatMap(([text, alike]): Place[] => {
    const [first] = alike;
    if (first === undefined) return [];
    const { destination, path } = first;
    const groups = [...new Set(alike.flatMap((each) => each.groups))].sort(compareText);
    const ports = mergePorts(alike.flatMap((each) => each.ports));
    return [{ destination, path, ports, text, value, groups }];
  });
}

/** The access of one side that the other does not have, in a total order. */
function beyond(side: Side, other: Side): PartAccess[] {
  const found = tiers.flatMap((tier) =>
    (side.tier.places.get(tier) ?? [])
      .filter((place) => !hasAlike(place, other.ports()))
      .flatMap((place) =>
        byInspection(place, side).flatMap(({ inspection, pieces }) => {
          const left = pieces
            .flatMap((piece) => withoutPlaces(piece, other.all()))
            .flatMap((piece) => withoutPlaces(piece, side.tier.before(tier)));
          return joinPorts(left).map((piece): PartAccess => {
            return { ...placeOf(piece), tier, inspection, groups: place.groups };
          });
        }),
      ),
  );
  return found.sort((a, b) => compareText(a.destination, b.destination));
}

type Inspected = { readonly inspection: Inspection; readonly pieces: readonly AccessPiece[] };

/** The parts of a place that bypass inspection, then the others: a reviewer of new access must see them. */
function byInspection(place: Place, { inspection }: Side): Inspected[] {
  if (hasAlike(place, inspection.portsOf('bypass')))
    return [{ inspection: 'bypass', pieces: [wholePiece(place)] }];
  const bypass = inspection.indexOf('bypass');
  const allowed = withoutPlaces(wholePiece(place), bypass);
  const shared =
    allowed.length === 0
      ? [wholePiece(place)]
      : bypass.above(place).flatMap((other) => sharedPieces(place, other));
  return [
    { inspection: 'bypass', pieces: shared },
    { inspection: 'allow', pieces: allowed },
  ];
}

function placeOf({ region: { base, except }, path, ports }: AccessPiece): AccessPlace {
  const destination = placeText(base, path);
  return except.length === 0
    ? { destination, ports }
    : { destination, except: except.map(formatDestination), ports };
}

/** How many destinations of one side the other allows in other words. */
function countRewritten(side: Side, other: Side): number {
  const known = textsOf(other);
  const places = [...side.tier.places.values()].flat().filter(({ text }) => !known.has(text));
  const rewritten = places.filter(
    (place) => withoutPlaces(wholePiece(place), other.all()).length === 0,
  );
  return new Set(rewritten.map(({ text }) => text)).size;
}

function textsOf({ tier }: Side): ReadonlySet<string> {
  return new Set([...tier.places.values()].flatMap((own) => own.map(({ text }) => text)));
}

function movesOf(old: Side, now: Side): MovedAccess[] {
  const moves = (['tier', 'inspection'] as const).flatMap((what) =>
    qualities[what].flatMap((from) =>
      qualities[what].flatMap((to) =>
        from === to
          ? []
          : movedPieces(old[what], now[what], from, to).map((piece): MovedAccess => {
              return { ...placeOf(piece), what, from, to };
            }),
      ),
    ),
  );
  return moves.sort((a, b) => compareText(a.destination, b.destination));
}

/** What has one value before and another one after. */
function movedPieces(old: ByValue, now: ByValue, from: string, to: string): readonly AccessPiece[] {
  const inOld = (now.places.get(to) ?? []).flatMap((place) =>
    old
      .indexOf(from)
      .above(place)
      .flatMap((other) => sharedPieces(place, other)),
  );
  const inNow = (old.places.get(from) ?? []).flatMap((place) =>
    now
      .indexOf(to)
      .above(place)
      .filter(({ path }) => path !== place.path)
      .flatMap((other) => sharedPieces(place, other)),
  );
  const decided = [...inOld, ...inNow]
    .flatMap((piece) => withoutPlaces(piece, now.before(to)))
    .flatMap((piece) => withoutPlaces(piece, old.before(from)));
  return joinPorts(decided);
}
