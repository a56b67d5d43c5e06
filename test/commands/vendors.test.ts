import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadSpec } from '../../src/language/load.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import type { Policy } from '../../src/policy/types.ts';
import { totalsOf } from '../../src/render/totals.ts';
import { enforcedBy, type Verdict } from '../../src/render/verdicts.ts';
import { targets } from '../../src/targets/list.ts';
import { outputsOf } from '../../src/targets/output.ts';
import { portolan } from '../support/cli.ts';
import { inFolder } from '../support/folder.ts';
import { folderReader } from '../support/load.ts';
import { must } from '../support/policy.ts';

// Each directory of test/vendors has the list of one vendor as a spec. The table of README.md in it is made here;
// `npm run test:update-golden` rewrites it.
const vendors = join(import.meta.dirname, '../vendors');
const names = readdirSync(vendors, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

describe.each(names)('the list of %s', (name) => {
  test('is valid, generates every target, passes its tests, and lint can read it', () => {
    inFolder((folder) => {
      cpSync(join(vendors, name), folder, { recursive: true });
      const codes = ['validate', 'generate', 'check', 'verify', 'lint'].map(
        (verb) => [verb, portolan(folder, [verb]).code] as const,
      );
      expect(codes.filter(([, code]) => code !== 0)).toEqual([]);
    });
  });

  test('has a site with every target', () => {
    const used = policiesOf(name).map(({ site }) => Object.keys(site.targets).length);
    expect(Math.max(...used)).toBe(targets.length);
  });
});

test('README.md says what each target leaves out of each list, and why', () => {
  const path = join(vendors, 'README.md');
  const page = readFileSync(path, 'utf8');
  const [head = '', , tail = ''] = page.split(/(<!-- table:start -->[\s\S]*<!-- table:end -->)/);
  const table = ['<!-- table:start -->', '', ...tableRows(), '', '<!-- table:end -->'].join('\n');
  const actual = `${head}${table}${tail}`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, actual);
  else expect(page).toBe(actual);
});

function policiesOf(name: string): readonly Policy[] {
  const { spec } = must(loadSpec(folderReader(join(vendors, name)), 'spec.yaml'));
  return must(compileSites(spec));
}

function tableRows(): string[] {
  const rows = names.flatMap((name) => policiesOf(name).flatMap((policy) => rowsOf(name, policy)));
  return [
    '| List | Site | Target | Exact | Wider | Narrower | Left out | Why |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
}

function rowsOf(name: string, policy: Policy): string[] {
  const enforced = enforcedBy(outputsOf(policy, targets));
  return totalsOf(enforced).map(({ target, exact, wider, narrower, leftOut }) => {
    const why = reasonsOf(enforced.get(target) ?? []).join('; ');
    return `| ${name} | ${policy.site.id} | ${target} | ${exact} | ${wider} | ${narrower} | ${leftOut} | ${why} |`;
  });
}

/** The reasons of an output for what it leaves out, each once. */
function reasonsOf(verdicts: readonly Verdict[]): string[] {
  const leftOut = verdicts.filter(({ kind }) => kind === 'unsupported');
  return [...new Set(leftOut.map(({ reason }) => reason))].sort();
}
