import { failure, success } from '../../../problem.ts';
import type { DocumentRow, RowVerdict } from '../../document.ts';
import { refuseCount, rowOf, unresolved } from '../../kit/rows.ts';
import type { KindReader } from '../kind.ts';
import { judgePlain } from '../rules/destination.ts';
import { setPlace, setsWarning } from './set.ts';

/** Whether a text is what `ipset save` prints. */
export function isIpset(text: string): boolean {
  return /^create \S+ (?:hash|bitmap|list):/m.test(text);
}

type AddressSet = { readonly name: string; readonly line: number; reason: string | undefined };
type Entry = { readonly set: string; readonly text: string; readonly line: number };

/** Reads the addresses and networks of sets that an administrator filled. */
export const readIpset: KindReader = (text) => {
  const sets = new Map<string, AddressSet>();
  const entries: Entry[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    const [command, set = '', third = '', ...options] = written.trim().split(/\s+/);
    if (command === 'create') {
      const reason = reasonOf(third, options);
      sets.set(set, { name: set, line: index + 1, reason });
    } else if (command === 'add') {
      entries.push({ set, text: third, line: index + 1 });
      const own = sets.get(set);
      if (own !== undefined && options.includes('nomatch')) own.reason ??= hasExceptions;
    }
  }
  const rows = rowsOf(sets, entries);
  const tooMany = refuseCount(rows.length);
  if (tooMany !== undefined) return failure(tooMany);
  return success({ facts: {}, rows, warnings: [setsWarning] });
};

const hasExceptions = 'the set has entries that do not match';

function reasonOf(type: string, options: readonly string[]): string | undefined {
  if (options.includes('timeout')) return 'the entries of the set expire: a program fills it';
  return type === 'hash:ip' || type === 'hash:net'
    ? undefined
    : 'the entries of the set are not single addresses or networks';
}

/** A row for each entry; of a set whose entries are not read, a row for the set. */
function rowsOf(sets: ReadonlyMap<string, AddressSet>, entries: readonly Entry[]): DocumentRow[] {
  const places = new Map([...sets.keys()].map((name) => [name, setPlace(name)] as const));
  const placeOf = (name: string) => places.get(name) ?? setPlace(name);
  const whole = [...sets.values()].flatMap(({ name, line, reason }) =>
    reason === undefined ? [] : [rowOf(line, `set ${name}`, unresolved(reason), placeOf(name))],
  );
  const single = entries.flatMap(({ set, text, line }) => {
    const known = sets.get(set);
    if (known?.reason !== undefined) return [];
    const verdict = known === undefined ? unresolved(notCreated) : judge(text);
    return [rowOf(line, `${set} ${text}`, verdict, placeOf(set))];
  });
  return [...whole, ...single].sort((a, b) => a.line - b.line);
}

const notCreated = 'the file does not say what kind of set this is';

function judge(text: string): RowVerdict {
  return judgePlain(text, []);
}
