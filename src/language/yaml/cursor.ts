import type { Place } from '../../problem.ts';
import { find, type Node, type NodePath } from './node.ts';
import type { Document } from './parse.ts';

/**
 * A place in a parsed file, to read from without knowing whether its shape is right: what is not as it should be
 * reads as missing, since the schema has a problem for it already.
 */
export type Cursor = { readonly document: Document; readonly node: Node; readonly path: NodePath };

/** The whole of a file. */
export function cursorOf(document: Document): Cursor {
  return { document, node: document.root, path: [] };
}

/** What stands under a key, when the cursor is at a map that has it. */
export function child(cursor: Cursor | undefined, key: string): Cursor | undefined {
  if (cursor?.node.kind !== 'map') return undefined;
  const entry = cursor.node.entries.get(key);
  return entry && below(cursor, key, entry.value);
}

/** The items of a list; none when the cursor is at something else. */
export function items(cursor: Cursor | undefined): Cursor[] {
  if (cursor?.node.kind !== 'list') return [];
  return cursor.node.items.map((node, index) => below(cursor, index, node));
}

/** The keys and values of a map, in the order of the file; none when the cursor is at something else. */
export function entries(cursor: Cursor | undefined): [string, Cursor][] {
  if (cursor?.node.kind !== 'map') return [];
  return [...cursor.node.entries].map(([key, { value }]) => [key, below(cursor, key, value)]);
}

function below({ document, path }: Cursor, step: string | number, node: Node): Cursor {
  return { document, node, path: [...path, step] };
}

/** The text at the cursor; a number or another value that is not text to YAML is none. */
export function text(cursor: Cursor | undefined): string | undefined {
  if (cursor?.node.kind !== 'scalar' || typeof cursor.node.value !== 'string') return undefined;
  return cursor.node.value;
}

/** The texts of a list, in order; items that are no text are left out. */
export function texts(cursor: Cursor | undefined): string[] {
  return items(cursor).flatMap((item) => text(item) ?? []);
}

/** A scalar as the file writes it, quotes left out: ports are judged on this, never on YAML's number. */
export function written(cursor: Cursor | undefined): string | undefined {
  return cursor?.node.kind === 'scalar' ? cursor.node.source : undefined;
}

/** Where the value at the cursor stands. */
export function placeOf(cursor: Cursor): Place {
  return cursor.document.locate(cursor.path);
}

/** Where the key of the value at the cursor stands. */
export function keyPlace(cursor: Cursor): Place {
  return cursor.document.locate(cursor.path, 'key');
}

/** The cursor at a path that ajv gives, or as near to it as the file goes. */
export function at(document: Document, path: NodePath): Cursor {
  return { document, node: find(document.root, path).node, path };
}
