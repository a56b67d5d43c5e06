import type { LiveStatement } from '../../device.ts';
import type { Saved, SavedSetLine, SavedTable } from './dumps.ts';
import type { LiveSet } from './sets.ts';

/**
 * Rules of any table that add to sets of the site, or take from them: with one, each packet could add its destination to
 * the set that a later rule of the site compares it with.
 */
export function fillers(
  { tables, sets }: Saved,
  own: ReadonlyMap<string, LiveSet>,
): LiveStatement[] {
  const filled = new Set([...own.keys(), ...listsWith(own, sets)]);
  return tables.flatMap((table) => fillersIn(table, filled));
}

/** Sets of sets with a set of the site: what is added to them is added to their members. */
function listsWith(own: ReadonlyMap<string, LiveSet>, lines: readonly SavedSetLine[]): string[] {
  return lines.flatMap(({ words: [verb, list = '', member = ''] }) =>
    verb === 'add' && own.has(member) ? [list] : [],
  );
}

const target = / -j SET ((?:--(?:add|del)-set \S+ \S+|--\S+|[0-9]+| )+)$/;

function fillersIn({ file, rules }: SavedTable, filled: ReadonlySet<string>): LiveStatement[] {
  return [...rules.values()].flat().flatMap(({ text, line }) => {
    const [, options = ''] = target.exec(text) ?? [];
    const names = [...options.matchAll(/--(?:add|del)-set (\S+)/g)].map(([, name = '']) => name);
    if (!names.some((name) => filled.has(name))) return [];
    const message = 'this rule changes a set of the site, which only dnsmasq and apply.sh fill';
    return [{ message, at: { file, line }, text }];
  });
}
