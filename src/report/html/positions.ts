import { getOrAdd } from '../../maps.ts';

/** A list of values without repeats, and the position of each. */
export class Positions<Value> {
  readonly #positions = new Map<string, number>();
  readonly #values: Value[] = [];

  /** The position of a value, which is added if it is new. Values with the same key are the same. */
  of(value: Value, key: string = JSON.stringify(value)): number {
    return getOrAdd(this.#positions, key, () => this.#values.push(value) - 1);
  }

  get values(): readonly Value[] {
    return this.#values;
  }
}
