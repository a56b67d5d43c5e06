import { describe, expect, test } from '@jest/globals';
import type { StoredSet } from '../../src/file-set.ts';
import { type RenderedSite, renderSite, siteFiles } from '../../src/render/site.ts';
import { ownerOf, planSite } from '../../src/render/site-plan.ts';
import { must, policyOf, type SpecWords, specOf } from '../support/policy.ts';
import { fakeTarget } from '../support/target.ts';

/** The one site of a small spec, rendered. */
function rendered(name = 'demo', id = 'branch'): RenderedSite {
  const words: SpecWords = {
    name,
    groups: [{ id: 'web', to: { https: ['a.example.com'] } }],
    site: { id, targets: { pac: { proxy: 'PROXY proxy.example.net:3128' } } },
  };
  return must(renderSite([fakeTarget()], policyOf(words), specOf(words), []));
}

function stored(site: RenderedSite, parts: Partial<StoredSet> = {}): StoredSet {
  return { files: siteFiles(site), notRegular: [], notExecutable: [], ...parts };
}

describe('the owner of a directory whose site is not in the spec', () => {
  test.each<[string, Partial<StoredSet>, ReturnType<typeof ownerOf>]>([
    ['as it was written', {}, 'ours'],
    ['with a link in it', { notRegular: ['pac/link'] }, 'touched'],
    ['with a file of somebody else', { files: withFile('notes.txt') }, 'touched'],
    ['with a file changed', { files: withFile('coverage.md') }, 'touched'],
    ['without a manifest', { files: new Map() }, 'others'],
  ])('%s', (_name, parts, want) => {
    expect(ownerOf('branch', 'demo', stored(rendered(), parts))).toBe(want);
  });

  test.each([
    ['of another spec', 'branch', 'other'],
    ['of another site', 'office', 'demo'],
  ])('%s is not ours', (_name, folder, spec) => {
    expect(ownerOf(folder, spec, stored(rendered()))).toBe('others');
  });
});

function withFile(path: string): ReadonlyMap<string, Uint8Array> {
  return new Map([...siteFiles(rendered()), [path, Buffer.from('mine\n')]]);
}

describe('the owner in a site plan', () => {
  test.each([
    ['this site of this spec', rendered(), undefined],
    ['another spec', rendered('other'), { spec: 'other', site: 'branch' }],
    ['another site', rendered('demo', 'office'), { spec: 'demo', site: 'office' }],
  ])('%s', (_name, owner, want) => {
    expect(planSite(rendered(), stored(owner), false).other).toEqual(want);
  });

  test('is undefined for an empty directory', () => {
    expect(planSite(rendered(), stored(rendered(), { files: new Map() }), false).other).toBe(
      undefined,
    );
  });
});
