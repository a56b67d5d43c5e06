import type { Refusal, Result } from '../../problem.ts';
import { type Cursor, child, entries, items, text } from '../yaml/cursor.ts';
import { accept, type Judgement } from './judgement.ts';

/**
 * Reads what stands under a key, and notes what is wrong with it where it is written. Without a cursor the key is
 * missing; a value of another type than the schema's reads as missing too, since the schema has a problem for it.
 */
export type Decoder<Value, Context extends Judgement = Judgement> = (
  context: Context,
  cursor: Cursor | undefined,
) => Value;

/** A row for each key that the schema gives an entry: without one of them, or with another, a table does not compile. */
export type KeysOf<Entry, Context extends Judgement = Judgement> = {
  readonly [Key in keyof Required<Entry>]: Decoder<unknown, Context>;
};

/** What a table makes of an entry: the value of each key. */
export type Decoded<Keys> = {
  readonly [Key in keyof Keys]: Keys[Key] extends Decoder<infer Value, never> ? Value : never;
};

/** Reads an entry, key by key in the order of the table. */
export function decode<Values extends object, Context extends Judgement>(
  context: Context,
  entry: Cursor | undefined,
  keys: { readonly [Key in keyof Values]: Decoder<Values[Key], Context> },
): Readonly<Values> {
  const values: Partial<Values> = {};
  for (const key in keys) values[key] = keys[key](context, child(entry, key));
  if (!isWhole(values, keys)) throw new Error('a row of the table gave no value');
  return values;
}

function isWhole<Values extends object>(values: Partial<Values>, keys: object): values is Values {
  return Object.keys(keys).every((key) => key in values);
}

/** A text that a parser understands. */
export function parsed<Value>(
  read: (cursor: Cursor | undefined) => string | undefined,
  parse: (text: string) => Result<Value, Refusal>,
): Decoder<Value | undefined> {
  return (context, cursor) => {
    const written = read(cursor);
    if (cursor === undefined || written === undefined) return undefined;
    return accept(context, cursor, parse(written));
  };
}

/** A word of a closed list. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
): Decoder<Word | undefined> {
  return (_context, cursor) => words.find((word) => word === text(cursor));
}

/** The items of a list that can be read; none where there is no list. */
export function listOf<Item, Context extends Judgement>(
  item: Decoder<Item | undefined, Context>,
): Decoder<Item[], Context> {
  return (context, cursor) => items(cursor).flatMap((each) => item(context, each) ?? []);
}

/** The values of a map that can be read, by their keys, which are any. */
export function mapOf<Value>(
  value: Decoder<Value | undefined>,
): Decoder<Readonly<Record<string, Value>>> {
  return (context, cursor) =>
    Object.fromEntries(
      entries(cursor).flatMap(([key, each]) => {
        const decoded = value(context, each);
        return decoded === undefined ? [] : [[key, decoded]];
      }),
    );
}

/** Undefined where the key is missing: for a list, that is another thing than one without items. */
export function optional<Value, Context extends Judgement>(
  decoder: Decoder<Value, Context>,
): Decoder<Value | undefined, Context> {
  return (context, cursor) => cursor && decoder(context, cursor);
}

/** A key that every such entry must have; the schema refuses a file without it, so nobody sees what stands in. */
export function required<Value, Context extends Judgement>(
  decoder: Decoder<Value | undefined, Context>,
  standIn: Value,
): Decoder<Value, Context> {
  return (context, cursor) => decoder(context, cursor) ?? standIn;
}
