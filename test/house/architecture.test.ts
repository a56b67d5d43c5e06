import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { example } from '../../scripts/target-list.ts';

const root = join(import.meta.dirname, '../..');

/** The modules that each module of src may import, in addition to itself and the shared value types. */
const table: Readonly<Record<string, readonly string[]>> = {
  scripts: [],
  start: ['scripts'],
  version: ['io'],
  cli: ['commands', 'io', 'report', 'scripts'],
  commands: [
    'documents',
    'import',
    'audit',
    'language',
    'policy',
    'targets',
    'render',
    'review',
    'report',
    'io',
    'compiled',
    'scripts',
  ],
  api: ['commands', 'language', 'policy', 'render', 'review', 'report', 'io', 'compiled'],
  render: ['targets', 'policy', 'language', 'net'],
  review: ['targets', 'policy', 'language', 'net', 'compiled'],
  targets: ['policy', 'language', 'net', 'compiled'],
  policy: ['language', 'net'],
  documents: ['language', 'net'],
  import: ['documents', 'language', 'policy', 'net', 'compiled'],
  audit: ['documents', 'language', 'policy', 'net'],
  language: ['net', 'compiled'],
  page: ['net'],
  report: [
    'documents',
    'import',
    'audit',
    'language',
    'policy',
    'net',
    'review',
    'page',
    'compiled',
  ],
  io: [],
  net: [],
  shared: [],
};

/** Files at the top of src that every module may import. They import only one another. */
const shared = ['problem', 'errors', 'characters', 'file-set', 'maps', 'markdown', 'xml'];

type Import = { readonly from: string; readonly to: string };

/** The sources below a directory of the project, by their path below `src`'s. */
function sourcesIn(home: string): string[] {
  return readdirSync(join(root, home, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => `src/${path.replaceAll('\\', '/')}`);
}

/** The location of each file by its path below src; the example of a new target counts as a target. */
const places = new Map([
  ...sourcesIn('').map((path) => [path, path] as const),
  ...sourcesIn(example.root).map((path) => [path, `${example.root}/${path}`] as const),
]);

const files = [...places.keys()];

function textOf(path: string): string {
  return readFileSync(join(root, places.get(path) ?? path), 'utf8');
}

const imports: readonly Import[] = files.flatMap((from) =>
  specifiersOf(textOf(from))
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => ({ from, to: leadsTo(from, specifier) })),
);

/** The path of an imported file, as keys of `places` have it. */
function leadsTo(from: string, specifier: string): string {
  const path = join(dirname(places.get(from) ?? from), specifier).replaceAll('\\', '/');
  return path.startsWith(`${example.root}/`) ? path.slice(example.root.length + 1) : path;
}

/** Static and dynamic imports and re-exports. */
function specifiersOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
}

/** The modules that load with a file: its static imports, without type imports. */
function loadedBy(from: string): string[] {
  const text = readFileSync(join(root, from), 'utf8');
  return [...text.matchAll(/^(?:import|export) (?!type\b)(?:[\w{}*,\s]+ from )?'(\.[^']+)'/gm)].map(
    ([, path = '']) => relative(root, join(root, dirname(from), path)).replaceAll('\\', '/'),
  );
}

/** `src/net/host.ts` is in the module `net`; `src/problem.ts` is shared. */
function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top === 'compiled') return 'compiled';
  if (top !== 'src') return top;
  const name = second.replace(/\.ts$/, '');
  return shared.includes(name) ? 'shared' : name;
}

/** The target that a file belongs to; `kit` is shared by all targets. */
function targetOf(path: string): string | undefined {
  return /^src\/targets\/(?!kit\/)([^/]+)\//.exec(path)?.[1];
}

function isIndex(path: string): boolean {
  return /^src\/targets\/[^/]+\/index\.ts$/.test(path);
}

/** The entry file of each reader. */
const readers = files.filter((path) => /^src\/targets\/[^/]+\/read\/index\.ts$/.test(path));

/** The entry file of each reader of dumps. */
const dumpReaders = files.filter((path) => /^src\/targets\/[^/]+\/live\/index\.ts$/.test(path));

/** The entry file of each part that deletes from a device what left the files. */
const retirers = files.filter((path) => /^src\/targets\/[^/]+\/retire\/index\.ts$/.test(path));

/** A file and all its direct and indirect imports. */
function reach(from: string, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const next of imports.filter((one) => one.from === from)) reach(next.to, seen);
  return seen;
}

