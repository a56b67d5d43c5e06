import type { Network } from '../../../net/network.ts';
import type { Packets } from './packets.ts';

/** What becomes of the packets that match a rule. */
export type Fate = {
  /** The clients whose packets do not go on to the next rule. */
  readonly leaves: readonly Network[];
  /** The clients whose packets a foreign rule denies. They go on, but reach no foreign rule. */
  readonly denied: readonly Network[];
  /** The packets that leave the chain. */
  readonly away: readonly Packets[];
  /** Packets that go on to the next rule without the others of their clients. */
  readonly apart: readonly Packets[];
};

/** All packets go on to the next rule. */
export const staying: Fate = { leaves: [], denied: [], away: [], apart: [] };

/** No packet goes on. */
export function stopped(packets: Packets): Fate {
  return { ...staying, leaves: packets.clients };
}

/** The packets do not go on, and these of them leave the chain. */
export function returning(packets: Packets, away: readonly Packets[]): Fate {
  return { ...staying, leaves: packets.clients, away };
}
