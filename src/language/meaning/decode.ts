import type { Refusal, Result } from '../../problem.ts';
import { type Cursor, child, entries, items, text } from '../yaml/cursor.ts';
import { accept, type Judgement } from './judgement.ts';

/**
 * Reads the value of a key, and reports its mistakes at its location. Without a cursor the key is missing. A value of a
 * wrong type also reads as missing, since the schema reports it.
 */
export type Decoder<Value, Context extends Judgement = Judgement> = (
  context: Context,
  cursor: Cursor | undefined,
) => Value;

/** One row for each key that the schema gives an entry. A table with a missing or extra row does not compile. */
export type KeysOf<Entry, Context extends Judgement = Judgement> = {
  readonly [Key in keyof Required<Entry>]: Decoder<unknown, Context>;
};

/** The values that a table reads from an entry, by key. */
export type Decoded<Keys> = {
  readonly [Key in keyof Keys]: Keys[Key] extends Decoder<infer Value, never> ? Value : never;
};

/** Reads an entry, key by key in the order of a table. */
export function decoderOf<Values extends object, Context extends Judgement>(
  keys: {
    readonly [Key in keyof Values]: Decoder<Values[Key], Context>;
  },
): Decoder<Readonly<Values>, Context> {
  const blank: Partial<Values> = {};
  for (const key in keys) blank[key] = undefined;
  if (!isWhole(blank, keys)) throw new Error('a row of the table has no value');
  return (context, entry) => {
    // Copies of one object share a hidden class. Objects that grow key by key would each have their own.
    const values = { ...blank };
    for (const key in keys) values[key] = keys[key](context, child(entry, key));
    return values;
  };
}

function isWhole<Values extends object>(values: Partial<Values>, keys: object): values is Values {
  return Object.keys(keys).every((key) => key in values);
}

/** A text, read by a parser. */
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

/** One word of a list. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
): Decoder<Word | undefined> {
  return (_context, cursor) => words.find((word) => word === text(cursor));
}

/** The items of a list without mistakes; empty without a list. */
export function listOf<Item, Context extends Judgement>(
  item: Decoder<Item | undefined, Context>,
): Decoder<Item[], Context> {
  return (context, cursor) => items(cursor).flatMap((each) => item(context, each) ?? []);
}

/** The values of a map without mistakes, by key; any key is allowed. */
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

/** Undefined if the key is missing. For a list, that differs from an empty list. */
export function optional<Value, Context extends Judgement>(
  decoder: Decoder<Value, Context>,
): Decoder<Value | undefined, Context> {
  return (context, cursor) => cursor && decoder(context, cursor);
}

/** A required key. The schema refuses a file without it, so `standIn` is never used in a valid spec. */
export function required<Value, Context extends Judgement>(
  decoder: Decoder<Value | undefined, Context>,
  standIn: Value,
): Decoder<Value, Context> {
  return (context, cursor) => decoder(context, cursor) ?? standIn;
}
