import { createHash } from 'node:crypto';
import type { Family } from '../../../net/address.ts';
import { type Network, subtractNetworks } from '../../../net/network.ts';
import { compareText } from '../../../net/order.ts';
import { formatPortRange } from '../../../net/port.ts';
import { embeddedOf } from '../../../net/reserved.ts';
import { refuseAt } from '../../kit/reading/not-canonical.ts';
import type { NamesFile, SetsFile } from './names-and-sets.ts';
import { acceptsOf, type RulesFile } from './rules.ts';
import type { ScriptFile } from './script.ts';
import type { Accept } from './values.ts';

/** The five files, each understood by itself. */
export type Files = {
  readonly rules: Readonly<Record<Family, RulesFile>>;
  readonly sets: SetsFile;
  readonly names: NamesFile;
  readonly script: ScriptFile;
};

/** Throws a NotCanonicalError where the files do not belong together: each is fine by itself, but not with the others. */
export function requireAgreement(files: Files): void {
  requireSameSpec(files);
  requireOneMode(files);
  requireInterfaces(files);
  requireInnerSpellings(files);
  for (const family of [4, 6] as const) requireKnownSets(files, family);
  requireFedSets(files);
  requireOwnSets(files);
  requireSetsOfAllFamilies(files);
  if (hasClients(files, 4) && hasClients(files, 6)) requireOneFamily(files);
}

/** Is a client of this family? */
function hasClients({ script }: Files, family: Family): boolean {
  return script.clients.some((client: Network) => client.family === family);
}

function requireSameSpec({ rules, sets, names, script }: Files): void {
  const other = [rules[6], sets, names, script].find(({ spec }) => spec !== rules[4].spec);
  if (other !== undefined)
    refuseAt(
      { file: other.file, line: other === script ? 2 : 1 },
      'the file names another spec than rules.v4',
    );
  for (const { file, chain } of [rules[4], rules[6]]) {
    if (chain !== script.chain)
      refuseAt({ file, line: 4 }, 'the chains have another prefix than in apply.sh');
  }
  if (script.chain !== script.prefix.toUpperCase())
    refuseAt({ file: script.file, line: 1 }, 'chains and sets have two prefixes');
  if (script.clients.length === 0)
    refuseAt({ file: script.file, line: 1 }, 'the script has no client');
}

function requireOneMode({ rules }: Files): void {
  const same = rules[4].closed === rules[6].closed && rules[4].log === rules[6].log;
  if (!same) refuseAt({ file: rules[6].file, line: 11 }, 'IPv6 ends in another way than IPv4');
  if (rules[4].protects !== rules[6].protects)
    refuseAt({ file: rules[6].file, line: 1 }, 'only one family closes this device');
}

/** IPv6 clients have link-local addresses too, which their interfaces tell; without a protection nothing asks for them. */
function requireInterfaces(files: Files): void {
  const { rules, script } = files;
  const { protects } = rules[6];
  const at = script.hookAt + 2;
  if (!protects && script.interfaces.length > 0)
    refuseAt(
      { file: script.file, line: at },
      'interfaces are named, and the rules do not close this device',
    );
  if (protects && hasClients(files, 6) && script.interfaces.length === 0)
    refuseAt(
      { file: script.file, line: at },
      'the device is closed, but not to link-local addresses of the clients',
    );
}

/** A translator or a 6to4 router leads from IPv6 into an inner network of IPv4. */
function requireInnerSpellings({ rules }: Files): void {
  const { file, inner, innerAt } = rules[6];
  const left = subtractNetworks(rules[4].inner.flatMap(embeddedOf), inner);
  if (left.length > 0)
    refuseAt({ file, line: innerAt }, 'IPv6 leads to inner networks of IPv4, by NAT64 or 6to4');
}

/** Each set has rules of one id, each rule with a set has that set in sets.ipset. */
function requireKnownSets(files: Files, family: Family): void {
  const { file } = files.rules[family];
  const accepts = acceptsOf(files.rules[family]);
  const first = [...accepts, ...files.rules[family].self][0];
  if (first !== undefined && !hasClients(files, family))
    refuseAt({ file, line: first.line }, 'a rule of a family without clients');
  const known = new Set(
    files.sets.sets.map(({ name }) => name).filter((name) => name.endsWith(`_v${family}`)),
  );
  const ids = new Map<string, string>();
  for (const { set, id, line } of accepts) {
    if (set === undefined) continue;
    if (!known.has(set)) refuseAt({ file, line }, 'the set is not in sets.ipset');
    if (!isNameFor(set, id, files.script.prefix))
      refuseAt({ file, line }, 'the set is not that of the rule in the comment');
    if ((ids.get(set) ?? id) !== id) refuseAt({ file, line }, 'the set belongs to another rule');
    ids.set(set, id);
  }
  const idle = files.sets.sets.find(({ name }) => known.has(name) && !ids.has(name));
  if (idle !== undefined)
    refuseAt({ file: files.sets.file, line: idle.line }, 'no rule matches the set');
}

