import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bundle, portolan, type Run, unset } from '../support/cli.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { specText } from '../support/load.ts';
import { expectReport } from '../support/report.ts';
import { expectSarif } from '../support/sarif.ts';
import { root } from '../support/schema.ts';

const guide = '# Guide\n\n## Required URLs\n\n- <https://www.example.com> (Port 443)\n';
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

function specWith(documents: string, endpoints: readonly string[]): string {
  return specText({
    head: `documents:\n${documents}`,
    group: '    source: { document: guide }',
    endpoints,
  });
}

const www = '{ url: "https://www.example.com" }';
const spec = specWith(`  guide: { title: Guide, sha256: ${digestOf(guide)} }`, [www]);

/** Audits these files as `guide.txt` and `spec.yaml`; the run changes none of them. */
function audit(others: Readonly<Record<string, string>>, ...words: string[]): Run {
  return inFolder((folder) => {
    const files = { 'spec.yaml': spec, 'guide.txt': guide, ...others };
    writeFiles(folder, files);
    const run = portolan(folder, ['audit', ...words]);
    expect(readFiles(folder)).toEqual(files);
    return run;
  });
}

describe('audit', () => {
  test('exits 0 when document and spec agree', () => {
    expect(audit({}, 'guide.txt')).toEqual({
      code: 0,
      stdout: 'nothing missing: 1 of 1 named destination equal\n',
      stderr: '',
    });
  });

  test('exits 1 when something is missing', () => {
    const text = `${guide}- <https://api.example.com> (Port 443)\n`;
    const { code, stdout } = audit({ 'guide.txt': text }, 'guide.txt', 'spec.yaml');
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^missing in the spec\n {2}https:\/\/api/),
    ]);
  });

  test('exits 1 when only the digest differs, and names the new one at the line of the old one', () => {
    const text = `${guide}\nThank you.\n`;
    const { code, stdout } = audit({ 'guide.txt': text }, 'guide.txt');
    expect(code).toBe(1);
    expect(stdout).toContain('another sha256\n  spec.yaml:6:34 ');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`write sha256: ${digestOf(text)}`);
  });

  test('exits 0 when something is extra alone', () => {
    const more = specWith('  guide: { title: Guide }', [www, '{ url: "https://api.example.com" }']);
    const { code, stdout } = audit({ 'spec.yaml': more }, 'guide.txt');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^extra in the spec\n/)]);
  });

  test.each<[string, string, string]>([
    ['a host without a transport', 'x.example.net,8443', 'x.example.net'],
    ['a network without a transport', '198.51.100.0/24,9000', '198.51.100.0/24'],
  ])('exits 1 when the spec has nowhere %s', (_, line, name) => {
    const table = `host,port\nwww.example.com,tcp/443\n${line}\n`;
    const plain = specWith('  guide: { title: Guide }', [www]);
    const { code, stdout } = audit({ 'spec.yaml': plain, 'guide.csv': table }, 'guide.csv');
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining(`missing in the spec\n  ${name}\n`),
    ]);
  });

  test('exits 1 when the spec allows any destination in the place of those of the document', () => {
    const any = specWith('  guide: { title: Guide }', ['{ to: any, service: https }']);
    const { code, stdout } = audit({ 'spec.yaml': any }, 'guide.txt');
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/1 covered by a wider entry, 1 extra \(1 wider than the document\): 0/),
    ]);
  });

  test('exits 3 for an invalid spec, in the format', () => {
    const { code, stdout } = audit(
      { 'spec.yaml': 'version: 2\n' },
      'guide.txt',
      '--format',
      'json',
    );
    expect([code, expectReport(stdout)]).toEqual([3, expect.objectContaining({ valid: false })]);
  });

  test('exits 0 for SARIF, and says with which code it would exit', () => {
    const { code, stdout, stderr } = audit(
      { 'guide.txt': `${guide}- <https://api.example.com> (Port 443)\n` },
      'guide.txt',
      '--format',
      'sarif',
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('exit code 0 instead of 1')]);
    expect(expectSarif(stdout).runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual([
      'audit-missing',
      'audit-digest',
    ]);
  });

  test('reads standard input, whose lines are no locations', () => {
    const env = { ...process.env, ...unset };
    const input = `${guide}- <https://api.example.com> (Port 443)\n`;
    const { status, stdout } = inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': spec });
      const words = [bundle, 'audit', '-', '--format', 'github'];
      return spawnSync(process.execPath, words, { cwd: folder, env, input, encoding: 'utf8' });
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=spec\.yaml,line=6,.*standard input:6 /);
  });
});

