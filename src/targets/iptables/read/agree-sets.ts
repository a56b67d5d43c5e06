import { hash } from 'node:crypto';
import type { Family } from '../../../net/address.ts';
import { expected, refuseAt, unexpected } from '../../kit/reading/not-canonical.ts';
import { type Files, hasClients } from './files.ts';
import { acceptsIn, acceptsOf } from './rules.ts';

/** Throws a NotCanonicalError where rules, sets and names disagree about a set. */
export function requireAgreeingSets(files: Files): void {
  for (const family of [4, 6] as const) requireKnownSets(files, family);
  requireMatchedNetworks(files);
  requireFedSets(files);
  requireOwnSets(files);
  requireSetsOfAllFamilies(files);
}

/** Each set belongs to one rule id, and each set that a rule matches is in sets.ipset. */
function requireKnownSets(files: Files, family: Family): void {
  const { file } = files.rules[family];
  const accepts = acceptsOf(files.rules[family]);
  const first = [...accepts, ...files.rules[family].self][0];
  if (first !== undefined && !hasClients(files, family))
    refuseAt({ file, line: first.line }, unexpected(`rule: no client has an IPv${family} address`));
  const known = new Set(
    files.sets.sets.map(({ name }) => name).filter((name) => name.endsWith(`_v${family}`)),
  );
  const ids = new Map<string, string>();
  for (const { set, id, line } of accepts) {
    if (set === undefined) continue;
    if (!known.has(set)) refuseAt({ file, line }, expected('a set from sets.ipset', `"${set}"`));
    if (!isNameFor(set, id, files.script.prefix))
      refuseAt({ file, line }, expected(`the set of "${id}"`, `"${set}"`));
    const owner = ids.get(set) ?? id;
    if (owner !== id) refuseAt({ file, line }, expected(`a rule of "${owner}"`, `"${id}"`));
    ids.set(set, id);
  }
  const idle = files.sets.sets.find(({ name }) => known.has(name) && !ids.has(name));
  if (idle !== undefined)
    refuseAt(
      { file: files.sets.file, line: idle.line },
      expected(`a rule that matches the set "${idle.name}"`, 'none'),
    );
}

/** Each set of networks belongs to one rule id, and a rule matches it. Above the guards, its name says so. */
function requireMatchedNetworks({ rules, sets, script }: Files): void {
  const matched = new Set<string>();
  for (const { file, ...chains } of [rules[4], rules[6]]) {
    for (const { chain, accept } of acceptsIn({ file, ...chains })) {
      const { networks, id, line } = accept;
      if (networks === undefined) continue;
      const key = `${id}/${chain === 'OUT' ? 'guarded' : 'net'}`;
      if (!isNameFor(networks.name, key, script.prefix))
        refuseAt({ file, line }, expected(`the set of "${key}"`, `"${networks.name}"`));
      matched.add(networks.name);
    }
  }
  const idle = sets.networks.find(({ name }) => !matched.has(name));
  if (idle !== undefined)
    refuseAt(
      { file: sets.file, line: idle.line },
      expected(`a rule that matches the set "${idle.name}"`, 'none'),
    );
}

// A long name is cut and ends in a hash, which this reader does not check.
function isNameFor(set: string, id: string, prefix: string): boolean {
  const whole = `${prefix}_${id.replace(/[^a-z0-9-]/g, '_')}`;
  const base = set.slice(0, -'_v4'.length);
  if (whole.length <= 28) return base === whole;
  return base.startsWith(whole.slice(0, 19)) && /^_[0-9a-f]{8}$/.test(base.slice(19));
}

/** Each set has a name that fills it, and enough capacity for its names; each name fills known sets. */
function requireFedSets({ sets, names }: Files): void {
  const fed = new Map<string, number>(sets.sets.map(({ name }) => [name, 0]));
  for (const line of names.names) {
    for (const set of line.sets) {
      const count = fed.get(set);
      if (count === undefined)
        refuseAt(
          { file: names.file, line: line.line },
          expected('a set from sets.ipset', `"${set}"`),
        );
      fed.set(set, (count ?? 0) + 1);
    }
  }
  for (const { name, line, capacity } of sets.sets) {
    const count = fed.get(name) ?? 0;
    if (count === 0)
      refuseAt({ file: sets.file, line }, expected(`a name that fills the set "${name}"`, 'none'));
    const wanted = expectedCapacity(count);
    if (capacity !== wanted)
      refuseAt(
        { file: sets.file, line },
        expected(`maxelem ${wanted} (names of the set: ${count})`, `${capacity}`),
      );
  }
}

// 32 addresses per name, rounded up to a power of two, at least 65536.
function expectedCapacity(names: number): number {
  return 2 ** Math.max(16, Math.ceil(Math.log2(names * 32)));
}

/** Each name has exactly one set of its own for each family with clients, first in its line. */
function requireOwnSets(files: Files): void {
  const { sets, names, script } = files;
  const declared = new Map(sets.own.map(({ name, line }) => [name, line]));
  for (const { name, line, own } of names.names) {
    const wanted = ([4, 6] as const)
      .filter((family) => hasClients(files, family))
      .map((family) => `${ownName(script.prefix, name)}_v${family}`);
    if (own.join() !== wanted.join())
      refuseAt(
        { file: names.file, line },
        expected(`first the sets ${wanted.join(' and ')}`, own.join(' and ') || 'none'),
      );
    const missing = own.find((set) => !declared.delete(set));
    if (missing !== undefined)
      refuseAt({ file: names.file, line }, expected('a set from sets.ipset', `"${missing}"`));
  }
  const [idle] = declared;
  if (idle !== undefined)
    refuseAt(
      { file: sets.file, line: idle[1] },
      expected(`a name that fills the set "${idle[0]}"`, 'none'),
    );
}

// A set name has at most 31 characters, three of them for the family. A longer one ends in a dot and a hash.
function ownName(prefix: string, name: string): string {
  const whole = `${prefix}_${name}`;
  if (whole.length <= 28) return whole;
  const digest = hash('sha256', whole);
  return `${whole.slice(0, 19)}.${digest.slice(0, 8)}`;
}

/** With clients of both families, a name fills the sets of both. */
function requireSetsOfAllFamilies(files: Files): void {
  const families = ([4, 6] as const).filter((family) => hasClients(files, family));
  for (const { line, sets } of files.names.names) {
    const bases = new Set(sets.map((set) => set.slice(0, -1)));
    if (bases.size * families.length !== sets.length)
      refuseAt(
        { file: files.names.file, line },
        expected('each set for both families', 'one for a single family'),
      );
  }
}
