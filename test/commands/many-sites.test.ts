import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SitePass } from '../../src/commands/generate/site-pass.ts';
import { writeSets } from '../../src/io/write.ts';
import { portolan } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';

const targets = '{ pac: { proxy: "PROXY proxy.example.net:3128" }, pfsense: { interface: lan } }';
const ids = ['a', 'b', 'c', 'd', 'e'];

function specOf(sites: readonly string[], more: Readonly<Record<string, string>> = {}): string {
  return demoSpec({
    sites: { ...Object.fromEntries(sites.map((id) => [id, targets])), ...more },
  });
}

/** A site that a target rejects only when it is rendered. */
const refused = { z: '{ iptables: { protectSelf: true } }' };

const outOf = (folder: string) => join(folder, 'generated');

describe('--shard', () => {
  test('writes every n-th site, and the shards together write the same files as one run', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': specOf(ids) });
      expect(portolan(folder, ['generate', '--out', 'whole']).code).toBe(0);
      const lines = ['1/2', '2/2'].map((shard) => {
        const run = portolan(folder, ['generate', '--shard', shard, '--out', `part-${shard[0]}`]);
        expect([run.code, run.stderr]).toEqual([0, '']);
        return run.stdout.split('\n').filter((line) => line.endsWith(': written'));
      });
      expect(lines).toEqual([
        ['a', 'c', 'e'].map((id) => `part-1/${id}: written`),
        ['b', 'd'].map((id) => `part-2/${id}: written`),
      ]);
      const parts = ['part-1', 'part-2'].map((part) => readFiles(join(folder, part)));
      expect({ ...parts[0], ...parts[1] }).toEqual(readFiles(join(folder, 'whole')));
    }));

  test('has no sites when there are fewer than shards', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': specOf(['a']) });
      expect(portolan(folder, ['generate', '--shard', '2/2'])).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
      expect(existsSync(outOf(folder))).toBe(false);
      expect(portolan(folder, ['check', '--shard', '2/2']).stdout).toBe('up to date: 0 files\n');
      expect(portolan(folder, ['verify', '--shard', '2/2']).code).toBe(0);
    }));

  test('checks and verifies the same sites; the first shard also judges what belongs to no site', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': specOf(ids) });
      portolan(folder, ['generate']);
      writeFileSync(join(outOf(folder), 'notes.txt'), 'mine\n');
      writeFileSync(join(outOf(folder), 'b/pac/proxy.pac'), 'edited\n');
      const codes = (verb: string) =>
        ['1/3', '2/3', '3/3'].map((shard) => portolan(folder, [verb, '--shard', shard]).code);
      expect(['check', 'verify'].map(codes)).toEqual([
        [1, 1, 0],
        [1, 1, 0],
      ]);
      const stdout = (shard: string) => portolan(folder, ['check', '--shard', shard]).stdout;
      expect(stdout('1/3')).toContain('generated/notes.txt');
      expect(stdout('1/3')).not.toContain('proxy.pac');
      expect(stdout('2/3')).toContain('generated/b/pac/proxy.pac');
      expect(stdout('2/3')).not.toContain('notes.txt');
    }));

  test('removes the directory of a former site in the first shard alone', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': specOf(ids) });
      portolan(folder, ['generate']);
      writeFileSync(join(folder, 'spec.yaml'), specOf(['a', 'b']));
      expect(portolan(folder, ['generate', '--shard', '2/2']).code).toBe(0);
      expect(readdirSync(outOf(folder))).toEqual(ids);
      expect(portolan(folder, ['generate', '--shard', '1/2']).code).toBe(0);
      expect(readdirSync(outOf(folder))).toEqual(['a', 'b']);
    }));

  test('accepts a target that only another shard has', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': specOf(['a'], { b: '{ iptables: {} }' }) });
      const run = portolan(folder, ['generate', '--shard', '1/2', '--target', 'iptables']);
      expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    }));

  test.each([
    ['0/4', 'use the number of the part and the number of parts, for example 1/4'],
    ['5/4', 'use 1/4 to 4/4'],
    ['1', 'use the number of the part and the number of parts, for example 1/4'],
    ['1/0', 'use the number of the part and the number of parts, for example 1/4'],
    ['01/4', 'use the number of the part and the number of parts, for example 1/4'],
    ['1/2/3', 'use the number of the part and the number of parts, for example 1/4'],
    ['-1/2', 'use the number of the part and the number of parts, for example 1/4'],
  ])('rejects %s', (shard, help) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': specOf(['a']) });
      expect(portolan(folder, ['generate', `--shard=${shard}`])).toEqual({
        code: 2,
        stdout: '',
        stderr: `portolan: invalid value "${shard}" for --shard\n  help: ${help}\n`,
      });
    }),
  );

  test.each(['generate', 'verify'])('cannot be combined with --site: %s', (verb) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': specOf(['a']) });
      const run = portolan(folder, [verb, '--shard', '1/2', '--site', 'a']);
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain('--shard and --site cannot be used together');
    }),
  );
});

