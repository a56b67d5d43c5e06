import type { Entries } from './entries.ts';

/** The value of a scalar in YAML's core schema. Only an unquoted one can be other than text. */
export type Scalar = string | number | boolean | null;

/** The plain value of a node; a map is an object without a prototype. */
export type PlainValue = Scalar | PlainValue[] | { [key: string]: PlainValue };

/** The offsets of the start and end of a text. A collection ends where its last item ends. */
export type Span = { readonly start: number; readonly end: number };

export type ScalarNode = Span & {
  readonly kind: 'scalar';
  readonly value: Scalar;
  /** The text as written, without the quotes around it; empty when nothing is written. */
  readonly source: string;
  readonly style: 'plain' | 'quoted' | 'block';
};

export type ListNode = Span & { readonly kind: 'list'; readonly items: readonly Node[] };

export type MapEntry = {
  readonly name: string;
  /** The location of the name. */
  readonly key: Span;
  readonly value: Node;
};

export type MapNode = Span & {
  readonly kind: 'map';
  readonly entries: Entries<MapEntry>;
  /** The plain value, if all values are texts and it is known without the entries. */
  readonly texts?: { readonly [key: string]: string };
};

export type Node = ScalarNode | ListNode | MapNode;

/** Keys and positions from the root down; a position may be written in digits, as JSON pointers do. */
export type NodePath = readonly (string | number)[];

/** The node at the end of a path, or the last one that exists, with its key if it has one. */
export type Found = { readonly node: Node; readonly key?: Span; readonly complete: boolean };

/** Whether nothing is written for a value, as after a key and a colon. */
export function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.style === 'plain' && node.source === '';
}

/** Follows a path as far as its nodes exist. */
export function find(root: Node, path: NodePath): Found {
  let found: Found = { node: root, complete: true };
  for (const step of path) {
    const child = childOf(found.node, step);
    if (child === undefined) return { ...found, complete: false };
    found = { ...child, complete: true };
  }
  return found;
}

/** The node at a step below another one, with its key if it has one. */
export function childOf(node: Node, step: string | number): Omit<Found, 'complete'> | undefined {
  if (node.kind === 'scalar') return undefined;
  if (node.kind === 'list') {
    const item = node.items[Number(step)];
    return item && { node: item };
  }
  const entry = node.entries.get(String(step));
  return entry && { node: entry.value, key: entry.key };
}

/** The plain value of a node. No key has a meaning in JavaScript, not even `__proto__`. */
export function toValue(node: Node): PlainValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toValue);
    case 'map':
      return node.texts ?? toObject(node);
  }
}

function toObject(node: MapNode): { [key: string]: PlainValue } {
  // V8 keeps an object that is created without a prototype as a hash table, which is large and slow.
  const object: { [key: string]: PlainValue } = Object.setPrototypeOf({}, null);
  for (const { name, value } of node.entries) object[name] = toValue(value);
  return object;
}
