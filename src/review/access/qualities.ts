import { getOrAdd } from '../../maps.ts';
import { compareNumber, compareText, sortedUnique } from '../../net/order.ts';
import type { Qualities } from '../../targets/reading.ts';
import type { Box, Remainder } from './box.ts';
import { uncoveredBoxes } from './place-index.ts';
import { subtractBoxes } from './subtract.ts';

/** Access with additional conditions. */
export type Qualified = Box & { readonly qualities?: Qualities };

/** A quality and one value of it; undefined represents every value that neither side names. */
export type QualityValue = { readonly name: string; readonly value: string | undefined };

/** Access that one side has with a value and the other side lacks. */
export type QualityDifference<Of extends Box> = QualityValue & {
  readonly remainder: Remainder<Of>;
};

/**
 * All access that `boxes` contain with a value of a quality and `others` do not. The comparison is complete and uses
 * sets of access, so it does not depend on how boxes or rules of a file divide the access.
 */
export function qualityDifferences<Of extends Qualified>(
  boxes: readonly Of[],
  others: readonly Qualified[],
): QualityDifference<Of>[] {
  const left = uncoveredBoxes(boxes, others, passesAll);
  if (left.length === 0) return [];
  const [some, all] = [new Passing(left), new Passing(others)];
  return valuesOf([...boxes, ...others]).flatMap((value) => {
    const [mine, theirs] = [some.with(value), all.with(value)];
    return subtractBoxes(mine, theirs).map((remainder) => ({ ...value, remainder }));
  });
}

/** Does a box pass every value of each quality that the other one passes? */
function passesAll({ qualities: outer = {} }: Qualified, { qualities: inner = {} }: Qualified) {
  return Object.entries(outer).every(([name, values]) =>
    inner[name]?.every((value) => values.includes(value)),
  );
}

/** Every value that a box names, and for each quality the undefined value for the rest. */
function valuesOf(boxes: readonly Qualified[]): QualityValue[] {
  const values = new Map<string, Set<string>>();
  for (const { qualities = {} } of boxes) {
    for (const [name, named] of Object.entries(qualities)) {
      const known = getOrAdd(values, name, () => new Set());
      for (const value of named) known.add(value);
    }
  }
  return [...values].flatMap(([name, known]) => [
    ...sortedUnique([...known], compareText).map((value) => ({ name, value })),
    { name, value: undefined },
  ]);
}

/** Finds the boxes that allow access with a value of a quality, without a look at each box for each value. */
class Passing<Of extends Qualified> {
  readonly #boxes: readonly Of[];
  readonly #qualities = new Map<string, Positions>();

  constructor(boxes: readonly Of[]) {
    this.#boxes = boxes;
  }

  /** In the order of the boxes. */
  with({ name, value }: QualityValue): Of[] {
    const { unnamed, byValue } = getOrAdd(this.#qualities, name, () =>
      positionsOf(this.#boxes, name),
    );
    const named = value === undefined ? [] : (byValue.get(value) ?? []);
    return [...unnamed, ...named]
      .sort(compareNumber)
      .flatMap((position) => this.#boxes[position] ?? []);
  }
}

/** The positions of boxes that do not name a quality, which pass with every value, and of those that name a value. */
type Positions = {
  readonly unnamed: readonly number[];
  readonly byValue: ReadonlyMap<string, readonly number[]>;
};

function positionsOf(boxes: readonly Qualified[], name: string): Positions {
  const unnamed: number[] = [];
  const byValue = new Map<string, number[]>();
  for (const [position, { qualities }] of boxes.entries()) {
    const named = qualities?.[name];
    if (named === undefined) unnamed.push(position);
    for (const value of new Set(named)) getOrAdd(byValue, value, () => []).push(position);
  }
  return { unnamed, byValue };
}
