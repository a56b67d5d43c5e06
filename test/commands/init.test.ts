import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { targetNames } from '../../src/render/all-sites.ts';
import { portolan } from '../support/cli.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { judge, readText } from '../support/schema.ts';

const schemaText = readText('schema/spec.schema.json');

/** The messages on stderr, without notes about endpoints that a target leaves out. */
function ofKnown(stderr: string): string {
  const known = ['iptables', 'pac', 'paloalto', 'pfsense', 'squid'];
  const others = targetNames.filter((name) => !known.includes(name));
  const lines = stderr.split(/(?<=\n)/);
  return lines.filter((line) => !others.some((name) => line.includes(`: ${name}: `))).join('');
}

type StarterParts = {
  services: Record<string, unknown>;
  groups: { source?: unknown; endpoints: unknown[] }[];
  unresolved: unknown[];
};

/** The parts of a starter spec, which `judge` accepts. */
function starterParts(text: string): StarterParts {
  const value = load(text);
  expect(judge(value)).toEqual([]);
  return value as StarterParts;
}

describe('init', () => {
  test('writes a spec, its list and its schema, and names the next command', () =>
    inFolder((folder) => {
      expect(portolan(folder, ['init'])).toEqual({
        code: 0,
        stdout: 'wrote spec.schema.json\nwrote pictures.txt\nwrote spec.yaml\n',
        stderr: 'next: portolan generate\n',
      });
      const files = readFiles(folder);
      expect(Object.keys(files)).toEqual(['pictures.txt', 'spec.schema.json', 'spec.yaml']);
      expect(files['spec.schema.json']).toBe(schemaText);
      expect(files['spec.yaml']?.split('\n')[0]).toBe(
        '# yaml-language-server: $schema=spec.schema.json',
      );
    }));

  test('writes a valid spec whose generated files pass check and verify for every target', () =>
    inFolder((folder) => {
      const leftOut =
        'note: head-office: pfsense: 1 of 9 endpoints left out, none of them required\n';
      const said = {
        init: 'next: portolan generate\n',
        validate: '',
        generate: leftOut,
        check: leftOut,
        verify: leftOut,
      };
      for (const [verb, words] of Object.entries(said)) {
        const { code, stderr } = portolan(folder, [verb]);
        expect([verb, code, ofKnown(stderr)]).toEqual([verb, 0, words]);
      }
      const made = readdirSync(join(folder, 'generated/head-office')).sort();
      expect(made).toEqual([...targetNames, 'coverage.md', 'manifest.json'].sort());
    }));

  test('writes a spec whose Palo Alto rules leave no stale rule in force', () =>
    inFolder((folder) => {
      expect(portolan(folder, ['init']).code).toBe(0);
      const { stdout } = portolan(folder, ['lint', '--format', 'json']);
      const found: { rule: string }[] = JSON.parse(stdout).findings;
      const rules = new Set(found.map(({ rule }) => rule));
      expect(rules.size).toBeGreaterThan(0);
      expect(['stale-rule-counts', 'app-id-shift'].filter((rule) => rules.has(rule))).toEqual([]);
    }));

  test('uses only hosts and addresses that are reserved for documentation', () =>
    inFolder((folder) => {
      const { stdout } = portolan(folder, ['init', '--stdout']);
      const spec = load(stdout);
      expect(judge(spec)).toEqual([]);
      const hosts = stdout.match(/[a-z0-9*-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|example)\b/g) ?? [];
      expect(hosts.filter((host) => !/(^|\.)example(\.(com|net|org))?$/.test(host))).toEqual([]);
      const addresses = stdout.match(/\b\d+\.\d+\.\d+\.\d+/g) ?? [];
      expect(addresses.filter((text) => !/^(192\.0\.2|198\.51\.100)\./.test(text))).toEqual([]);
      expect([hosts.length, addresses.length]).not.toContain(0);
    }));

  test('writes the named file, with the schema next to it', () =>
    inFolder((folder) => {
      mkdirSync(join(folder, 'my products'));
      expect(portolan(folder, ['init', 'my products/clock.yaml'])).toEqual({
        code: 0,
        stdout:
          'wrote my products/spec.schema.json\nwrote my products/pictures.txt\nwrote my products/clock.yaml\n',
        stderr: "next: portolan generate 'my products/clock.yaml'\n",
      });
      expect(portolan(folder, ['generate', 'my products/clock.yaml']).code).toBe(0);
    }));

  test('prints the same spec with --stdout, its list as a comment, and writes nothing', () =>
    inFolder((folder) => {
      const { code, stdout, stderr } = portolan(folder, ['init', '--stdout']);
      expect([code, stderr, readdirSync(folder)]).toEqual([0, '', []]);
      portolan(folder, ['init']);
      const written = readFileSync(join(folder, 'spec.yaml'), 'utf8');
      const comment = stdout.replace(/^( *)# (- list: .*\n *)# (.*)$/m, '$1$2$3');
      expect([comment === stdout, comment]).toEqual([false, written]);
    }));

  test('prints a spec that is valid without other files', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': portolan(folder, ['init', '--stdout']).stdout });
      expect(portolan(folder, ['validate'])).toMatchObject({ code: 0, stderr: '' });
    }));

  test('shows what every list needs: cleartext, UDP, a source, a list, an unresolved need', () =>
    inFolder((folder) => {
      portolan(folder, ['init']);
      const { services, groups, unresolved } = starterParts(
        readFileSync(join(folder, 'spec.yaml'), 'utf8'),
      );
      expect(services).toMatchObject({
        http: { application: 'http' },
        ntp: { ports: ['udp/123'] },
      });
      expect(groups.filter(({ source }) => source !== undefined).length).toBeGreaterThan(3);
      expect(groups.flatMap(({ endpoints }) => endpoints)).toContainEqual({
        list: 'pictures.txt',
        service: 'https',
      });
      expect(unresolved.length).toBe(1);
    }));

  test('keeps an existing list, and says that the spec names it', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'pictures.txt': 'mine.example.com\n' });
      const { code, stdout, stderr } = portolan(folder, ['init']);
      expect([code, stdout, stderr]).toEqual([
        0,
        'wrote spec.schema.json\nwrote spec.yaml\n',
        'note: kept existing pictures.txt, which the spec names as a list\nnext: portolan generate\n',
      ]);
      expect(readFiles(folder)['pictures.txt']).toBe('mine.example.com\n');
    }));

  test('keeps an existing schema, and names the command that updates it', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.schema.json': '{}' });
      const { code, stdout, stderr } = portolan(folder, ['init']);
      expect([code, stdout, stderr]).toEqual([
        0,
        'wrote pictures.txt\nwrote spec.yaml\n',
        'note: kept existing spec.schema.json. To update it: portolan schema > spec.schema.json\nnext: portolan generate\n',
      ]);
      expect(readFiles(folder)['spec.schema.json']).toBe('{}');
    }));

  test('writes readable files under any umask', () =>
    inFolder((folder) => {
      const before = process.umask(0o077);
      portolan(folder, ['init']);
      process.umask(before);
      const modes = ['spec.yaml', 'pictures.txt', 'spec.schema.json'].map(
        (name) => lstatSync(join(folder, name)).mode & 0o777,
      );
      expect(modes).toEqual([0o644, 0o644, 0o644]);
    }));
});

