import { describe, expect, test } from '@jest/globals';
import type { StoredSet } from '../../src/file-set.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { renderSpec } from '../../src/render/all-sites.ts';
import { manifestFaults } from '../../src/render/manifest-faults.ts';
import { siteFiles } from '../../src/render/site.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { loadFiles } from '../support/load.ts';
import { mutantsOf } from '../support/mutants.ts';
import { must } from '../support/policy.ts';
import { realSpec } from '../support/rendered.ts';

const { spec } = must(loadFiles({ 'spec.yaml': realSpec }));
const [policy] = must(compileSites(spec));
const [site] = must(renderSpec(spec, siteFindings));
if (policy === undefined || site === undefined) throw new Error('the guide has one site');
const files = siteFiles(site);

/** What is found in a folder with these changes; undefined takes a file away. */
function found(changes: Readonly<Record<string, string | undefined>> = {}): string[] {
  const changed = new Map(files);
  for (const [path, text] of Object.entries(changes)) {
    if (text === undefined) changed.delete(path);
    else changed.set(path, Buffer.from(text));
  }
  return faultsOf({ files: changed, notRegular: [], notExecutable: [] });
}

function faultsOf(stored: StoredSet): string[] {
  if (policy === undefined) return [];
  return manifestFaults(stored, policy).map(({ path, message }) => `${path}: ${message}`);
}

const textOf = (path: string) => Buffer.from(files.get(path) ?? []).toString('utf8');

describe('faults of a manifest', () => {
  test('are none in generated files', () => {
    expect(found()).toEqual([]);
  });

  test.each<[name: string, changes: Record<string, string | undefined>, faults: string[]]>([
    [
      'no manifest',
      { 'manifest.json': undefined },
      ['manifest.json: manifest.json is missing or is not a Portolan manifest'],
    ],
    [
      'a manifest that is none',
      { 'manifest.json': '{}' },
      ['manifest.json: manifest.json is missing or is not a Portolan manifest'],
    ],
    [
      'a file less',
      { 'pac/proxy.pac': undefined },
      ['pac/proxy.pac: the file is missing or is not a regular file'],
    ],
    ['a file more', { 'pac/other.pac': '' }, ['pac/other.pac: not listed in manifest.json']],
    [
      'a file changed',
      { 'coverage.md': 'all is exact\n' },
      ['coverage.md: the file was edited after it was generated'],
    ],
    [
      'another policy',
      { 'manifest.json': textOf('manifest.json').replace(/("policy": ")[0-9a-f]{2}/, '$100') },
      ['manifest.json: the files are out of date: the spec changed after they were generated'],
    ],
  ])('%s', (_name, changes, faults) => {
    expect(found(changes)).toEqual(faults);
  });

  test('include a link in place of a file, and an additional link', () => {
    const without = new Map([...files].filter(([path]) => path !== 'coverage.md'));
    expect(
      faultsOf({ files: without, notRegular: ['coverage.md', 'x'], notExecutable: [] }),
    ).toEqual([
      'coverage.md: the file is missing or is not a regular file',
      'x: not listed in manifest.json',
    ]);
  });

  test('include any edited line of the page or the manifest, except the version', () => {
    const pages = new Map(['coverage.md', 'manifest.json'].map((path) => [path, textOf(path)]));
    const widen = (line: string) => [
      line.replace(/[0-9]/, (digit) => `${(Number(digit) + 1) % 10}`),
      line.replace(/[a-z](?=[^a-z]*$)/, 'q'),
      `${line} `,
    ];
    const survivors: string[] = [];
    let tried = 0;
    for (const { what, files: changed } of mutantsOf(pages, widen)) {
      tried += 1;
      if (found(Object.fromEntries(changed)).length === 0) survivors.push(what);
    }
    expect(survivors).toEqual([expect.stringMatching(/^manifest\.json:\d+ widened to +"version"/)]);
    expect(tried).toBeGreaterThan(1000);
  });
});