test('no list is spread into arguments, which would overflow the stack for a long list', () => {
  const spread =
    /\.(?:push|unshift|concat|splice)\(\.\.\.|Math\.(?:max|min)\(\.\.\.(?!\[)|from(?:CharCode|CodePoint)\(\.\.\./;
  const wrong = files.filter((path) => spread.test(textOf(path)));
  expect(wrong).toEqual([]);
});

describe('imports', () => {
  test('come only from modules that the table lists', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in table))).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  test('of the API go only to what the commands share, and never to what prints', () => {
    const reached = [...reach('src/api/index.ts')];
    expect(reached.length).toBeGreaterThan(100);
    const wrong = reached.filter(
      (path) =>
        path === 'src/io/terminal.ts' || /^src\/commands\/(?!shared\/|cli\/verb\.ts)/.test(path),
    );
    expect(wrong).toEqual([]);
  });

  test('go only to modules that the table allows', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [mine, theirs] = [roomOf(from), roomOf(to)];
      return theirs !== mine && theirs !== 'shared' && !(table[mine] ?? []).includes(theirs);
    });
    expect(wrong).toEqual([]);
  });

  test('of a target never go to another target', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [mine, theirs] = [targetOf(from), targetOf(to)];
      return mine !== undefined && theirs !== undefined && mine !== theirs;
    });
    expect(wrong).toEqual([]);
  });

  const ofEveryReader = [
    'src/targets/kit/reading/',
    ...['coverage', 'device', 'reading', 'target'].map((name) => `src/targets/${name}.ts`),
  ];

  test('of a reader go only to itself, to the kit for readers, and to the types of targets', () => {
    expect(readers).toHaveLength(files.filter((path) => isIndex(path)).length);
    const wrong = readers.flatMap((reader) => {
      const own = `${dirname(reader)}/`;
      return [...reach(reader)].filter(
        (path) =>
          path.startsWith('compiled/') ||
          (path.startsWith('src/targets/') &&
            ![own, ...ofEveryReader].some((start) => path.startsWith(start))),
      );
    });
    expect(wrong).toEqual([]);
  });

  test('of a reader of dumps go only to itself, to the reader of files, and to what that may import', () => {
    expect(dumpReaders).not.toEqual([]);
    const wrong = dumpReaders.flatMap((reader) => {
      const own = dirname(dirname(reader));
      const allowed = [`${own}/live/`, `${own}/read/`, ...ofEveryReader];
      return [...reach(reader)].filter(
        (path) =>
          path.startsWith('compiled/') ||
          (path.startsWith('src/targets/') && !allowed.some((start) => path.startsWith(start))),
      );
    });
    expect(wrong).toEqual([]);
  });

  test('of what deletes from a device go only to itself, to the reader of files, and to what that may import', () => {
    expect(retirers).not.toEqual([]);
    const wrong = retirers.flatMap((retirer) => {
      const own = dirname(dirname(retirer));
      const allowed = [`${own}/retire/`, `${own}/read/`, ...ofEveryReader];
      return [...reach(retirer)].filter(
        (path) =>
          path.startsWith('compiled/') ||
          (path.startsWith('src/targets/') && !allowed.some((start) => path.startsWith(start))),
      );
    });
    expect(wrong).toEqual([]);
  });

  test('of a writer never go to the code of readers', () => {
    const isReading = (path: string) =>
      /^src\/targets\/(?:[^/]+\/(?:live|read|retire)|kit\/reading)\//.test(path);
    const wrong = imports.filter(
      ({ from, to }) =>
        from.startsWith('src/targets/') &&
        !isReading(from) &&
        isReading(to) &&
        !(isIndex(from) && [...readers, ...dumpReaders, ...retirers].includes(to)),
    );
    expect(wrong).toEqual([]);
  });

  test('of the review never go to views or encoders of a target', () => {
    const wrong = imports.filter(
      ({ from, to }) => roomOf(from) === 'review' && /\/(view|encode)[^/]*\.ts$/.test(to),
    );
    expect(wrong).toEqual([]);
  });

  test('contain no cycle', () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path))
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      if (trail.includes(path) || done.has(path)) return;
      for (const next of imports.filter((one) => one.from === path))
        walk(next.to, [...trail, path]);
      done.add(path);
    };
    for (const path of files) walk(path, []);
    expect(circles).toEqual([]);
  });
});

describe('modules are loaded only when they are needed', () => {
  const loaded = (from: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(from) || !files.includes(from)) return seen.add(from);
    seen.add(from);
    for (const next of loadedBy(from)) loaded(next, seen);
    return seen;
  };
  const commandLine = [...loaded('src/commands/cli/parser.ts')];

  test('the command line lists all commands and loads none of their work', () => {
    const heavy = ['language', 'policy', 'targets', 'render', 'review', 'net', 'compiled'];
    expect(commandLine).toContain('src/commands/verbs.ts');
    const wrong = commandLine.filter((path) => heavy.includes(roomOf(path)));
    // Small files that suggest a correction for a mistyped word.
    expect(wrong).toEqual(['src/language/suggest.ts', 'src/net/order.ts']);
  });

  test('the command line loads no format', () => {
    const formats = /^src\/report\/\w+\/(?:text|json|markdown|sarif|github|html)\.ts$/;
    expect(files.filter((path) => formats.test(path)).length).toBeGreaterThan(15);
    expect(commandLine.filter((path) => formats.test(path))).toEqual([]);
  });
});

describe('the core is pure', () => {
  const pure = [
    'net',
    'policy',
    'language',
    'targets',
    'render',
    'report',
    'review',
    'page',
    'api',
    'shared',
  ];
  const impure =
    /from '(?:node:)?(?:fs|fs\/promises|child_process|process|os|dns|http|https|net\/promises)'/;

  test('only io and commands touch files or processes', () => {
    const wrong = files.filter((path) => pure.includes(roomOf(path)) && impure.test(textOf(path)));
    expect(wrong).toEqual([]);
  });

  test('nothing in the core uses the clock, the locale, randomness or the environment', () => {
    const asks = /Date\.now|new Date\(\)|Math\.random|localeCompare|toLocale|Intl\.|process\./;
    const wrong = files.filter((path) => pure.includes(roomOf(path)) && asks.test(textOf(path)));
    expect(wrong).toEqual([]);
  });
});

describe('a target is one directory', () => {
  test('only the list of targets imports a target', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        targetOf(to) !== undefined &&
        targetOf(from) === undefined &&
        from !== 'src/targets/list.ts',
    );
    expect(wrong).toEqual([]);
  });

  test('every directory of templates belongs to a target', () => {
    const folders = readdirSync(join(root, 'templates'));
    expect(folders.filter((name) => !files.includes(`src/targets/${name}/index.ts`))).toEqual([]);
  });
});
