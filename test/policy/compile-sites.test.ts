import { describe, expect, test } from '@jest/globals';
import { compileSites } from '../../src/policy/compile-sites.ts';
import type { Spec } from '../../src/spec/types.ts';
import { must, type SpecWords, specOf } from '../support/policy.ts';

const conflict: SpecWords = {
  groups: [
    { id: 'a', inspection: 'bypass', to: { https: ['api.example.com'] } },
    { id: 'b', inspection: 'allow', to: { https: ['api.example.com'] } },
  ],
};

/** The spec with its one site under several ids. */
function withSites(spec: Spec, ids: readonly string[]): Spec {
  return { ...spec, sites: ids.flatMap((id) => spec.sites.map((site) => ({ ...site, id }))) };
}

describe('every site has a policy of its own', () => {
  test('in the order of the sites', () => {
    const spec = specOf({ groups: [{ id: 'a', to: { https: ['api.example.com'] } }] });
    const policies = must(compileSites(withSites(spec, ['first', 'second'])));
    expect(policies.map(({ site }) => site.id)).toEqual(['first', 'second']);
  });

  test('a mistake that two sites share is said once', () => {
    const compiled = compileSites(withSites(specOf(conflict), ['first', 'second']));
    expect(compiled.ok ? [] : compiled.error.map(({ rule }) => rule)).toEqual([
      'inspection-conflict',
    ]);
  });
});
