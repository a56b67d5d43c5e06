import { chmodSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { bothTargets, demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

/** A folder that holds the demo spec, generated already. */
function inGenerated<Value>(work: (folder: string) => Value, spec = demoSpec()): Value {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': spec });
    expect(portolan(folder, ['generate']).code).toBe(0);
    return work(folder);
  });
}

type Checked = { path: string; state: string; command: string | null };

/** The files that are not current, by the word of `check --format json`. */
function oddFiles(folder: string, words: readonly string[] = []): Checked[] {
  const run = portolan(folder, ['check', '--format', 'json', ...words]);
  const report = expectReport(run.stdout) as { clean: boolean; files: Checked[] };
  const odd = report.files.filter(({ state }) => state !== 'current');
  expect([run.code, report.clean, run.stderr]).toEqual(
    odd.length > 0 ? [1, false, ''] : [0, true, ''],
  );
  return odd;
}

describe('check of files that are what the spec gives', () => {
  test('says so and exits 0', () =>
    inGenerated((folder) => {
      expect(portolan(folder, ['check'])).toEqual({
        code: 0,
        stdout: 'up to date: 8 files\n',
        stderr: '',
      });
    }));

  test('writes nothing', () =>
    inGenerated((folder) => {
      const before = readFiles(folder);
      portolan(folder, ['check']);
      expect(readFiles(folder)).toEqual(before);
    }));

  test('lists each of them as current for scripts', () =>
    inGenerated((folder) => {
      const { stdout } = portolan(folder, ['check', '--format', 'json']);
      expect(JSON.parse(stdout)).toEqual({
        schemaVersion: 1,
        clean: true,
        stale: [],
        leftOut: [],
        files: [
          'coverage.md',
          'iptables/apply.sh',
          'iptables/dnsmasq.conf',
          'iptables/rules.v4',
          'iptables/rules.v6',
          'iptables/sets.ipset',
          'manifest.json',
          'pac/proxy.pac',
        ].map((path) => ({ path: `generated/branch/${path}`, state: 'current', command: null })),
      });
    }));
});