test.each([0, 2])(
  'init removes what a killed one left, also where it then refuses: exit %d',
  (code) =>
    inFolder((folder) => {
      const names = ['pictures.txt', 'spec.schema.json', 'spec.yaml'];
      for (const name of names) writeFiles(folder, { [`.${name}.portolan-999999999-1`]: 'half' });
      if (code === 2) for (const name of names) writeFiles(folder, { [name]: 'mine' });
      expect(portolan(folder, ['init']).code).toBe(code);
      expect(readdirSync(folder).sort()).toEqual(names);
    }),
);

describe('init exits 2 and changes nothing for', () => {
  const taken = [
    'spec.yaml already exists; nothing was written',
    'pass another file name, or print a spec to copy from: portolan init --stdout',
  ] as const;

  test.each<[string, (folder: string) => void, string, readonly [string, string]]>([
    ['a file', (folder) => writeFiles(folder, { 'spec.yaml': 'mine' }), 'spec.yaml', taken],
    [
      'a link to nowhere',
      (folder) => symlinkSync('nowhere', join(folder, 'spec.yaml')),
      'spec.yaml',
      taken,
    ],
    [
      'a link to a directory',
      (folder) => symlinkSync('.', join(folder, 'spec.yaml')),
      'spec.yaml',
      taken,
    ],
    [
      'a directory',
      (folder) => mkdirSync(join(folder, 'specs')),
      'specs',
      ['specs is a directory', 'pass a file in it: portolan init specs/spec.yaml'],
    ],
    [
      'no directory to write to',
      () => {},
      'no such/spec.yaml',
      ['directory no such does not exist', "create it: mkdir -p 'no such'"],
    ],
  ])('%s', (_what, prepare, file, [message, help]) =>
    inFolder((folder) => {
      prepare(folder);
      const before = readdirSync(folder);
      expect(portolan(folder, ['init', file])).toEqual({
        code: 2,
        stdout: '',
        stderr: `portolan: ${message}\n  help: ${help}\n`,
      });
      expect(readdirSync(folder)).toEqual(before);
    }),
  );

  test('init neither follows nor replaces a schema that is a link', () =>
    inFolder((folder) => {
      symlinkSync('elsewhere.json', join(folder, 'spec.schema.json'));
      expect(portolan(folder, ['init']).code).toBe(0);
      expect(readdirSync(folder).sort()).toEqual(['pictures.txt', 'spec.schema.json', 'spec.yaml']);
      expect(lstatSync(join(folder, 'spec.schema.json')).isSymbolicLink()).toBe(true);
    }));

  test('init names a directory that is not writable, and leaves no file there', () => {
    // Root may write everywhere except where the kernel denies it.
    inFolder((folder) => {
      chmodSync(folder, 0o555);
      const place = process.getuid?.() === 0 ? '/proc/self' : folder;
      const { code, stderr } = portolan(folder, ['init', `${place}/spec.yaml`]);
      expect(code).toBe(2);
      expect(stderr).toContain(`portolan: cannot write ${place}/`);
      chmodSync(folder, 0o755);
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});
