import type { Network } from '../../../net/network.ts';
import type { LiveStatement } from '../../device.ts';
import type { OutputPlace } from '../../reading.ts';
import { parseMember } from '../read/blocks.ts';
import type { SavedSetLine } from './dumps.ts';

/** One entry of a set on the device. */
type Entry = {
  readonly text: string;
  readonly network: Network | undefined;
  readonly at: OutputPlace;
  /** Seconds; undefined for an entry that stays until it is deleted. */
  readonly left: number | undefined;
  readonly excluded: boolean;
};

/** A set of the device, or of sets.ipset. */
export type LiveSet = {
  readonly name: string;
  /** Type, family, capacity, timeout, counters and all else that decides what the set matches. */
  readonly header: string;
  readonly at: OutputPlace;
  readonly text: string;
  readonly entries: readonly Entry[];
};

/** The sets of lines of `ipset save`, or of sets.ipset. */
export function setsOf(lines: readonly SavedSetLine[]): ReadonlyMap<string, LiveSet> {
  const sets = new Map<string, LiveSet & { entries: Entry[] }>();
  for (const { file, line, words } of lines) {
    const [verb, name = '', ...rest] = words;
    const at = { file, line };
    if (verb === 'create')
      sets.set(name, { name, header: headerOf(rest), at, text: words.join(' '), entries: [] });
    else sets.get(name)?.entries.push(entryOf(rest, at));
  }
  return sets;
}

// How a set is stored, and what it shows beside an entry: nothing that decides what it matches.
const storage = new Set(['hashsize', 'bucketsize', 'initval', 'probes', 'resize']);
const flags = new Set(['comment', 'counters', 'forceadd', 'skbinfo']);
const compared = ['family', 'maxelem', 'timeout'];

/** What apply.sh writes comes first. Any other field counts too: with a netmask, one address matches many. */
function headerOf([type = '', ...words]: readonly string[]): string {
  const fields = new Map<string, string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (flags.has(word)) continue;
    at += 1;
    if (!storage.has(word)) fields.set(word, `${word} ${words[at] ?? ''}`);
  }
  const others = [...fields.keys()].filter((key) => !compared.includes(key));
  const texts = [...compared, ...others].flatMap((key) => fields.get(key) ?? []);
  return [type, ...texts, ...(words.includes('counters') ? ['counters'] : [])].join(' ');
}

function entryOf([text = '', ...words]: readonly string[], at: OutputPlace): Entry {
  const time = words.indexOf('timeout');
  const seconds = time < 0 ? 0 : Number(words[time + 1]);
  return {
    text,
    network: parseMember(text),
    at,
    left: seconds > 0 ? seconds : undefined,
    excluded: words.includes('nomatch'),
  };
}

// The timeout of sets.ipset, in seconds.
const lifetime = 86400;

/** Does the entry stay longer than dnsmasq's answers do? */
function overstays({ left }: Entry): boolean {
  return left === undefined || left > lifetime;
}

/** How the sets of a site on the device differ from sets.ipset. */
export type SetComparison = {
  readonly differences: readonly LiveStatement[];
  /** By set: the networks that rules with it allow, beside the addresses that dnsmasq adds. */
  readonly networks: ReadonlyMap<string, readonly Entry[]>;
};

/** Compares the sets of a site. Addresses that dnsmasq added are not judged, unless they stay longer than it wants. */
export function compareSets(
  device: ReadonlyMap<string, LiveSet>,
  files: ReadonlyMap<string, LiveSet>,
  prefix: string,
): SetComparison {
  const differences: LiveStatement[] = [];
  const networks = new Map<string, Entry[]>();
  for (const [name, wanted] of files) {
    const found = device.get(name);
    if (found === undefined) {
      differences.push(aboutSet(wanted, 'this set is missing on the device'));
      continue;
    }
    if (found.header !== wanted.header)
      differences.push(aboutSet(found, `this set is not as in the files: ${wanted.header}`));
    for (const statement of compareEntries(found, wanted)) differences.push(statement);
    networks.set(name, judgedEntries(found, wanted));
  }
  for (const [name, found] of device) {
    const isOwn = name.startsWith(`${prefix}_`) && /_v[46]$/.test(name);
    if (isOwn && !files.has(name))
      differences.push(aboutSet(found, 'the files have no set with this name'));
  }
  return { differences, networks };
}

function isOfNetworks({ header }: LiveSet): boolean {
  return header.startsWith('hash:net ');
}

/** The entries that are compared: all networks that the site lists, and addresses that overstay. */
function judgedEntries(found: LiveSet, wanted: LiveSet): Entry[] {
  const judged = isOfNetworks(wanted) ? () => true : overstays;
  return found.entries.filter((entry) => judged(entry) && !entry.excluded);
}

function compareEntries(found: LiveSet, wanted: LiveSet): LiveStatement[] {
  if (isOfNetworks(wanted)) return compareNetworks(found, wanted);
  return found.entries
    .filter(overstays)
    .map((entry) =>
      aboutEntry(
        found.name,
        entry,
        entry.left === undefined
          ? 'this address stays in the set until it is deleted: dnsmasq did not add it'
          : `this address stays in the set longer than ${lifetime} seconds: dnsmasq did not add it`,
      ),
    );
}

function compareNetworks(found: LiveSet, wanted: LiveSet): LiveStatement[] {
  const missing = new Map(wanted.entries.map((entry) => [entry.text, entry]));
  const differences: LiveStatement[] = [];
  for (const entry of found.entries) {
    if (missing.delete(entry.text) && !entry.excluded) continue;
    const message = entry.excluded
      ? 'this network is excluded from the set, not in it'
      : 'the files do not have this network in the set';
    differences.push(aboutEntry(found.name, entry, message));
  }
  for (const entry of missing.values())
    differences.push(aboutEntry(found.name, entry, 'this network is missing in the set'));
  return differences;
}

function aboutSet({ at, text }: LiveSet, message: string): LiveStatement {
  return { message, at, text };
}

function aboutEntry(set: string, { at, text }: Entry, message: string): LiveStatement {
  return { message, at, text: `add ${set} ${text}` };
}

/** The lines of sets.ipset, in words. */
export function setLinesIn(file: string, text: string): SavedSetLine[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      /^(?:create|add) /.test(line) ? [{ file, line: index + 1, words: line.split(' ') }] : [],
    );
}
