import { getOrAdd } from '../maps.ts';
import { type Interval, IntervalIndex } from './interval-index.ts';
import type { PortRange } from './port.ts';
import type { Transport } from './transport.ts';

/** Values by ports, to find those of all ranges that overlap another one. */
export class PortIndex<Value> {
  readonly #transports: ReadonlyMap<Transport, IntervalIndex<number, Value>>;

  constructor(values: readonly Value[], portsOf: (value: Value) => readonly PortRange[]) {
    const runs = new Map<Transport, Interval<number, Value>[]>();
    for (const value of values) {
      for (const { transport, low, high } of portsOf(value))
        getOrAdd(runs, transport, () => []).push({ first: low, last: high, value });
    }
    this.#transports = new Map(
      [...runs].map(([transport, own]) => [transport, new IntervalIndex(own)]),
    );
  }

  /** The values of all ranges that overlap this one, in ascending order; a value with several of them comes as often. */
  meeting({ transport, low, high }: PortRange): Value[] {
    return this.#transports.get(transport)?.meeting(low, high) ?? [];
  }
}
