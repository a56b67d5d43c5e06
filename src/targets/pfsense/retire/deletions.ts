import { grouped } from '../../../maps.ts';
import type { State, StateRule } from './state.ts';

/** What to delete of an older state: rules, those that deny last, and then aliases. Notes say what is left to do. */
export type Deletions = {
  readonly rules: readonly StateRule[];
  readonly aliases: readonly string[];
  readonly notes: readonly string[];
};

/**
 * What left the older state. Ansible finds a rule by its interface and name, and takes the first one. So the rules of
 * one name are deleted together if one of them is gone or changed. A rule that denies and stays is never deleted.
 */
export function deletions(older: State, newer: State | undefined): Deletions {
  const next = grouped(newer?.rules ?? [], keyOf);
  const changes = [...grouped(older.rules, keyOf)].flatMap(([key, rules]) =>
    changeOf(rules, next.get(key) ?? []),
  );
  const gone = changes.filter(({ isDeleted }) => isDeleted).flatMap(({ rules }) => rules);
  const kept = new Set(newer?.aliases);
  return {
    rules: [...gone.filter(({ denies }) => !denies), ...gone.filter(({ denies }) => denies)],
    aliases: older.aliases.filter((name) => !kept.has(name)),
    notes: changes.flatMap(({ note }) => note ?? []),
  };
}

type Change = {
  readonly rules: readonly StateRule[];
  readonly isDeleted: boolean;
  readonly note: string | undefined;
};

/** The change of the rules of one name; none if all of them stay as they are. */
function changeOf(rules: readonly StateRule[], next: readonly StateRule[]): Change[] {
  const [first] = rules;
  if (first === undefined || isKept(rules, next)) return [];
  const which = `"${first.name}" on ${first.interface}`;
  if (next.length === 0) return [{ rules, isDeleted: true, note: undefined }];
  const isDenying = [...rules, ...next].some(({ denies }) => denies);
  const note = isDenying
    ? `the rule ${which} changed, and it denies, so it is not deleted: change it in its place`
    : `the rules ${which} changed, so all of them are deleted: add those of the new files again`;
  return [{ rules, isDeleted: !isDenying, note }];
}

/** Does each rule of a name stay, as often as it was there? */
function isKept(rules: readonly StateRule[], next: readonly StateRule[]): boolean {
  const left = new Map<string, number>();
  for (const { content } of next) left.set(content, (left.get(content) ?? 0) + 1);
  return rules.every(({ content }) => {
    const count = left.get(content) ?? 0;
    left.set(content, count - 1);
    return count > 0;
  });
}

function keyOf(rule: StateRule): string {
  return `${rule.interface}\n${rule.name}`;
}
