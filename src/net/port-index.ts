import { IntervalIndex } from './interval-index.ts';
import type { PortRange, Transport } from './port.ts';

/** Values by ports, to find those of all ranges that overlap another one. */
export class PortIndex<Value> {
  readonly #transports: Readonly<Record<Transport, IntervalIndex<number, Value>>>;

  constructor(values: readonly Value[], portsOf: (value: Value) => readonly PortRange[]) {
    const runs = values.flatMap((value) => portsOf(value).map((ports) => ({ ports, value })));
    const of = (transport: Transport) =>
      new IntervalIndex<number, Value>(
        runs
          .filter(({ ports }) => ports.transport === transport)
          .map(({ ports: { low, high }, value }) => ({ first: low, last: high, value })),
      );
    this.#transports = { tcp: of('tcp'), udp: of('udp') };
  }

  /** The values of all ranges that overlap this one, in ascending order; a value with several of them comes as often. */
  meeting({ transport, low, high }: PortRange): Value[] {
    return this.#transports[transport].meeting(low, high);
  }
}
