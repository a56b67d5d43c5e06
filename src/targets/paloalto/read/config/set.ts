import { failure, type Refusal, type Result, refuse, success } from '../../../../problem.ts';
import type { Dump } from '../../../device.ts';
import { Collector, containerPaths, type PanConfig, unseenPushes } from './entries.ts';
import { readSession } from './session.ts';
import type { Command } from './set-words.ts';

const uncertain =
  'these set commands may be a candidate that was never committed; to be certain, pass the running configuration as XML: scp export configuration from running-config.xml';
const unproved =
  'nothing proves that these set commands are complete; save the whole session, from the prompt with the command show to the next prompt';

/** Reads a configuration in set commands, as `show` prints them in configuration mode. */
export function readSetConfig(dump: Dump): Result<PanConfig, Refusal> {
  const session = readSession(dump);
  if (!session.ok) return session;
  const reader = new SetReader(dump.name);
  for (const command of session.value.commands) {
    const mistake = reader.read(command);
    if (mistake !== undefined) return failure(refusedAt(dump.name, command, mistake));
  }
  const { places } = reader.collector;
  return success({
    file: dump.name,
    kind: 'set commands of PAN-OS, running or candidate',
    host: reader.host,
    places,
    notes: [
      uncertain,
      ...(session.value.isWhole ? [] : [unproved]),
      ...unseenPushes(places, reader.isManaged),
    ],
  });
}

function refusedAt(file: string, { line }: Command, mistake: string): Refusal {
  return refuse(
    'live-dump',
    `${file}:${line}: ${mistake}`,
    'pass the output of one show command, or export the running configuration as XML',
  );
}

// Fields with one value.
const singles = new Set([
  'action',
  'description',
  'disabled',
  'fqdn',
  'ip-netmask',
  'ip-range',
  'ip-wildcard',
  'log-end',
  'log-setting',
  'log-start',
  'negate-destination',
  'negate-source',
  'rule-type',
  'schedule',
]);

// Fields with one value, whose path has several words.
const nested = new Set(['color', 'comments', 'dynamic', 'protocol', 'type']);

const lists = new Set([
  'application',
  'category',
  'destination',
  'from',
  'list',
  'members',
  'service',
  'source',
  'source-user',
  'static',
  'tag',
  'to',
]);

/** Where a command without a location is: a firewall with one virtual system does not print its name. */
const unnamed = 'vsys vsys1';

class SetReader {
  readonly collector: Collector;
  host: string | null = null;
  /** Does the firewall name a Panorama that manages it? */
  isManaged = false;
  readonly #seen = new Set<string>();
  readonly #styles = new Set<string>();

  constructor(file: string) {
    this.collector = new Collector(file);
  }

  /** Reads a command; returns what is wrong with it. Parts of the configuration that are not compared are skipped. */
  read(command: Command): string | undefined {
    const words = command.words.slice(1);
    this.#readSystem(words);
    const { place, style, rest } = placed(words);
    const path = containerPaths.find((each) => each.every((word, at) => rest[at] === word));
    if (path === undefined) return undefined;
    this.#styles.add(style);
    if (this.#styles.has('vsys') && this.#styles.has('unnamed'))
      return 'commands with and without the name of a virtual system';
    const [name, ...field] = rest.slice(path.length);
    if (name === undefined) return 'expected the name of an object or a rule';
    return this.#field([place, path.join('/'), name], field, command);
  }

  #readSystem(words: readonly string[]): void {
    const [first, second, third, ...more] = words;
    if (first !== 'deviceconfig' || second !== 'system') return;
    if (third === 'hostname') this.host = more[0] ?? null;
    if (third === 'panorama' || third === 'panorama-server') this.isManaged = true;
  }

  #field(
    entry: readonly [string, string, string],
    words: readonly string[],
    { list, line }: Command,
  ): string | undefined {
    const [first] = words;
    if (first === undefined) {
      this.collector.add(entry, line);
      return list === undefined ? undefined : 'expected the name of a field before the list';
    }
    // XML has the identifier of a rule in an attribute, which is not compared either.
    if (first === 'uuid') return undefined;
    const isSingle = singles.has(first);
    const isPath = list === undefined ? words.length > 2 : words.length > 1;
    if (isPath && (isSingle || lists.has(first))) return 'expected one field in a command';
    if (isSingle && list !== undefined) return 'expected one value, found a list';
    const [path, members] = valueIn(words, list);
    if ((isSingle || nested.has(first)) && !this.#isNew([...entry, path]))
      return 'a second value of one field: the file may contain two dumps';
    this.collector.add(entry, line, path, members);
    return undefined;
  }

  #isNew(key: readonly string[]): boolean {
    const text = JSON.stringify(key);
    if (this.#seen.has(text)) return false;
    this.#seen.add(text);
    return true;
  }
}

/** The location of a command, and its words after it. */
function placed(words: readonly string[]): { place: string; style: string; rest: string[] } {
  const [first = '', second = ''] = words;
  if (first === 'shared') return { place: first, style: first, rest: words.slice(1) };
  if (first === 'vsys' || first === 'device-group')
    return { place: `${first} ${second}`, style: first, rest: words.slice(2) };
  return { place: unnamed, style: 'unnamed', rest: [...words] };
}

/** The path of a field and its members. A field without a value is empty, as in XML. */
function valueIn(
  words: readonly string[],
  list: readonly string[] | undefined,
): [string, readonly string[]] {
  if (list !== undefined) return [words.join('/'), list.length === 0 ? [''] : list];
  if (words.length === 1) return [words.join('/'), ['']];
  return [words.slice(0, -1).join('/'), words.slice(-1)];
}
