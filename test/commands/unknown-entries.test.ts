import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { bothTargets, demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { forgeManifest } from '../support/forged.ts';
import { expectReport } from '../support/report.ts';

/** A directory with the demo spec and its generated files. */
function inGenerated<Value>(work: (folder: string) => Value): Value {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': demoSpec() });
    expect(portolan(folder, ['generate']).code).toBe(0);
    return work(folder);
  });
}

const other = demoSpec({ sites: { office: bothTargets } })
  .replace('name: demo', 'name: other')
  .replace('prefix: dmo', 'prefix: oth');

type Named = { path: string; state: string; command: string };

/** The unknown files of check, with their commands. */
function unknown(folder: string, words: readonly string[] = []): string[] {
  const { code, stdout } = portolan(folder, ['check', '--format', 'json', ...words]);
  const { files } = expectReport(stdout) as { files: Named[] };
  const odd = files.filter(({ state }) => state !== 'current');
  expect(code).toBe(odd.length === 0 ? 0 : 1);
  return odd.map(({ path, state, command }) => `${state} ${path} (${command})`);
}

/** The files that verify reports as belonging to no site. */
function failing(folder: string, words: readonly string[] = []): string[] {
  const { code, stdout } = portolan(folder, ['verify', '--format', 'json', ...words]);
  const report = expectReport(stdout) as { failed: number; unknown: Named[] };
  expect([code, report.failed]).toEqual(
    report.unknown.length === 0 ? [0, 0] : [1, report.unknown.length],
  );
  return report.unknown.map(({ path, command }) => `unknown ${path} (${command})`);
}

describe('unknown files in the output directory', () => {
  test.each<[name: string, put: (folder: string) => void, want: string[]]>([
    [
      'a script beside the sites',
      (folder) => writeFiles(folder, { 'generated/apply-all.sh': '#!/bin/sh\n' }),
      ['unknown generated/apply-all.sh (rm generated/apply-all.sh)'],
    ],
    [
      'a hidden directory',
      (folder) => writeFiles(folder, { 'generated/.x/iptables/rules.v4': '*filter\n' }),
      ['unknown generated/.x/iptables/rules.v4 (rm -r generated/.x)'],
    ],
    [
      'a hidden file',
      (folder) => writeFiles(folder, { 'generated/.env': '' }),
      ['unknown generated/.env (rm generated/.env)'],
    ],
    [
      'a directory like that of a site, without a manifest',
      (folder) => {
        cpSync(join(folder, 'generated/branch/pac'), join(folder, 'generated/copy/pac'), {
          recursive: true,
        });
      },
      ['unknown generated/copy/pac/proxy.pac (rm -r generated/copy)'],
    ],
    [
      'an empty directory',
      (folder) => mkdirSync(join(folder, 'generated/empty')),
      ['unknown generated/empty (rm -r generated/empty)'],
    ],
    [
      'a link to a site',
      (folder) => symlinkSync('branch', join(folder, 'generated/latest')),
      ['unknown generated/latest (rm generated/latest)'],
    ],
    [
      'a directory whose manifest names another spec',
      (folder) => {
        writeFiles(folder, { 'other.yaml': other });
        portolan(folder, ['generate', 'other.yaml']);
        rmSync(join(folder, 'generated/office/iptables'), { recursive: true });
        forgeManifest(join(folder, 'generated/office'));
      },
      ['coverage.md', 'manifest.json', 'pac/proxy.pac'].map(
        (name) => `unknown generated/office/${name} (rm -r generated/office)`,
      ),
    ],
  ])('%s: check reports it, verify fails, generate keeps it with a note', (_name, put, want) =>
    inGenerated((folder) => {
      put(folder);
      expect(unknown(folder)).toEqual(want);
      expect(failing(folder)).toEqual(want);
      const before = readFiles(folder);
      const { code, stderr } = portolan(folder, ['generate']);
      expect([code, readFiles(folder)]).toEqual([0, before]);
      // The manifest names another spec that shares the directory; only check of both specs can judge its files.
      const isOther = want.some((each) => each.includes('/office/'));
      expect(stderr).toMatch(
        isOther ? /^$/ : /^note: generated\/\S+ belongs to no site of the spec\. To delete it: rm /,
      );
    }),
  );

  test('are reported in text, with a fix', () =>
    inGenerated((folder) => {
      writeFiles(folder, { 'generated/apply-all.sh': '' });
      const { stdout } = portolan(folder, ['verify']);
      expect(stdout).toContain(
        '\n\nFAIL generated/apply-all.sh: not in the directory of a site\n  help:  rm generated/apply-all.sh\n',
      );
      expect(portolan(folder, ['check']).stdout).toBe(
        'unknown      generated/apply-all.sh  (rm generated/apply-all.sh)\n1 of 9 files not up to date: 1 unknown\n',
      );
    }));

  test('are not reported with --site', () =>
    inGenerated((folder) => {
      writeFiles(folder, { 'generated/apply-all.sh': '' });
      expect(failing(folder, ['--site', 'branch'])).toEqual([]);
      expect(failing(folder, ['--target', 'pac'])).toHaveLength(1);
      expect(portolan(folder, ['generate', '--site', 'branch']).stderr).toBe('');
    }));

  test('are checked for all specs that share the directory', () =>
    inGenerated((folder) => {
      writeFiles(folder, { 'other.yaml': other });
      portolan(folder, ['generate', 'other.yaml']);
      expect(unknown(folder, ['spec.yaml', 'other.yaml'])).toEqual([]);
      expect(unknown(folder, ['other.yaml'])).toHaveLength(8);
      const { stderr } = portolan(folder, ['check']);
      expect(stderr).toContain(
        'note: the manifest in generated/office names another spec: "other"\n  help: check both specs: portolan check spec.yaml OTHER.yaml\n',
      );
      // verify judges one spec: the advice to delete the files of the other must not stand alone.
      expect(portolan(folder, ['verify']).stderr).toBe(
        'note: the manifest in generated/office names another spec: "other"\n  help: check both specs: portolan check spec.yaml OTHER.yaml; to verify this spec alone, name its sites with --site\n',
      );
      expect(portolan(folder, ['verify', '--site', 'branch']).stderr).toBe('');
      writeFileSync(join(folder, 'generated/office/pac/proxy.pac'), 'edited\n');
      expect(unknown(folder, ['spec.yaml', 'other.yaml'])).toEqual([
        'edited generated/office/pac/proxy.pac (portolan generate other.yaml)',
      ]);
    }));

  test('are not reported in a directory that contains the spec, with a note', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec(), 'notes.txt': '' });
      const words = ['spec.yaml', '--out', '.'];
      expect(portolan(folder, ['generate', ...words]).code).toBe(0);
      for (const verb of ['check', 'verify']) {
        const { code, stderr } = portolan(folder, [verb, ...words]);
        expect([code, stderr]).toEqual([
          0,
          'note: unknown files in . are not reported, because the spec is in this directory\n  help: use a separate output directory with --out\n',
        ]);
      }
    }));
});

