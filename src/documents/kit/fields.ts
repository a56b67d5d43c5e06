import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type { JsonArray, JsonObject, JsonValue } from './json.ts';
import { quote } from './secrets.ts';

type Kind = JsonValue['kind'];
type OfKind<Wanted extends Kind> = Extract<JsonValue, { kind: Wanted }>;

const names: Readonly<Record<Kind, string>> = {
  object: 'an object',
  array: 'a list',
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

/** A member of an object; undefined if it is missing or null. Refuses a value of another kind, with its line. */
export function memberOf<Wanted extends Kind>(
  object: JsonObject,
  key: string,
  wanted: Wanted,
): Result<OfKind<Wanted> | undefined, Refusal> {
  const value = object.members.get(key);
  if (value === undefined || value.kind === 'null') return success(undefined);
  return isKind(value, wanted) ? success(value) : failure(refuseKind(quote(key), value, wanted));
}

/** The items of a list, all of one kind. Refuses a value of another kind, with its line. */
export function itemsOf<Wanted extends Kind>(
  list: JsonArray,
  what: string,
  wanted: Wanted,
): Result<readonly OfKind<Wanted>[], Refusal> {
  const items: OfKind<Wanted>[] = [];
  for (const item of list.items) {
    if (!isKind(item, wanted))
      return failure(refuseKind(`an item of ${quote(what)}`, item, wanted));
    items.push(item);
  }
  return success(items);
}

export function isKind<Wanted extends Kind>(
  value: JsonValue,
  wanted: Wanted,
): value is OfKind<Wanted> {
  return value.kind === wanted;
}

/** The refusal of a value of another kind. */
export function refuseKind(what: string, value: JsonValue, wanted: Kind): Refusal {
  return refuse(
    'import-wrong-type',
    `line ${value.line}: expected ${names[wanted]} for ${what}, found ${names[value.kind]}`,
    'check that the file is the one that the vendor publishes',
  );
}

/** A text, a number, true or false as text; undefined for other values. */
export function scalarText(value: JsonValue): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return String(value.number);
    case 'boolean':
      return String(value.boolean);
    default:
      return undefined;
  }
}
