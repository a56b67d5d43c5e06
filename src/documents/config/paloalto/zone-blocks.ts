import { getOrAdd } from '../../../maps.ts';
import type { Destination } from '../../../net/destination.ts';
import type { PortRange } from '../../../net/port.ts';
import { type Block, Blocks } from '../rules/blocks.ts';
import type { Names } from './rule.ts';

/** The zones of a rule; undefined for any. */
export type Zones = { readonly from: Names; readonly to: Names };

// A rule with more pairs of zones counts as one of all zones.
const mostPairs = 64;

/** What the rules above a rule deny, by the pair of zones. */
export class ZoneBlocks {
  readonly #pairs = new Map<string, Blocks>();

  add(zones: Zones, block: Block): void {
    const { from, to } = few(zones);
    // "*" collects the rules of all zones, for rules that are of any zone themselves.
    for (const first of ['*', ...(from ?? [any])])
      for (const second of ['*', ...(to ?? [any])])
        getOrAdd(this.#pairs, keyOf(first, second), () => new Blocks()).add(block);
  }

  /** Whether a rule that denies may decide about some of this. */
  meets(zones: Zones, destination: Destination, ports: readonly PortRange[]): boolean {
    const { from, to } = few(zones);
    const firsts = from === undefined ? ['*'] : [any, ...from];
    const seconds = to === undefined ? ['*'] : [any, ...to];
    return firsts.some((first) =>
      seconds.some(
        (second) => this.#pairs.get(keyOf(first, second))?.meets(destination, ports) === true,
      ),
    );
  }
}

const any = 'any';

function keyOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function few({ from, to }: Zones): Zones {
  const count = Math.max(1, from?.length ?? 1) * Math.max(1, to?.length ?? 1);
  const isFew = count <= mostPairs && from?.length !== 0 && to?.length !== 0;
  return isFew ? { from, to } : { from: undefined, to: undefined };
}