describe('check names the state of each file and what mends it', () => {
  test('stale: the spec moved on', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'spec.yaml'), demoSpec({ sites: { branch: '{ iptables: {} }' } }));
      expect(portolan(folder, ['check'])).toEqual({
        code: 1,
        stdout: [
          'outputs of site branch are out of date: run portolan generate',
          'out of date  generated/branch/coverage.md  (portolan generate)',
          'out of date  generated/branch/manifest.json  (portolan generate)',
          'out of date  generated/branch/pac/proxy.pac  (portolan generate)',
          '3 of 8 files not up to date: 3 out of date',
          '',
        ].join('\n'),
        stderr: '',
      });
    }));

  test('edited: somebody changed it', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'generated/branch/iptables/rules.v4'), 'edited\n');
      expect(oddFiles(folder)).toEqual([
        {
          path: 'generated/branch/iptables/rules.v4',
          state: 'edited',
          command: 'portolan generate',
        },
      ]);
    }));

  test('edited: a manifest that no longer is what the tool writes', () =>
    inGenerated((folder) => {
      const manifest = join(folder, 'generated/branch/manifest.json');
      writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"tool"', ' "tool"'));
      expect(oddFiles(folder)).toEqual([
        { path: 'generated/branch/manifest.json', state: 'edited', command: 'portolan generate' },
      ]);
    }));

  test('edited: a script that cannot be run', () =>
    inGenerated((folder) => {
      chmodSync(join(folder, 'generated/branch/iptables/apply.sh'), 0o644);
      expect(oddFiles(folder).map(({ path, state }) => [path, state])).toEqual([
        ['generated/branch/iptables/apply.sh', 'edited'],
      ]);
    }));

  test('edited: a link in the place of a file, which has to go first', () =>
    inGenerated((folder) => {
      const rules = join(folder, 'generated/branch/iptables/rules.v4');
      rmSync(rules);
      symlinkSync('rules.v6', rules);
      expect(oddFiles(folder)).toEqual([
        {
          path: 'generated/branch/iptables/rules.v4',
          state: 'edited',
          command: 'rm generated/branch/iptables/rules.v4 && portolan generate',
        },
      ]);
    }));

  test('missing: it is not there', () =>
    inGenerated((folder) => {
      rmSync(join(folder, 'generated/branch/pac'), { recursive: true });
      expect(oddFiles(folder)).toEqual([
        { path: 'generated/branch/pac/proxy.pac', state: 'missing', command: 'portolan generate' },
      ]);
    }));

  test('missing: nothing was ever generated', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      expect(oddFiles(folder)).toHaveLength(8);
    }));

  test('unknown: neither the spec nor the manifest names it', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, "generated/branch/it's mine.txt"), '');
      expect(oddFiles(folder)).toEqual([
        {
          path: "generated/branch/it's mine.txt",
          state: 'unknown',
          command: `rm 'generated/branch/it'\\''s mine.txt'`,
        },
      ]);
    }));

  test('unknown: the folder of a site that the spec has no more', () =>
    inGenerated(
      (folder) => {
        writeFileSync(join(folder, 'spec.yaml'), demoSpec());
        const odd = oddFiles(folder);
        expect(odd).toHaveLength(8);
        expect(odd[0]).toEqual({
          path: 'generated/office/coverage.md',
          state: 'unknown',
          command: 'portolan generate',
        });
      },
      demoSpec({ sites: { branch: bothTargets, office: bothTargets } }),
    ));

  test('of another spec: all of it, with a note that says whose it is', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'spec.yaml'), demoSpec().replace('name: demo', 'name: other'));
      rmSync(join(folder, 'generated/branch/pac'), { recursive: true });
      writeFiles(folder, { 'generated/branch/notes.txt': '' });
      const run = portolan(folder, ['check', '--format', 'json']);
      const { files } = expectReport(run.stdout) as { files: Checked[] };
      const states = files.map(({ path, state }) => [
        path.slice('generated/branch/'.length),
        state,
      ]);
      expect(Object.fromEntries(states)).toMatchObject({
        'coverage.md': 'edited',
        'iptables/rules.v4': 'edited',
        'manifest.json': 'edited',
        'notes.txt': 'unknown',
        'pac/proxy.pac': 'missing',
      });
      const again = 'rm -r generated/branch && portolan generate';
      expect([run.code, new Set(files.map(({ command }) => command))]).toEqual([
        1,
        new Set([again]),
      ]);
      expect(run.stderr).toBe(
        'note: generated/branch was written for the spec "demo", not for "other"\n' +
          '  help: write elsewhere with --out, or, if "other" is only a new name of "demo", remove the folder first: rm -r generated/branch\n',
      );
    }));

  test('unknown: what a killed run left', () =>
    inGenerated((folder) => {
      writeFiles(folder, { 'generated/.portolan-stage-branch/coverage.md': 'half' });
      expect(oddFiles(folder)).toEqual([
        {
          path: 'generated/.portolan-stage-branch',
          state: 'unknown',
          command: 'portolan generate',
        },
      ]);
    }));

  test('and every command mends what it stands beside', () =>
    inGenerated((folder) => {
      writeFiles(folder, {
        'spec.yaml': demoSpec({ hosts: ['www.example.com', 'new.example.com'] }),
        'generated/.portolan-old-branch/coverage.md': 'old',
        'generated/branch/iptables/rules.v4': 'edited\n',
      });
      rmSync(join(folder, 'generated/branch/pac'), { recursive: true });
      expect(oddFiles(folder).length).toBeGreaterThan(4);
      portolan(folder, ['generate']);
      expect(oddFiles(folder)).toEqual([]);
    }));

  test('and the command names the spec and the folder that were named', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'my specs/spec.yaml': demoSpec() });
      const words = ['my specs/spec.yaml', '--out', 'out'];
      expect(oddFiles(folder, words)[0]?.command).toBe(
        `portolan generate 'my specs/spec.yaml' --out out`,
      );
    }));
});

describe('check that cannot answer', () => {
  test('an invalid spec is exit 3, and its problems are the answer', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'spec.yaml'), 'version: 2\n');
      const run = portolan(folder, ['check', '--format', 'json']);
      expect([run.code, expectReport(run.stdout)]).toEqual([
        3,
        expect.objectContaining({ valid: false }),
      ]);
    }));
});
