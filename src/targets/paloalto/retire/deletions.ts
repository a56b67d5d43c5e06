import {
  type Kind,
  objectKinds,
  type RuleKind,
  ruleKinds,
  type State,
  type StateRule,
} from './state.ts';

/** An object or rule to delete. */
export type Deletion = { readonly kind: Kind; readonly name: string };

/**
 * What to delete of an older state before a newer one is pasted, in this order: decryption rules, security rules, groups
 * before their members, the tag. Set commands add to the fields of a rule, so a rule is also deleted if one of its
 * fields lost a member. Rules that deny come last among the rules.
 */
export function deletions(older: State, newer: State | undefined): Deletion[] {
  return deletionsIf(older, newer, (rule, next) => next === undefined || keepsMore(rule, next));
}

/** What to delete of an older state if whole entries replace those with the same name. */
export function deletionsOfGone(older: State, newer: State | undefined): Deletion[] {
  return deletionsIf(older, newer, (_rule, next) => next === undefined);
}

type Decide = (rule: StateRule, next: StateRule | undefined) => boolean;

function deletionsIf(older: State, newer: State | undefined, isDeleted: Decide): Deletion[] {
  const isHere = newer !== undefined && newer.place === older.place;
  const isSameBase = isHere && newer.rulebase === older.rulebase;
  const rules = ruleKinds.flatMap((kind) =>
    goneRules(kind, older, isSameBase ? newer : undefined, isDeleted),
  );
  const objects = objectKinds.flatMap((kind) => {
    const kept = new Set(isHere ? newer.objects[kind] : []);
    return older.objects[kind]
      .filter((name) => !kept.has(name))
      .map((name): Deletion => ({ kind, name }));
  });
  return [...rules, ...objects];
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
