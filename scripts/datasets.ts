import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type DatasetCase, datasetCases } from './datasets/cases.ts';
import { fill } from './docs.ts';

/**
 * Imports real files of vendors, which are not part of the project, and prints what became of them as a Markdown table:
 * `npm run datasets -- DIRECTORY`. With `--write`, docs/import.md gets the table too. Every case is imported into a spec
 * with all targets, generated, verified and linted; then the same file is imported again, which must write nothing.
 */
const root = join(import.meta.dirname, '..');
const cli = process.env['CLI'] ?? join(root, 'dist', 'cli.js');

const head = [
  '| File | Command | Known | Rows | Taken | Unresolved | Declined | Refused | Destinations | Updates | Verify |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];

const spec = `version: 1
name: datasets
prefix: ds
title: Lists of vendors
sites:
  office:
    clients: [192.0.2.0/24, "2001:db8:c1::/64"]
    resolvers: [self]
    enforce: additive
    tiers: [required, recommended, optional]
    targets:
      iptables: { resolve: dnsmasq }
      pac: { proxy: "PROXY proxy.example.net:3128" }
      paloalto: { from: trust, to: untrust, resolverZone: trust, resolvers: [192.0.2.53], position: { after: marker } }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }
`;

type Report = {
  readonly rows: Readonly<Record<string, number>>;
  readonly added: readonly unknown[];
  readonly removed: readonly unknown[];
  readonly files: readonly unknown[];
};

type Run = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function run(folder: string, words: readonly string[]): Run {
  return spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}

/** The result of a command that must end with one of the exit codes. */
function expectExit(codes: readonly number[], folder: string, words: readonly string[]): string {
  const { status, stdout, stderr } = run(folder, words);
  if (codes.includes(status ?? -1)) return stdout;
  throw new Error(`portolan ${words.join(' ')} ended with ${status}:\n${stderr}${stdout}`);
}

function importFile(folder: string, one: DatasetCase, path: string, first: boolean): Report {
  const fixed = ['import', one.format, path, '--id', 'list', '--format', 'json'];
  const once = first ? ['--into', 'spec.yaml', '--inspection', 'bypass', ...one.options] : [];
  return JSON.parse(expectExit([0], folder, [...fixed, ...once]));
}

/** The row of a case: imports each revision, and proves that the files enforce the last one. */
function rowOf(home: string, folder: string, one: DatasetCase): string {
  writeFileSync(join(folder, 'spec.yaml'), spec);
  const paths = one.files.map((file) => join(home, file));
  const reports = paths.map((path, index) => importFile(folder, one, path, index === 0));
  const again = importFile(folder, one, paths.at(-1) ?? '', false);
  if (again.files.length > 0) throw new Error(`a second import of ${paths.at(-1)} wrote files`);
  expectExit([0], folder, ['validate']);
  expectExit([0], folder, ['generate']);
  const { passed } = JSON.parse(expectExit([0], folder, ['verify', '--format', 'json']));
  expectExit([0], folder, ['lint']);
  const found = countsOf(reports, destinationsIn(folder));
  const wrong = Object.entries(one.known).filter(([key, value]) => found[key] !== value);
  if (wrong.length > 0)
    throw new Error(`${one.files.join(', ')}: expected ${wordsOf(Object.fromEntries(wrong))}`);
  const cells = [
    one.files.join(', '),
    `\`import ${[one.format, ...one.options].join(' ')}\``,
    [wordsOf(one.known), one.remark ?? ''].filter((text) => text !== '').join('; '),
    ...['rows', 'taken', 'unresolved', 'declined', 'refused', 'destinations', 'updates'].map(
      (key) => count(found[key] ?? 0),
    ),
    `${count(passed)} checks`,
  ];
  return `| ${cells.join(' | ')} |`;
}

type Counts = Readonly<Record<string, number | string>>;

/** The counts of the last revision, and the changes of each update. */
function countsOf(reports: readonly Report[], destinations: number): Counts {
  const { read = 0, ...rows } = reports.at(-1)?.rows ?? {};
  const updates = reports
    .slice(1)
    .map(({ added, removed, files }) =>
      files.length > 0 ? `+${added.length} -${removed.length}` : 'none',
    );
  return { ...rows, rows: read, destinations, updates: updates.join(', ') };
}

/** How many destinations the record of the import has. */
function destinationsIn(folder: string): number {
  const record = JSON.parse(readFileSync(join(folder, 'vendor', 'list.import.json'), 'utf8'));
  const groups: readonly { facts: object }[] = Object.values(record.groups);
  return new Set(groups.flatMap(({ facts }) => Object.keys(facts))).size;
}

function wordsOf(counts: Counts): string {
  return Object.entries(counts)
    .map(([key, value]) => `${key} ${count(value)}`)
    .join(', ');
}

/** `9,066`; a text stays. */
function count(value: number | string): string {
  return typeof value === 'string' ? value : String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

function main(words: readonly string[]): void {
  const [home] = words.filter((word) => !word.startsWith('--'));
  if (home === undefined) throw new Error('usage: npm run datasets -- DIRECTORY [--write]');
  const lines = [...head];
  console.log(head.join('\n'));
  for (const one of datasetCases) {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-datasets-'));
    try {
      const line = rowOf(resolve(home), folder, one);
      console.log(line);
      lines.push(line);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  if (!words.includes('--write')) return;
  const page = join(root, 'docs', 'import.md');
  writeFileSync(page, fill(readFileSync(page, 'utf8'), 'datasets', lines.join('\n')));
}

main(process.argv.slice(2));
