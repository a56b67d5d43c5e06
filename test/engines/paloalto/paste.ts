import { apply } from './apply.ts';
import type { Command } from './commands.ts';
import {
  type Config,
  type Entry,
  type Kind,
  kindNames,
  many,
  named,
  ruleKinds,
  withEntry,
} from './model.ts';

/** The lists that are emptied before they are written, because `set` only ever adds. */
export const ownedLists: Readonly<Partial<Record<Kind, string>>> = {
  'custom-url-category': 'list',
  'address-group': 'static',
  'service-group': 'members',
  'application-group': 'members',
};

/** Pastes the script over an older state: with a host more in every owned list, and the rules upside down. */
export function checkPasteOver(fresh: Config, commands: readonly Command[]): string[] {
  const again = apply(olderThan(fresh), commands).config;
  const lists = Object.entries(ownedLists).flatMap(([kind, field]) =>
    staleIn(fresh, again, kind, field),
  );
  const orders = ruleKinds.filter(
    (kind) => namesOf(again, kind).join('\n') !== namesOf(fresh, kind).join('\n'),
  );
  return [
    ...lists,
    ...orders.map((kind) => `after a second paste the ${kind} rules stand in another order`),
  ];
}

function olderThan(config: Config): Config {
  const lists = Object.entries(ownedLists);
  const withMore = lists.reduce(
    (all, [kind, field]) =>
      entriesOfKind(all, kind).reduce((each, [name, entry]) => {
        const fields = new Map(entry.fields).set(field, ['removed', ...many(entry, field)]);
        return withEntry(each, name, { name: entry.name, fields });
      }, all),
    config,
  );
  const { security, decryption } = withMore.entries;
  return {
    ...withMore,
    entries: {
      ...withMore.entries,
      security: upsideDown(security),
      decryption: upsideDown(decryption),
    },
  };
}

/** The site's own rules (without fields here) as they are, ours below them and backwards. */
function upsideDown(rules: readonly Entry[]): Entry[] {
  const ours = rules.filter((rule) => rule.fields.size > 0);
  return [...rules.filter((rule) => rule.fields.size === 0), ...ours.toReversed()];
}

function entriesOfKind(config: Config, wanted: string): [Kind, Entry][] {
  return kindNames
    .filter((kind) => kind === wanted)
    .flatMap((kind) => config.entries[kind].map((entry): [Kind, Entry] => [kind, entry]));
}

function staleIn(fresh: Config, again: Config, wanted: string, field: string): string[] {
  return entriesOfKind(again, wanted).flatMap(([kind, entry]) => {
    const before = named(fresh, kind, entry.name);
    const have = new Set(before === undefined ? [] : many(before, field));
    const stale = many(entry, field).filter((member) => !have.has(member));
    return stale.length > 0
      ? [`after a second paste "${entry.name}" still holds a dropped member`]
      : [];
  });
}

function namesOf(config: Config, kind: Kind): string[] {
  return config.entries[kind].map((entry) => entry.name);
}

/** What is left of an older state after the paste of a newer one, beside what the newer one says of itself. */
export function leftovers(older: Config, newer: Config, fresh: Config): string[] {
  return kindNames.flatMap((kind) =>
    newer.entries[kind].flatMap((entry) => {
      const want = named(fresh, kind, entry.name);
      const had = named(older, kind, entry.name);
      if (want === undefined) return [`the ${kind} "${entry.name}" of the older set stays`];
      return [...entry.fields]
        .filter(([field]) => textOf(want, field) !== textOf(entry, field) && had?.fields.has(field))
        .map(
          ([field]) => `the ${field} of the ${kind} "${entry.name}" keeps what the older set said`,
        );
    }),
  );
}

function textOf(entry: Entry, field: string): string {
  return [...many(entry, field)].sort().join('\n');
}
