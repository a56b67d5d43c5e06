import type { List, RuleRecord } from '../read/model.ts';
import type { Placed } from '../read/set.ts';

/** The kinds of objects without an order among rules, in the order in which they can be deleted. */
export const objectKinds = [
  'address-group',
  'address',
  'service-group',
  'service',
  'application-group',
  'custom-url-category',
  'tag',
] as const;

/** The kinds of rules, in the order in which they can be deleted. */
export const ruleKinds = ['decryption', 'security'] as const;

export type ObjectKind = (typeof objectKinds)[number];
export type RuleKind = (typeof ruleKinds)[number];
export type Kind = ObjectKind | RuleKind;

/** One value for each kind of objects. */
export function ofEachKind<Value>(make: (kind: ObjectKind) => Value): Record<ObjectKind, Value> {
  return {
    'address-group': make('address-group'),
    address: make('address'),
    'service-group': make('service-group'),
    service: make('service'),
    'application-group': make('application-group'),
    'custom-url-category': make('custom-url-category'),
    tag: make('tag'),
  };
}

/** An object; a group also has the names of its members. */
export type StateObject = { readonly name: string; readonly members: readonly string[] };

/** A rule with the members of its fields. */
export type StateRule = Pick<RuleRecord, 'name' | 'fields'>;

/** What a device has of one site: its objects, and its rules in their order. */
export type State = {
  /** `vsys vsys1`, `shared` or `device-group NAME`. */
  readonly place: string;
  readonly rulebase: string;
  /** The prefix of all names, which is also the tag of the rules. */
  readonly prefix: string;
  readonly objects: Readonly<Record<ObjectKind, readonly StateObject[]>>;
  readonly rules: Readonly<Record<RuleKind, readonly StateRule[]>>;
};

/** The state after the files of a site were applied to a device that had nothing of it. */
export function stateOf(model: Placed): State {
  return {
    place: model.place,
    rulebase: model.rulebase,
    prefix: model.tag,
    objects: {
      'address-group': groupsOf(model.addressGroups),
      address: singles(model.addresses.keys()),
      'service-group': groupsOf(model.serviceGroups),
      service: singles(model.services.keys()),
      'application-group': groupsOf(model.applicationGroups),
      'custom-url-category': groupsOf(model.categories),
      tag: singles([model.tag]),
    },
    rules: { decryption: model.decryption, security: model.security },
  };
}

function groupsOf(lists: readonly List[]): StateObject[] {
  return lists.map(({ name, members }) => ({ name, members: members.map(({ text }) => text) }));
}

function singles(names: Iterable<string>): StateObject[] {
  return [...names].map((name) => ({ name, members: [] }));
}
