import type { Place } from '../../problem.ts';
import { find, isEmpty, type Node, type NodePath } from './node.ts';
import type { Document } from './parse.ts';

/**
 * A position in a parsed file, for reading a file whose shape may be wrong. A value of a wrong type reads as missing,
 * since the schema reports it.
 */
export type Cursor = { readonly document: Document; readonly node: Node; readonly path: NodePath };

/** The whole of a file. */
export function cursorOf(document: Document): Cursor {
  return { document, node: document.root, path: [] };
}

/** The value of a key, if the cursor is at a map with this key. */
export function child(cursor: Cursor | undefined, key: string): Cursor | undefined {
  if (cursor?.node.kind !== 'map') return undefined;
  const entry = cursor.node.entries.get(key);
  return entry && below(cursor, key, entry.value);
}

/** The items of a list, one at a time; none if the cursor is not at a list. */
export function* eachItem(cursor: Cursor | undefined): Generator<Cursor> {
  if (cursor?.node.kind !== 'list') return;
  let index = 0;
  for (const node of cursor.node.items) {
    yield below(cursor, index, node);
    index += 1;
  }
}

/** The items of a list; empty if the cursor is not at a list. */
export function items(cursor: Cursor | undefined): Cursor[] {
  return [...eachItem(cursor)];
}

/** The keys and values of a map, in the order of the file; empty if the cursor is not at a map. */
export function entries(cursor: Cursor | undefined): [string, Cursor][] {
  if (cursor?.node.kind !== 'map') return [];
  return Array.from(cursor.node.entries, ({ name, value }) => [name, below(cursor, name, value)]);
}

function below(parent: Cursor, step: string | number, node: Node): Cursor {
  return new Below(parent, step, node);
}

/** A cursor below another one. Its path is needed only for a mistake, so it is made only then. */
class Below implements Cursor {
  readonly document: Document;
  readonly node: Node;
  readonly #parent: Cursor;
  readonly #step: string | number;

  constructor(parent: Cursor, step: string | number, node: Node) {
    this.document = parent.document;
    this.node = node;
    this.#parent = parent;
    this.#step = step;
  }

  get path(): NodePath {
    return [...this.#parent.path, this.#step];
  }
}

/** The text at the cursor; undefined for a number or another value that YAML does not read as text. */
export function text(cursor: Cursor | undefined): string | undefined {
  if (cursor?.node.kind !== 'scalar' || typeof cursor.node.value !== 'string') return undefined;
  return cursor.node.value;
}

/** The texts of a list, in order, without items of other types. */
export function texts(cursor: Cursor | undefined): string[] {
  return items(cursor).flatMap((item) => text(item) ?? []);
}

/** A scalar as the file writes it, without quotes. Ports are read from this, not from YAML's number. */
export function written(cursor: Cursor | undefined): string | undefined {
  return cursor?.node.kind === 'scalar' ? cursor.node.source : undefined;
}

/** The location of the value at the cursor. */
export function placeOf(cursor: Cursor): Place {
  // An empty value has the location of its key, which is at the end of the path.
  const { document, node } = cursor;
  return isEmpty(node) ? document.locate(cursor.path) : document.placeOf(node);
}

/** The location of the key of the value at the cursor. */
export function keyPlace(cursor: Cursor): Place {
  return cursor.document.locate(cursor.path, 'key');
}

/** The cursor at a path from ajv, or at its nearest parent that exists. */
export function at(document: Document, path: NodePath): Cursor {
  return { document, node: find(document.root, path).node, path };
}
