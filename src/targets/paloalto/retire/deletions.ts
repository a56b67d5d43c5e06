import {
  type Kind,
  type ObjectKind,
  objectKinds,
  type RuleKind,
  ruleKinds,
  type State,
  type StateRule,
} from './state.ts';

/** An object or rule to delete, or only a list of it. */
export type Deletion = { readonly kind: Kind; readonly name: string; readonly list?: string };

/**
 * What to delete of an older state before a newer one is pasted, in this order: decryption rules, security rules, groups
 * before their members, the tag. Set commands add to the fields of a rule, so a rule is also deleted if one of its
 * fields lost a member. A group that stays is emptied if it names an object to delete. Rules that deny come last among
 * the rules.
 */
export function deletions(older: State, newer: State | undefined): Deletion[] {
  const isDeleted: Decide = (rule, next) => next === undefined || keepsMore(rule, next);
  return [
    ...deletedRules(older, newer, isDeleted),
    ...emptiedGroups(older, newer),
    ...deletedObjects(older, newer),
  ];
}

/** What to delete of an older state if whole entries replace those with the same name. */
export function deletionsOfGone(older: State, newer: State | undefined): Deletion[] {
  return [
    ...deletedRules(older, newer, (_rule, next) => next === undefined),
    ...deletedObjects(older, newer),
  ];
}

type Decide = (rule: StateRule, next: StateRule | undefined) => boolean;

function deletedRules(older: State, newer: State | undefined, isDeleted: Decide): Deletion[] {
  const isHere = newer?.place === older.place && newer.rulebase === older.rulebase;
  return ruleKinds.flatMap((kind) => goneRules(kind, older, isHere ? newer : undefined, isDeleted));
}

function deletedObjects(older: State, newer: State | undefined): Deletion[] {
  return objectKinds.flatMap((kind) => goneObjects(kind, older, newer));
}

function goneObjects(kind: ObjectKind, older: State, newer: State | undefined): Deletion[] {
  const kept = namesOf(kind, older, newer);
  return older.objects[kind]
    .filter(({ name }) => !kept.has(name))
    .map(({ name }) => ({ kind, name }));
}

/** The names of a kind in the newer state; empty if it is at another location. */
function namesOf(kind: ObjectKind, older: State, newer: State | undefined): ReadonlySet<string> {
  const isHere = newer?.place === older.place;
  return new Set(isHere ? newer.objects[kind].map(({ name }) => name) : []);
}

/** The kinds of groups whose members are objects, with the list of their members. */
const groups = [
  { kind: 'address-group', members: 'address', list: 'static' },
  { kind: 'service-group', members: 'service', list: 'members' },
] as const;

function emptiedGroups(older: State, newer: State | undefined): Deletion[] {
  return groups.flatMap(({ kind, members, list }) => {
    const kept = namesOf(kind, older, newer);
    const gone = new Set(goneObjects(members, older, newer).map(({ name }) => name));
    return older.objects[kind]
      .filter((group) => kept.has(group.name) && group.members.some((each) => gone.has(each)))
      .map(({ name }): Deletion => ({ kind, name, list }));
  });
}

function goneRules(
  kind: RuleKind,
  older: State,
  newer: State | undefined,
  isDeleted: Decide,
): Deletion[] {
  const next = new Map(newer?.rules[kind].map((rule) => [rule.name, rule]));
  const gone = older.rules[kind].filter((rule) => isDeleted(rule, next.get(rule.name)));
  const [allowing, denying] = [gone.filter((rule) => !denies(rule)), gone.filter(denies)];
  return [...allowing, ...denying].map(({ name }) => ({ kind, name }));
}

function denies({ fields }: StateRule): boolean {
  const [action] = fields.get('action') ?? [];
  return action !== 'allow' && action !== 'no-decrypt';
}

/** Would the rule keep something that the newer one does not have, if the newer one were added to it? */
function keepsMore(rule: StateRule, next: StateRule): boolean {
  return [...rule.fields].some(([field, members]) => {
    const added = new Set(next.fields.get(field));
    if (added.size > 0 && singleFields.has(field)) return false;
    return members.some((member) => !added.has(member));
  });
}

/** The fields with one value, which a set command replaces. */
const singleFields: ReadonlySet<string> = new Set([
  'action',
  'description',
  'disabled',
  'log-setting',
]);
