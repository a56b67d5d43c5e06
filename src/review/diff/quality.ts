import { formatDestination } from '../../net/destination.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Rule } from '../../policy/types.ts';
import type { Place } from '../../problem.ts';
import type { Box } from '../access/box.ts';
import { BoxIndex } from '../access/box-index.ts';
import { unequalBoxes } from '../access/box-text.ts';
import { meets } from '../access/meets.ts';
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
  { valueIn, placeOf, outranks = () => false, includes = isSame }: Quality<Of, Value>,
): QualityChange<Value>[] {
  const values = sortedUnique(after.map(valueIn), compareText);
  return values.flatMap((to) => {
    const has = (box: Of) => valueIn(box) === to;
    const keeps = (box: Of) => includes(valueIn(box), to);
    const kept = [...before.filter(keeps), ...after.filter((box) => outranks(box, to))];
    const mine = unequalBoxes(after.filter(has), kept);
    if (mine.length === 0) return [];
    const changed = new BoxIndex(before.filter((box) => !keeps(box)));
    return subtractBoxes(mine, kept).flatMap((remainder) => {
      const met = changed.near(remainder.of).filter((box) => meets(remainder, box));
      const from = sortedUnique(met.map(valueIn), compareText);
      const at = placeOf(remainder.of);
      if (from.length === 0 || at === undefined) return [];
      const { destination, path } = remainder.of;
      const place = `${formatDestination(destination)}${path === wholeHost ? '' : path}`;
      return [{ destination: place, ports: remainder.ports, from, to, at }];
    });
  });
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
