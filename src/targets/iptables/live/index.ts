import type { Family } from '../../../net/address.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../../problem.ts';
import type { Dump, DumpFacts, LiveReading, LiveStatement, LiveTarget } from '../../device.ts';
import type { TargetFiles } from '../../reading.ts';
import type { Files } from '../read/files.ts';
import { hasClients } from '../read/files.ts';
import { fileNames, understand } from '../read/index.ts';
import { readDumps, type Saved, type SavedSetLine, type SavedTable } from './dumps.ts';
import { type FamilyReading, readFamily } from './family.ts';
import { fillers } from './fillers.ts';
import { recognize } from './kind.ts';
import { notesOn } from './notes.ts';
import { openedBy } from './opened.ts';
import { compareSets, setLinesIn, setsOf } from './sets.ts';
import { TooManyPaths } from './walk.ts';

/** Reads dumps of iptables-save, ip6tables-save and ipset save of a router. */
export const live: LiveTarget = {
  takes: 'the output of iptables-save, ip6tables-save and ipset save',
  notJudged:
    'the addresses that dnsmasq added to sets, and whether dnsmasq has read its file: run apply.sh status on the device',
  recognize,
  // ip6tables-save prints nothing where no program has made a table, and ipset save nothing without sets.
  canBeEmpty: true,
  prefixesIn(dumps) {
    const saved = readDumps(dumps);
    if (!saved.ok) return saved;
    const chains = saved.value.tables.flatMap(({ chains: all }) => [...all.keys()]);
    return success(
      new Set(
        chains.flatMap(
          (chain) => /^([A-Z][A-Z0-9]{1,7})-OUT$/.exec(chain)?.[1]?.toLowerCase() ?? [],
        ),
      ),
    );
  },
  read(dumps, texts) {
    const files = understand(texts);
    if (!files.ok) return failure(unreadable(files.error));
    const saved = readDumps(dumps);
    if (!saved.ok) return saved;
    const tables = filterTables(saved.value, files.value);
    if (!tables.ok) return tables;
    try {
      return success(readingOf(dumps, saved.value, { files: files.value, texts, ...tables.value }));
    } catch (error) {
      if (!(error instanceof TooManyPaths)) throw error;
      return failure(
        refuse(
          'live-dump',
          'the chains of the dump jump to one another in more ways than can be followed',
          'simplify the rules of other tools, or compare with: sh apply.sh status',
        ),
      );
    }
  },
};

function unreadable({
  file,
  line,
  message,
}: {
  file: string;
  line: number;
  message: string;
}): Refusal {
  return refuse('live-files', `cannot read ${file}:${line}: ${message}`, 'run "portolan generate"');
}

/** The tables of the families that the site filters, and of one that it does not. */
type Tables = {
  readonly filters: readonly SavedTable[];
  readonly idle: readonly SavedTable[];
};

/** The table filter of each family with clients, once. Refuses dumps in which one is missing. */
function filterTables(saved: Saved, files: Files): Result<Tables, Refusal> {
  const filters: SavedTable[] = [];
  const idle: SavedTable[] = [];
  for (const family of [4, 6] as const) {
    const found = saved.tables.filter(
      (table) => table.name === 'filter' && table.family === family,
    );
    const [table, second] = found;
    if (second !== undefined) return failure(twice(second, family));
    if (hasClients(files, family)) {
      if (table === undefined) return failure(missing(family));
      filters.push(table);
    } else if (table !== undefined) idle.push(table);
  }
  const again = repeatedSet(saved.sets);
  if (again !== undefined) return failure(twiceSet(again));
  const { sets, own, networks } = files.sets;
  if (!saved.hasSets && sets.length + own.length + networks.length > 0)
    return failure(
      refuse(
        'live-dump',
        'no dump shows the sets, which the site has',
        'also pass the output of: ipset save. If it is empty, the site is not loaded: run sh apply.sh apply',
      ),
    );
  return success({ filters, idle });
}

function programOf(family: Family): string {
  return family === 4 ? 'iptables-save' : 'ip6tables-save';
}

function missing(family: Family): Refusal {
  return refuse(
    'live-dump',
    `no dump shows the table filter of IPv${family}, and the site has IPv${family} clients`,
    `also pass the output of: ${programOf(family)}, run as root. If it is empty, no IPv${family} rules are loaded: run sh apply.sh apply`,
  );
}

function twice({ file, line }: SavedTable, family: Family): Refusal {
  return refuse(
    'live-dump',
    `${file}:${line}: a second IPv${family} table filter`,
    `pass one dump of ${programOf(family)}, of the packet filter that the site uses`,
  );
}

/** The line that defines a set for the second time: only one of both dumps says what the set is now. */
function repeatedSet(lines: readonly SavedSetLine[]): SavedSetLine | undefined {
  const names = new Set<string>();
  return lines.find(({ words: [verb, name = ''] }) => {
    const isAgain = verb === 'create' && names.has(name);
    if (verb === 'create') names.add(name);
    return isAgain;
  });
}

function twiceSet({ file, line }: SavedSetLine): Refusal {
  return refuse(
    'live-dump',
    `${file}:${line}: a set for the second time`,
    'pass one dump of ipset save',
  );
}

type Compared = Tables & { readonly files: Files; readonly texts: TargetFiles };

function readingOf(
  dumps: readonly Dump[],
  saved: Saved,
  { files, texts, filters, idle }: Compared,
): LiveReading {
  const wanted = setsOf(setLinesIn(fileNames.sets, texts.get(fileNames.sets) ?? ''));
  const sets = compareSets(setsOf(saved.sets), wanted, files.script.prefix);
  const opened = openedBy(files, sets);
  const read = filters.map(
    (table): FamilyReading =>
      readFamily(table, files, texts.get(fileNames[table.family]) ?? '', opened),
  );
  return {
    dumps: factsOf(dumps, saved),
    access: read.flatMap(({ access }) => access),
    differences: [
      ...read.flatMap(({ differences }) => differences),
      ...idle.flatMap((table) => leftover(table, files)),
      ...sets.differences,
      ...fillers(saved, wanted),
    ],
    notes: [...read.flatMap(({ notes }) => notes), ...notesOn(saved, files.script.clients)],
    lineAt: lineFinder(dumps),
  };
}

/** Chains of the site in a family that has no clients now. */
function leftover({ file, chains }: SavedTable, { script }: Files): LiveStatement[] {
  const chain = chains.get(`${script.chain}-OUT`);
  if (chain === undefined) return [];
  const message = 'the site has old chains here, in a family without clients';
  return [{ message, at: { file, line: chain.line }, text: null }];
}

/** These dumps name no host. */
function factsOf(dumps: readonly Dump[], saved: Saved): DumpFacts[] {
  return dumps.map(({ name }) => {
    const tables = saved.tables.filter(({ file }) => file === name);
    const kinds = new Set(tables.map(({ family }) => programOf(family)));
    if (saved.sets.some(({ file }) => file === name)) kinds.add('ipset save');
    const date = tables.find((table) => table.date !== null)?.date ?? null;
    return { name, kind: [...kinds].join(', ') || 'empty', host: null, date };
  });
}

function lineFinder(dumps: readonly Dump[]): LiveReading['lineAt'] {
  const lines = new Map(dumps.map(({ name, text }) => [name, text.split('\n')]));
  return ({ file, line }) => lines.get(file)?.[line - 1] ?? null;
}