// A name that was too long ends in a hash, which this reader does not judge.
function isNameFor(set: string, id: string, prefix: string): boolean {
  const whole = `${prefix}_${id.replace(/[^a-z0-9-]/g, '_')}`;
  const base = set.slice(0, -'_v4'.length);
  if (whole.length <= 28) return base === whole;
  return base.startsWith(whole.slice(0, 19)) && /^_[0-9a-f]{8}$/.test(base.slice(19));
}

/** Each set is fed by a name and holds as many addresses as its names may have; each name feeds known sets. */
function requireFedSets({ sets, names }: Files): void {
  const fed = new Map<string, number>(sets.sets.map(({ name }) => [name, 0]));
  for (const line of names.names) {
    for (const set of line.sets) {
      const count = fed.get(set);
      if (count === undefined)
        refuseAt({ file: names.file, line: line.line }, `the set ${set} is not in sets.ipset`);
      fed.set(set, (count ?? 0) + 1);
    }
  }
  for (const { name, line, capacity } of sets.sets) {
    const count = fed.get(name) ?? 0;
    if (count === 0) refuseAt({ file: sets.file, line }, 'no name feeds the set');
    if (capacity !== expectedCapacity(count))
      refuseAt({ file: sets.file, line }, 'the set has another capacity than its names need');
  }
}

// 32 addresses a name, in powers of two from 65536 on.
function expectedCapacity(names: number): number {
  return 2 ** Math.max(16, Math.ceil(Math.log2(names * 32)));
}

/** Each name has a set of its own for each family with clients, first in its line, and there are no others. */
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
        `the sets of the name itself are not ${wanted.join(' and ')}`,
      );
    const missing = own.find((set) => !declared.delete(set));
    if (missing !== undefined)
      refuseAt({ file: names.file, line }, `the set ${missing} is not in sets.ipset`);
  }
  const [idle] = declared.values();
  if (idle !== undefined) refuseAt({ file: sets.file, line: idle }, 'the set belongs to no name');
}

// A set's name has 31 characters, three for the family; what is longer ends in a dot and a hash of the whole.
function ownName(prefix: string, name: string): string {
  const whole = `${prefix}_${name}`;
  if (whole.length <= 28) return whole;
  const digest = createHash('sha256').update(whole, 'utf8').digest('hex');
  return `${whole.slice(0, 19)}.${digest.slice(0, 8)}`;
}

/** With clients of both families, a name feeds the sets of both. */
function requireSetsOfAllFamilies(files: Files): void {
  const families = ([4, 6] as const).filter((family) => hasClients(files, family));
  for (const { line, sets } of files.names.names) {
    const bases = new Set(sets.map((set) => set.slice(0, -1)));
    if (bases.size * families.length !== sets.length)
      refuseAt({ file: files.names.file, line }, 'a set of one family is missing');
  }
}

/** With clients of both families, what leads to sets, everywhere and to this device is the same in both files. */
function requireOneFamily({ rules }: Files): void {
  const [four, six] = [commonOf(rules[4]), commonOf(rules[6])];
  const index = four.findIndex(({ text }, place) => text !== six[place]?.text);
  const place = index >= 0 ? index : four.length;
  const line = six[place]?.line ?? six.at(-1)?.line ?? 1;
  if (index >= 0 || six.length > four.length)
    refuseAt({ file: rules[6].file, line }, 'the line is another than in rules.v4');
}

/** Sorted, since a guard that only one family has sets lines of that family apart. */
function commonOf(rules: RulesFile): { text: string; line: number }[] {
  const chains = [...rules.chains].map(([name, steps]) => ({
    name,
    accepts: steps.flatMap((step) => (step.kind === 'accept' ? [step.accept] : [])),
  }));
  return [...chains, { name: 'SELF', accepts: rules.self }]
    .flatMap(({ name, accepts }) =>
      accepts
        .filter(({ block }) => block === undefined)
        .map((accept) => ({ text: `${name} ${describe(accept)}`, line: accept.line })),
    )
    .sort((a, b) => compareText(a.text, b.text));
}

function describe({ id, set, ports }: Accept): string {
  return `${id} ${set?.slice(0, -1) ?? ''} ${formatPortRange(ports)}`;
}
