/** What `getOrAdd` needs of a map; a WeakMap has it too. */
type Store<Key, Value> = {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
};

/** The value of a key; a missing one is made, and kept. A value is never undefined. */
export function getOrAdd<Key, Value>(
  map: Store<Key, Value>,
  key: Key,
  make: (key: Key) => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make(key);
  map.set(key, value);
  return value;
}

/** A function that makes its value at the first call, and keeps it: a start pays for nothing that it does not use. */
export function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Groups values by their key, in the order of their first value. */
export function grouped<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    // Most groups have one value, and a list that grows from nothing takes room for 17.
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** The first of items with equal keys. */
export function withoutRepeats<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const first = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!first.has(key)) first.set(key, item);
  }
  return [...first.values()];
}
