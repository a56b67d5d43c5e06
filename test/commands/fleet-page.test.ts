import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { dumpsOf } from '../support/dumps.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { root } from '../support/rendered.ts';
import { shell } from '../support/shell.ts';

const page = readFileSync(join(root, 'docs/fleet.md'), 'utf8');
const blocks = new Map(
  [...page.matchAll(/<!-- test: (\w+) -->\n```sh\n([\s\S]*?)```\n/g)].map(
    ([, name = '', text = '']) => [name, text] as const,
  ),
);

const sites = ['a', 'b', 'c', 'd', 'e'];
const spec = demoSpec({
  sites: Object.fromEntries(sites.map((site) => [site, '{ iptables: {} }'])),
});

/** Runs a block of docs/fleet.md, in each of the four jobs if it is for jobs. */
function runBlock(folder: string, name: string, shards: readonly string[] = ['']) {
  return shards.map((shard) =>
    shell(
      folder,
      `set -e\nportolan() { $portolan "$@"; }\nSHARD=${shard}\n${blocks.get(name) ?? 'exit 9'}`,
    ),
  );
}

const jobs = ['1', '2', '3', '4'];

test('every block of docs/fleet.md is run here', () => {
  expect(page.match(/^```sh$/gm)).toHaveLength(blocks.size);
  expect([...blocks.keys()]).toEqual(['check', 'generate', 'collect', 'live']);
});

test('the jobs of docs/fleet.md write the files of one run, and check all of them', () =>
  inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': spec, 'generated/former/notes.txt': 'of a former site\n' });
    expect(portolan(folder, ['generate', '--out', 'whole']).code).toBe(0);
    expect(runBlock(folder, 'generate', jobs).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(runBlock(folder, 'collect')).toMatchObject([{ code: 0, stderr: '' }]);
    expect(readFiles(join(folder, 'generated'))).toEqual(readFiles(join(folder, 'whole')));

    expect(runBlock(folder, 'check', jobs).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    writeFiles(folder, { 'generated/b/iptables/rules.v4': '' });
    expect(runBlock(folder, 'check', jobs).map(({ code }) => code)).toEqual([0, 1, 0, 0]);
  }));

test('the loop of docs/fleet.md compares the dumps of each site', () =>
  inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': spec });
    expect(portolan(folder, ['generate']).code).toBe(0);
    for (const site of ['a', 'b']) {
      const files = Object.entries(readFiles(join(folder, 'generated', site)));
      const { v4, v6, sets } = dumpsOf(new Map(files));
      writeFiles(folder, {
        [`dumps/${site}/iptables-save.txt`]:
          site === 'a' ? v4 : v4.replace(/^-A DMO-OUT .*\n/m, ''),
        [`dumps/${site}/ip6tables-save.txt`]: v6,
        [`dumps/${site}/ipset.txt`]: sets,
      });
    }
    const [run] = runBlock(folder, 'live');
    expect(run?.stderr).toBe('');
    expect(run?.stdout).toContain('b: exit code 1\n');
    expect(run?.stdout).not.toContain('a: exit code');
  }));