describe('the document in the spec', () => {
  const two = (sums: readonly string[]) =>
    specWith(
      `  guide: { title: Guide, sha256: ${sums[0]} }\n  other: { title: Other, sha256: ${sums[1]} }`,
      [www],
    );
  const idOf = ({ stdout }: Run) => JSON.parse(stdout).document.id;
  const [right, wrong] = [digestOf(guide), 'a'.repeat(64)];

  test('is the one with the sha256 of the file', () => {
    const json = ['guide.txt', '--format', 'json'];
    expect(idOf(audit({ 'spec.yaml': two([wrong, right]) }, ...json))).toBe('other');
    expect(idOf(audit({ 'spec.yaml': two([right, wrong]) }, ...json))).toBe('guide');
  });

  test('is the one that --document names, also with another sha256', () => {
    const files = { 'spec.yaml': two([wrong, right]) };
    const run = audit(files, 'guide.txt', '--format', 'json', '--document', 'guide');
    expect([run.code, idOf(run)]).toEqual([1, 'guide']);
  });

  test.each([
    [[], 'the spec lists several documents', 'name one of them with --document: guide, other'],
    [['--document', 'gide'], 'unknown document "gide"', 'did you mean "guide"?'],
  ])('must be clear: %s', (words, message, help) => {
    const { code, stdout, stderr } = audit(
      { 'spec.yaml': two([wrong, wrong]) },
      'guide.txt',
      ...words,
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
  });

  test('may be missing: then each endpoint without a source is compared', () => {
    const plain = specText({ endpoints: [www, '{ url: "https://api.example.com" }'] });
    const { code, stdout } = audit({ 'spec.yaml': plain }, 'guide.txt');
    expect([code, stdout]).toEqual([0, expect.stringContaining('and it has no source')]);
  });
});

describe('the format of the document', () => {
  const networks = '198.51.100.0/24\n203.0.113.0/24\n';

  test('is told by its content, and --as names another', () => {
    const list = specWith('  guide: { title: Guide }', [
      '{ host: www.example.com, service: https }',
    ]);
    const files = { 'spec.yaml': list, 'hosts.txt': 'www.example.com\n' };
    expect(audit(files, 'hosts.txt').stdout).toContain('only destinations were compared');
    const asTable = audit(files, 'hosts.txt', '--as', 'table');
    expect([asTable.code, asTable.stderr]).toEqual([
      2,
      expect.stringMatching(/^portolan: hosts\.txt/),
    ]);
    expect(asTable.stderr).not.toContain('read as');
  });

  test.each<[string, Readonly<Record<string, string>>, readonly string[], string, string]>([
    ['a missing file', {}, ['gone.txt'], 'file not found: gone.txt', 'pass the path'],
    ['an empty file', { 'a.txt': '' }, ['a.txt'], 'a.txt is empty; nothing was compared', ''],
    ['a web page', { 'a.html': '<!doctype html>' }, ['a.html'], 'is a web page', 'download'],
    [
      'a text without destinations',
      { 'a.txt': 'Hello.\n' },
      ['a.txt'],
      'a.txt names no destination (read as text)',
      '--as',
    ],
    ['JSON that is cut off', { 'a.json': '{"a": [' }, ['a.json'], 'not valid JSON', '--as'],
    [
      'another format than --as',
      { 'a.txt': networks },
      ['a.txt', '--as', 'm365'],
      'not valid JSON',
      '',
    ],
    [
      'an unknown format',
      {},
      ['guide.txt', '--as', 'guide'],
      'invalid value "guide" for --as',
      'm365',
    ],
    ['no document', {}, [], 'audit requires a document', 'portolan audit guide.txt'],
  ])('is an error for %s', (_, files, words, message, help) => {
    const { code, stdout, stderr } = audit(files, ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
  });
});

describe('a document that was imported', () => {
  const ranges = (regions: readonly string[]) =>
    JSON.stringify({
      prefixes: regions.map((region, index) => ({ ip_prefix: `203.0.${index}.0/24`, region })),
    });

  test('is read with the filters of its import, and says so', () =>
    inFolder((folder) => {
      writeFiles(folder, {
        'spec.yaml': specText(),
        'ranges.json': ranges(['eu', 'us', 'eu']),
      });
      const words = ['ranges', 'ranges.json', '--id', 'cloud', '--into', 'spec.yaml'];
      const options = ['--tier', 'required', '--service', 'https', '--where', 'region=eu'];
      expect(portolan(folder, ['import', ...words, ...options])).toMatchObject({ code: 0 });
      const { code, stdout } = portolan(folder, ['audit', 'ranges.json', 'spec.yaml']);
      expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([
        0,
        expect.stringContaining(
          '2 of 3 rows were compared, those that its import takes with --where region=eu',
        ),
      ]);
      writeFiles(folder, { 'ranges.json': ranges(['eu', 'us', 'eu', 'us', 'eu']) });
      const next = portolan(folder, ['audit', 'ranges.json', 'spec.yaml']);
      expect([next.code, next.stdout]).toEqual([
        1,
        expect.stringMatching(/^missing in the spec\n {2}203\.0\.4\.0\/24\n/),
      ]);
      expect(next.stdout).toContain('\n1 missing, another sha256');
    }));

  test('agrees with its import also where that refused rows', () =>
    inFolder((folder) => {
      writeFiles(folder, {
        'spec.yaml': specText(),
        'hosts.csv': 'host,port\nwww.example.com,tcp/443\n10.1.2.3,tcp/443\n',
      });
      const words = ['table', 'hosts.csv', '--id', 'hosts', '--into', 'spec.yaml'];
      const options = ['--tier', 'required'];
      expect(portolan(folder, ['import', ...words, ...options])).toMatchObject({ code: 0 });
      const { code, stdout } = portolan(folder, ['audit', 'hosts.csv', 'spec.yaml']);
      expect([code, stdout]).toEqual([0, expect.stringContaining('not compared\n  hosts.csv:3 ')]);
    }));
});

test('a document with hostile text puts no command and no control character on a line', () => {
  const text = `${guide}- ::error::x\u202e https://evil.example.com/\u001b[31m (Port 443)\n##[group] https://b.example.com\n`;
  for (const format of ['text', 'json', 'markdown', 'sarif', 'github']) {
    const { stdout } = audit({ 'guide.txt': text }, 'guide.txt', '--format', format);
    expect(['\u001b', '\u202e', '##['].filter((each) => stdout.includes(each))).toEqual([]);
    const commands = stdout.split('\n').filter((line) => line.trimStart().startsWith('::'));
    expect(format === 'github' || commands.length === 0).toBe(true);
    expect(commands.every((line) => /^::(?:error|warning) file=/.test(line))).toBe(true);
  }
});

test('the guide of the tests agrees with its spec', () => {
  const read = (name: string) => readFileSync(join(root, 'test/audit/guide', name), 'utf8');
  const run = audit(
    { 'spec.yaml': read('spec.yaml'), 'guide.txt': read('guide.txt') },
    'guide.txt',
  );
  expect([run.code, run.stdout]).toEqual([
    0,
    expect.stringMatching(/\nnothing missing: 20 of 20 named destinations equal/),
  ]);
});