describe('a manifest that matches edited files', () => {
  /** The report of verify after a change of a file and of its manifest entry. */
  function forged(change: (site: string) => void): string {
    return inGenerated((folder) => {
      const site = join(folder, 'generated/branch');
      change(site);
      forgeManifest(site);
      const { code, stdout } = portolan(folder, ['verify']);
      expect(code).toBe(1);
      return stdout;
    });
  }

  test('does not hide an edited coverage.md', () => {
    const text = forged((site) => {
      const page = join(site, 'coverage.md');
      const text = readFileSync(page, 'utf8');
      writeFileSync(page, text.replace('| iptables | wider |', '| iptables | exact |'));
    });
    expect(text).toMatch(/ {2}file: {2}generated\/branch\/coverage\.md:\d+\n/);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'FAIL branch manifest: coverage.md: expected "| `www.example.com` | `https` | bypass | iptables | wider | ',
    );
    expect(text).toContain('1 of ');
  });

  test('does not hide a coverage.md that is cut off or longer', () => {
    const cut = forged((site) => {
      const page = join(site, 'coverage.md');
      const lines = readFileSync(page, 'utf8').split('\n');
      writeFileSync(page, `${lines.slice(0, 12).join('\n')}\n`);
    });
    expect(cut).toContain('FAIL branch manifest: coverage.md: ');
    const long = forged((site) => {
      const page = join(site, 'coverage.md');
      writeFileSync(page, `${readFileSync(page, 'utf8')}All of it is exact.\n`);
    });
    expect(long.replaceAll(/\s+/g, ' ')).toContain('found "All of it is exact."');
  });

  test('does not hide a missing coverage.md', () => {
    expect(forged((site) => rmSync(join(site, 'coverage.md')))).toContain(
      'coverage.md: the file is missing',
    );
  });

  test.each(['apply-all.sh', '.x/rules.v4', 'squid/bypass.conf', 'coverage.md.orig'])(
    'not for %s, which the site does not give',
    (name) => {
      expect(forged((site) => writeFiles(site, { [name]: 'x\n' }))).toContain(
        'file state: not a file of this site',
      );
    },
  );
});

describe('out-of-date files', () => {
  const moved = demoSpec({ hosts: ['www.example.com', 'new.example.com'] });

  test('are named first and once, before the failures', () =>
    inGenerated((folder) => {
      writeFiles(folder, { 'spec.yaml': moved });
      const { stdout } = portolan(folder, ['verify']);
      const sentence = 'outputs of site branch are out of date: run portolan generate';
      expect(stdout).toMatch(/^\d+ of \d+ checks failed\n\n/);
      expect(stdout.split('\n\n')[1]).toBe(sentence);
      expect(stdout.split(sentence)).toHaveLength(2);
      expect(stdout).toContain(
        'FAIL branch iptables, pac: missing access: https://new.example.com/ is',
      );
      expect(portolan(folder, ['check']).stdout.startsWith(`${sentence}\n`)).toBe(true);
      for (const verb of ['check', 'verify'])
        expect(expectReport(portolan(folder, [verb, '--format', 'json']).stdout)).toMatchObject({
          stale: ['branch'],
        });
    }));

  test('are reported when only texts of the spec changed', () =>
    inGenerated((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec().replace('title: Web', 'title: Web pages') });
      const { code, stdout } = portolan(folder, ['verify']);
      expect([code, stdout]).toEqual([
        1,
        expect.stringMatching(
          /^1 of \d+ checks failed\n\noutputs of site branch are out of date: /,
        ),
      ]);
    }));

  test('are different from edited files', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'generated/branch/pac/proxy.pac'), 'edited\n');
      for (const verb of ['check', 'verify'])
        expect(portolan(folder, [verb]).stdout).not.toContain('out of date');
    }));
});
