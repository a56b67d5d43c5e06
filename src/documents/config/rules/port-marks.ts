import { getOrAdd } from '../../../maps.ts';
import type { PortRange } from '../../../net/port.ts';
import type { Transport } from '../../../net/transport.ts';

const size = 65_536;

/** A growing set of ports. */
export class PortMarks {
  #isAll = false;
  readonly #marks = new Map<Transport, Uint8Array>();

  /** Adds ports; undefined is all of them, and every protocol. */
  add(ports: readonly PortRange[] | undefined): void {
    this.#isAll ||= ports === undefined;
    for (const { transport, low, high } of ports ?? [])
      getOrAdd(this.#marks, transport, () => new Uint8Array(size)).fill(1, low, high + 1);
  }

  /** Whether one of the ports is in the set. */
  meets(ports: readonly PortRange[]): boolean {
    return this.#isAll || ports.some((range) => this.#meetsRange(range));
  }

  #meetsRange({ transport, low, high }: PortRange): boolean {
    const marked = this.#marks.get(transport)?.indexOf(1, low) ?? -1;
    return marked >= 0 && marked <= high;
  }
}