describe('a refusal of the last site', () => {
  test('writes no site, and not even the output directory', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': specOf(ids, refused) });
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stdout]).toEqual([3, '']);
      expect(run.stderr).toContain('protect-self-interfaces');
      expect(readdirSync(folder)).toEqual(['spec.yaml']);
    }));

  test('leaves all old sites', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': specOf(ids) });
      portolan(folder, ['generate']);
      const before = readFiles(outOf(folder));
      const changed = specOf(ids, refused).replaceAll('3128', '3129');
      writeFileSync(join(folder, 'spec.yaml'), changed);
      expect(portolan(folder, ['generate']).code).toBe(3);
      expect(readFiles(outOf(folder))).toEqual(before);
      expect(readdirSync(outOf(folder))).toEqual(ids);
    }));

  test('comes before foreign files of an earlier site, and prints nothing of the others', () =>
    inFolder((folder) => {
      writeFiles(folder, {
        'spec.yaml': specOf(ids, refused),
        'generated/a/notes.txt': 'mine\n',
      });
      for (const options of [[], ['--dry-run'], ['--stdout']]) {
        const run = portolan(folder, ['generate', ...options]);
        expect([run.code, run.stdout]).toEqual([3, '']);
        expect(run.stderr).not.toContain('notes.txt');
      }
    }));
});

test('foreign files of the last site leave all sites as they are', () =>
  inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': specOf(ids) });
    portolan(folder, ['generate']);
    writeFileSync(join(outOf(folder), 'e/notes.txt'), 'mine\n');
    const before = readFiles(outOf(folder));
    writeFileSync(join(folder, 'spec.yaml'), specOf(ids).replaceAll('3128', '3129'));
    const run = portolan(folder, ['generate']);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(
      'generated/e contains files that Portolan did not write: notes.txt.',
    );
    expect(readFiles(outOf(folder))).toEqual(before);
    expect(readdirSync(outOf(folder))).toEqual(ids);
  }));

test('a site that another run changes before the lock is written again', () =>
  inFolder((folder) => {
    const out = outOf(folder);
    const sources = { 'spec.yaml': specOf(ids) };
    writeFiles(folder, sources);
    portolan(folder, ['generate']);
    const whole = readFiles(out);
    writeFileSync(join(folder, 'spec.yaml'), specOf(ids).replaceAll('3128', '3129'));
    rmSync(join(out, 'd'), { recursive: true });
    const pass = new SitePass(out, must(loadFiles(sources)), {
      sites: undefined,
      targets: undefined,
      others: true,
    });
    const outcome = writeSets(out, {
      look: (at) => {
        const looked = pass.look(at);
        expect(portolan(folder, ['generate', '--site', 'b']).code).toBe(0);
        return looked;
      },
      change: (changes) => pass.change(changes),
    });
    expect(outcome.sites.map(({ site, unchanged }) => [site, unchanged])).toEqual(
      ids.map((id) => [id, id !== 'b' && id !== 'd']),
    );
    expect(readFiles(out)).toEqual(whole);
  }));
