import { formatDestination } from '../../net/destination.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Rule } from '../../policy/types.ts';
import type { Place } from '../../problem.ts';
import { BoxIndex } from '../access/index-of-boxes.ts';
import { meets } from '../access/meets.ts';
import type { PolicyBox } from '../access/of-policy.ts';
import { subtractBoxes } from '../access/subtract.ts';

/** Access that both sides have, of which head says something else than base did. */
export type QualityChange<Value extends string> = {
  readonly destination: string;
  readonly ports: readonly PortRange[];
  /** What base says of it; several where it said different things of its parts. */
  readonly from: readonly Value[];
  readonly to: Value;
  readonly at: Place;
};

/**
 * Where the two sides open the same and say another thing of it, such as its tier or its inspection: found as sets, so
 * that it shows whether or not the endpoints are written in the same way. What head opens anew is no part of it, nor
 * where another rule of head, which `outranks` the value, holds as well.
 */
export function changedQuality<Value extends string>(
  before: readonly PolicyBox[],
  after: readonly PolicyBox[],
  said: (rule: Rule) => Value,
  outranks: (rule: Rule, value: Value) => boolean = () => false,
): QualityChange<Value>[] {
  const values = sortedUnique(
    after.map(({ rule }) => said(rule)),
    compareText,
  );
  return values.flatMap((to) => {
    const has = ({ rule }: PolicyBox) => said(rule) === to;
    const others = new BoxIndex(before.filter((box) => !has(box)));
    const kept = [...before.filter(has), ...after.filter(({ rule }) => outranks(rule, to))];
    return subtractBoxes(after.filter(has), kept).flatMap((remainder) => {
      const met = others.near(remainder.of.destination).filter((box) => meets(remainder, box));
      const from = sortedUnique(
        met.map(({ rule }) => said(rule)),
        compareText,
      );
      const [origin] = remainder.of.to.origins;
      if (from.length === 0 || origin === undefined) return [];
      const { destination, path } = remainder.of;
      const place = `${formatDestination(destination)}${path === wholeHost ? '' : path}`;
      return [{ destination: place, ports: remainder.ports, from, to, at: origin.endpoint.place }];
    });
  });
}
