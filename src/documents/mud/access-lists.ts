import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import { itemsOf, memberOf } from '../kit/fields.ts';
import type { JsonObject } from '../kit/json.ts';
import { quote } from '../kit/secrets.ts';

/** An access list of a profile, with its entries in order. */
export type AccessList = {
  readonly name: string;
  readonly line: number;
  readonly entries: readonly JsonObject[];
};

/** The module's name in RFC 8519, and in the draft before it. */
const modules = ['ietf-access-control-list:acls', 'ietf-access-control-list:access-lists'];

/** The names of the access lists of a policy of the profile, with their lines. */
export function namesOf(
  mud: JsonObject,
  policy: string,
): Result<readonly { readonly name: string; readonly line: number }[], Refusal> {
  const held = memberOf(mud, policy, 'object');
  if (!held.ok) return held;
  const lists = held.value && memberOf(held.value, 'access-lists', 'object');
  if (lists?.ok === false) return lists;
  const items = lists?.value && objectsOf(lists.value, 'access-list');
  if (items?.ok === false) return items;
  return each(items?.value ?? [], (item) => {
    const name = nameOf(item);
    return name.ok ? success({ name: name.value, line: item.line }) : name;
  });
}

/** The access lists of a document by name. Refuses two of one name: programs differ in which one they use. */
export function accessListsOf(root: JsonObject): Result<ReadonlyMap<string, AccessList>, Refusal> {
  const lists = new Map<string, AccessList>();
  for (const name of modules) {
    const module = memberOf(root, name, 'object');
    if (!module.ok) return module;
    const objects = module.value && objectsOf(module.value, 'acl');
    const read = each(objects?.ok ? objects.value : [], readList);
    if (objects?.ok === false) return objects;
    if (!read.ok) return read;
    for (const list of read.value) {
      const before = lists.get(list.name);
      if (before !== undefined) return failure(refuseRepeated(before, list));
      lists.set(list.name, list);
    }
  }
  return success(lists);
}

function readList(list: JsonObject): Result<AccessList, Refusal> {
  const name = nameOf(list);
  if (!name.ok) return name;
  const held = memberOf(list, 'aces', 'object');
  if (!held.ok) return held;
  const entries = held.value && objectsOf(held.value, 'ace');
  if (entries?.ok === false) return entries;
  return success({ name: name.value, line: list.line, entries: entries?.value ?? [] });
}

function nameOf(object: JsonObject): Result<string, Refusal> {
  const name = memberOf(object, 'name', 'text');
  if (!name.ok) return name;
  return name.value === undefined ? failure(withoutName(object.line)) : success(name.value.text);
}

/** The objects of a list that is a member; none without one. */
function objectsOf(object: JsonObject, key: string): Result<readonly JsonObject[], Refusal> {
  const list = memberOf(object, key, 'array');
  if (!list.ok) return list;
  return list.value === undefined ? success([]) : itemsOf(list.value, key, 'object');
}

/** The values of all items, or the first refusal. */
function each<Item, Value>(
  items: readonly Item[],
  read: (item: Item) => Result<Value, Refusal>,
): Result<readonly Value[], Refusal> {
  const values: Value[] = [];
  for (const item of items) {
    const value = read(item);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return success(values);
}

function withoutName(line: number): Refusal {
  return refuse(
    'import-no-name',
    `line ${line}: the access list has no "name"`,
    'check that the file is a profile of RFC 8520',
  );
}

function refuseRepeated(before: AccessList, { name, line }: AccessList): Refusal {
  return refuse(
    'import-repeated-list',
    `lines ${before.line} and ${line} both contain the access list ${quote(name)}`,
    'remove one of the two: programs differ in which one they read',
  );
}
