import type { Destination } from '../../net/destination.ts';
import { type Host, parentsOf } from '../../net/host.ts';
import type { Box } from './box.ts';

/** An index of boxes by destination, to find the boxes that may overlap a destination without checking every box. */
export class BoxIndex<Of extends Box> {
  readonly #all: readonly Of[];
  /** By exact name. */
  readonly #names = new Map<string, Of[]>();
  /** Wildcards, by their parent domain. */
  readonly #wildcards = new Map<string, Of[]>();
  /** Exact names and wildcards, by each of their parent domains. */
  readonly #below = new Map<string, Of[]>();
  readonly #patterns: Of[] = [];
  readonly #networks: Of[] = [];
  readonly #device: Of[] = [];
  readonly #everywhere: Of[] = [];

  constructor(boxes: readonly Of[]) {
    this.#all = boxes;
    for (const box of boxes) this.#add(box, box.destination);
  }

  /** All boxes that overlap the destination, and perhaps others. */
  near(destination: Destination): readonly Of[] {
    switch (destination.kind) {
      case 'host':
        return [...this.#nearHost(destination.host), ...this.#everywhere];
      case 'network':
        return [...this.#networks, ...this.#everywhere];
      case 'resolvers':
        return [...this.#device, ...this.#everywhere];
      case 'any':
        return this.#all;
    }
  }

  #add(box: Of, destination: Destination): void {
    switch (destination.kind) {
      case 'host':
        this.#addHost(box, destination.host);
        return;
      case 'network':
        this.#networks.push(box);
        return;
      case 'resolvers':
        this.#device.push(box);
        return;
      case 'any':
        this.#everywhere.push(box);
    }
  }

  #addHost(box: Of, host: Host): void {
    if (host.kind === 'pattern') {
      this.#patterns.push(box);
      return;
    }
    const name = host.kind === 'exact' ? host.name : host.of;
    push(host.kind === 'exact' ? this.#names : this.#wildcards, name, box);
    for (const parent of parentsOf(name)) push(this.#below, parent, box);
  }

  #nearHost(host: Host): Of[] {
    if (host.kind === 'pattern') {
      const named = [...this.#names.values(), ...this.#wildcards.values()].flat();
      return [...named, ...this.#patterns];
    }
    const name = host.kind === 'exact' ? host.name : host.of;
    const above = parentsOf(name).flatMap((parent) => this.#wildcards.get(parent) ?? []);
    const same =
      host.kind === 'exact'
        ? (this.#names.get(name) ?? [])
        : [...(this.#wildcards.get(name) ?? []), ...(this.#below.get(name) ?? [])];
    return [...same, ...above, ...this.#patterns];
  }
}

function push<Of>(map: Map<string, Of[]>, key: string, box: Of): void {
  const boxes = map.get(key);
  if (boxes === undefined) map.set(key, [box]);
  else boxes.push(box);
}
