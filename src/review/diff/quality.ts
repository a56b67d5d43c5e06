import { getOrAdd } from '../../maps.ts';
import { formatDestination } from '../../net/destination.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Rule } from '../../policy/types.ts';
import type { Place } from '../../problem.ts';
import type { Box, Remainder } from '../access/box.ts';
import { BoxIndex } from '../access/box-index.ts';
import { meets } from '../access/meets.ts';
import { uncoveredBoxes } from '../access/place-index.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import { subtractBoxes } from '../access/subtract.ts';

/** Access that both sides have, with different values in base and head. */
export type QualityChange<Value extends string> = {
  readonly destination: string;
  readonly ports: readonly PortRange[];
  /** The values in base; several if its parts have different values. */
  readonly from: readonly Value[];
  readonly to: Value;
  readonly at: Place;
};

/** How a quality is read from a box. */
export type Quality<Of extends Box, Value extends string> = {
  valueIn(box: Of): Value;
  /** The location in head; a box without a location is not reported. */
  placeOf(box: Of): Place | undefined;
  /** Does the box override the value where both overlap? */
  outranks?(box: Of, value: Value): boolean;
  /** Does the value of base include the value? Without this function, only an equal value does. */
  includes?(before: Value, value: Value): boolean;
};

/**
 * Access that both sides allow with different values, such as another tier or inspection. Compares sets, so the notation
 * of endpoints does not matter. Leaves out what only head allows, and what another box of head `outranks`.
 */
export function changedQuality<Of extends Box, Value extends string>(
  before: readonly Of[],
  after: readonly Of[],
  quality: Quality<Of, Value>,
): QualityChange<Value>[] {
  const { valueIn, outranks, includes = isSame } = quality;
  // Several outputs have the same boxes.
  const [old, now] = [distinct(before), distinct(after)];
  const [mineBy, oldBy] = [groupedBy(after, valueIn), groupedBy(old, valueIn)];
  const valuesAt = valueFinder(old, oldBy, valueIn);
  return [...mineBy]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([to, own]) => {
      const keeping = new Set([...oldBy.keys()].filter((value) => includes(value, to)));
      if (keeping.size === oldBy.size) return [];
      const higher = outranks === undefined ? [] : now.filter((box) => outranks(box, to));
      const kept = [...boxesOf(old, oldBy, keeping, valueIn), ...higher];
      const changes = changesIn(distinct(own), kept, (at) => valuesAt(at, keeping), quality);
      return own.flatMap((box) => changes.get(box) ?? []).map((change) => ({ ...change, to }));
    });
}

/** What the boxes have in addition to those that keep the value, by box. */
function changesIn<Of extends Box, Value extends string>(
  own: readonly Of[],
  kept: readonly Of[],
  valuesAt: (remainder: Remainder<Box>) => Value[],
  { placeOf }: Quality<Of, Value>,
): ReadonlyMap<Of, readonly Omit<QualityChange<Value>, 'to'>[]> {
  const changes = new Map<Of, Omit<QualityChange<Value>, 'to'>[]>();
  // Only these can have a remainder that is reported, and a subtraction costs more.
  const mine = uncoveredBoxes(own, kept).filter((box) => valuesAt(wholeOf(box)).length > 0);
  for (const remainder of mine.length === 0 ? [] : subtractBoxes(mine, kept)) {
    const { of, ports } = remainder;
    const from = valuesAt(remainder);
    const at = placeOf(of);
    if (from.length === 0 || at === undefined) continue;
    const path = of.path === wholeHost ? '' : of.path;
    const destination = `${formatDestination(of.destination)}${path}`;
    getOrAdd(changes, of, () => []).push({ destination, ports, from, at });
  }
  return changes;
}

function distinct<Of>(boxes: readonly Of[]): Of[] {
  return [...new Set(boxes)];
}

/** A box of which nothing is taken. */
function wholeOf<Of extends Box>(box: Of): Remainder<Of> {
  const { clients, destination, ports } = box;
  return {
    of: box,
    clients,
    destination: { base: destination, except: [] },
    exceptBelow: [],
    ports: [ports],
  };
}

/** Returns the values of boxes that a remainder contains a part of, except some; sorted. */
type ValueFinder<Value> = (remainder: Remainder<Box>, except: ReadonlySet<Value>) => Value[];

// For more values, one index of all boxes is faster than one for each value.
const fewValues = 8;

/** Of few values, each is looked for until its first box: a network may be in thousands of others with one value. */
function valueFinder<Of extends Box, Value extends string>(
  boxes: readonly Of[],
  byValue: ReadonlyMap<Value, readonly Of[]>,
  valueIn: (box: Of) => Value,
): ValueFinder<Value> {
  if (byValue.size > fewValues) {
    const index = new BoxIndex(boxes);
    return (remainder, except) => {
      const near = index.near(remainder.of).filter((box) => !except.has(valueIn(box)));
      return sortedUnique(near.filter((box) => meets(remainder, box)).map(valueIn), compareText);
    };
  }
  const indexes = [...byValue].map(([value, own]) => ({ value, index: new BoxIndex(own) }));
  return (remainder, except) =>
    indexes
      .filter(({ value }) => !except.has(value))
      .filter(({ index }) => index.someNear(remainder.of, (box) => meets(remainder, box)))
      .map(({ value }) => value)
      .sort(compareText);
}

function groupedBy<Of, Value extends string>(
  boxes: readonly Of[],
  valueIn: (box: Of) => Value,
): ReadonlyMap<Value, readonly Of[]> {
  const groups = new Map<Value, Of[]>();
  for (const box of boxes) getOrAdd(groups, valueIn(box), () => []).push(box);
  return groups;
}

/** The boxes with one of the values, in their order. One value is the common case, and needs no look at each box. */
function boxesOf<Of, Value extends string>(
  boxes: readonly Of[],
  byValue: ReadonlyMap<Value, readonly Of[]>,
  values: ReadonlySet<Value>,
  valueIn: (box: Of) => Value,
): readonly Of[] {
  const [only] = values;
  if (only === undefined) return [];
  if (values.size === 1) return byValue.get(only) ?? [];
  return boxes.filter((box) => values.has(valueIn(box)));
}

function isSame(before: string, value: string): boolean {
  return before === value;
}

/** A quality of the rules of a policy, located at the first endpoint of the access. */
export function ruleQuality<Value extends string>(
  valueOfRule: (rule: Rule) => Value,
  outranks?: (rule: Rule, value: Value) => boolean,
): Quality<PolicyBox, Value> {
  return {
    valueIn: ({ rule }) => valueOfRule(rule),
    placeOf: ({ to }) => to.origins[0]?.endpoint.place,
    ...(outranks === undefined
      ? {}
      : { outranks: ({ rule }: PolicyBox, value: Value) => outranks(rule, value) }),
  };
}
