import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { bothTargets, demoSpec } from '../support/demo.ts';
import { inFolder, writeFiles } from '../support/folder.ts';

const one = demoSpec({ sites: { branch: bothTargets } });
const two = demoSpec({ sites: { branch: bothTargets, lab: bothTargets } }).replace(
  '  lab:\n',
  '  lab:\n    device: fw-lab\n',
);

/** A side of the comparison: its spec, and the sites whose files are deleted after they were generated. */
type Side = { readonly spec: string; readonly deleted?: readonly string[] };

/** Compares two directories, each with a spec and its generated files. */
function compared(sides: { readonly old: Side; readonly new: Side }, ...more: readonly string[]) {
  return inFolder((folder) => {
    for (const name of ['old', 'new'] as const) {
      const { spec, deleted = [] } = sides[name];
      writeFiles(folder, { [`${name}/spec.yaml`]: spec });
      expect(portolan(folder, ['generate', `${name}/spec.yaml`]).code).toBe(0);
      for (const path of deleted)
        rmSync(join(folder, name, 'generated', path), { recursive: true });
    }
    const words = ['diff', 'old/spec.yaml', 'new/spec.yaml', '--no-fail', ...more];
    const json = portolan(folder, [...words, '--format', 'json']);
    expect([json.code, json.stderr]).toEqual([0, '']);
    return { report: JSON.parse(json.stdout), text: portolan(folder, words).stdout };
  });
}

describe('diff of two directories', () => {
  const everything = ['branch', 'lab'];
  test.each<[string, Side, Side, string, string[]]>([
    ['no outputs in OLD', { spec: two, deleted: everything }, { spec: two }, 'new', everything],
    ['no outputs in NEW', { spec: two }, { spec: two, deleted: everything }, 'removed', everything],
    ['no outputs of a site in OLD', { spec: two, deleted: ['lab'] }, { spec: two }, 'new', ['lab']],
    [
      'no outputs of a site in NEW',
      { spec: two },
      { spec: two, deleted: ['lab'] },
      'removed',
      ['lab'],
    ],
    ['a site that only OLD has', { spec: two }, { spec: one }, 'removed', ['lab']],
    ['a site that only NEW has', { spec: one }, { spec: two }, 'new', ['lab']],
  ])('has no failed check for %s', (_what, older, newer, state, sites) => {
    const { report, text } = compared({ old: older, new: newer });
    const own = report.outputs.filter((file: { state: string }) => file.state === state);
    const of = own.map(({ path }: { path: string }) => path.split('/')[0]);
    expect([...new Set(of)]).toEqual(sites);
    expect(report.verified?.failures ?? []).toEqual([]);
    expect(text).not.toContain('failed checks');
    // Without files in NEW, nothing is checked, and nothing passed.
    expect(text.includes('verify: ')).toBe(newer.deleted !== everything);
  });

  test.each([
    'branch/manifest.json',
    'branch/coverage.md',
    'branch/pac/proxy.pac',
    'branch/iptables',
  ])('has a failed check for %s that NEW alone lacks, beside other files of the site', (path) => {
    const { text } = compared({ old: { spec: one }, new: { spec: one, deleted: [path] } });
    expect(text).toContain('failed checks');
    expect(text).toContain(`  removed ${path}`);
  });

  test.each<[string, Side, Side, string]>([
    [
      'removed',
      { spec: two },
      { spec: two, deleted: ['lab/pac'] },
      'Target pac removed at site lab.',
    ],
    ['removed with its site', { spec: two }, { spec: one }, 'Target pac removed at site lab.'],
    ['added', { spec: two, deleted: ['lab/pac'] }, { spec: two }, 'Target pac added at site lab.'],
    ['added with its site', { spec: one }, { spec: two }, 'Target pac added at site lab.'],
  ])('says with --outputs that an output is %s', (_what, older, newer, sentence) => {
    const { report } = compared({ old: older, new: newer }, '--outputs');
    expect(report.summary).toContain(sentence);
    expect(report.summary).not.toContain('Setting');
    expect(report.settings).toContainEqual(
      expect.objectContaining({ what: 'site lab: pac', needsApproval: true }),
    );
  });
});
