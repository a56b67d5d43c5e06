/** A map with fewer keys than this is searched, and has no index. */
const few = 8;

/** The entries of a map in the order of the file, by name. A spec can have a hundred thousand small maps. */
export class Entries<Entry extends { readonly name: string }> implements Iterable<Entry> {
  #all: Entry[] = [];
  #index: Map<string, Entry> | undefined;

  /** Adds an entry, whose name is new. */
  add(entry: Entry): void {
    // A list that grows reserves room for many more. A copy does not.
    if (this.#all.length < few) this.#all = [...this.#all, entry];
    else this.#indexed().set(entry.name, entry);
  }

  get(name: string): Entry | undefined {
    if (this.#index !== undefined) return this.#index.get(name);
    for (const entry of this.#all) if (entry.name === name) return entry;
    return undefined;
  }

  [Symbol.iterator](): Iterator<Entry> {
    return (this.#index ?? this.#all).values();
  }

  #indexed(): Map<string, Entry> {
    this.#index ??= new Map(this.#all.map((entry) => [entry.name, entry]));
    return this.#index;
  }
}
