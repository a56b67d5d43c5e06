import { chmodSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { bothTargets, demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

/** A directory with the demo spec and its generated files. */
function inGenerated<Value>(work: (folder: string) => Value, spec = demoSpec()): Value {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': spec });
    expect(portolan(folder, ['generate']).code).toBe(0);
    return work(folder);
  });
}

type Checked = { path: string; state: string; command: string | null };

/** The files that `check --format json` does not report as current. */
function oddFiles(folder: string, words: readonly string[] = []): Checked[] {
  const run = portolan(folder, ['check', '--format', 'json', ...words]);
  const report = expectReport(run.stdout) as { clean: boolean; files: Checked[] };
  const odd = report.files.filter(({ state }) => state !== 'current');
  expect([run.code, report.clean, run.stderr]).toEqual(
    odd.length > 0 ? [1, false, ''] : [0, true, ''],
  );
  return odd;
}

describe('check of up-to-date files', () => {
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

  test('lists each file as current in JSON', () =>
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

describe('check names the state of each file and its fix:', () => {
  test('stale, when the spec changed', () =>
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

  test('edited, when a file changed', () =>
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

  test('edited, when the manifest changed', () =>
    inGenerated((folder) => {
      const manifest = join(folder, 'generated/branch/manifest.json');
      writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"tool"', ' "tool"'));
      expect(oddFiles(folder)).toEqual([
        { path: 'generated/branch/manifest.json', state: 'edited', command: 'portolan generate' },
      ]);
    }));

  test('edited, when a script is not executable', () =>
    inGenerated((folder) => {
      chmodSync(join(folder, 'generated/branch/iptables/apply.sh'), 0o644);
      expect(oddFiles(folder).map(({ path, state }) => [path, state])).toEqual([
        ['generated/branch/iptables/apply.sh', 'edited'],
      ]);
    }));

  test('edited, when a link replaced a file, which must be removed first', () =>
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

  test('missing, when a file was deleted', () =>
    inGenerated((folder) => {
      rmSync(join(folder, 'generated/branch/pac'), { recursive: true });
      expect(oddFiles(folder)).toEqual([
        { path: 'generated/branch/pac/proxy.pac', state: 'missing', command: 'portolan generate' },
      ]);
    }));

  test('missing, when nothing was generated yet', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      expect(oddFiles(folder)).toHaveLength(8);
    }));

  test('unknown, when neither the spec nor the manifest names a file', () =>
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

  test('unknown, for the directory of a site that is no longer in the spec', () =>
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

  test('edited, for files of another spec, which a note names', () =>
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
        'note: generated/branch belongs to spec "demo", not to "other"\n' +
          '  help: use another directory with --out; if you renamed "demo", delete the old output first: rm -r generated/branch\n',
      );
    }));

  test('unknown, for temporary files of a killed run', () =>
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

  test('a fix works when it is run', () =>
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

  test('a fix names the spec and the output directory of the command line', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'my specs/spec.yaml': demoSpec() });
      const words = ['my specs/spec.yaml', '--out', 'out'];
      expect(oddFiles(folder, words)[0]?.command).toBe(
        `portolan generate 'my specs/spec.yaml' --out out`,
      );
    }));
});

describe('check of an invalid spec', () => {
  test('exits 3 and prints the problems', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'spec.yaml'), 'version: 2\n');
      const run = portolan(folder, ['check', '--format', 'json']);
      expect([run.code, expectReport(run.stdout)]).toEqual([
        3,
        expect.objectContaining({ valid: false }),
      ]);
    }));
});
