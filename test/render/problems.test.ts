import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Spec } from '../../src/language/types.ts';
import { enoughProblems, type Refusal } from '../../src/problem.ts';
import { problemsOf, renderSpec } from '../../src/render/all-sites.ts';
import { provedFiles, renderOutput } from '../../src/render/render-output.ts';
import { targets as builtTargets } from '../../src/targets/list.ts';
import type { Target } from '../../src/targets/target.ts';
import { outputOf } from '../support/output.ts';
import { must, policyOf, type SpecWords, specOf } from '../support/policy.ts';
import { runs } from '../support/runs.ts';
import { fakeTarget } from '../support/target.ts';

const words: SpecWords = {
  groups: [{ id: 'web', to: { https: ['a.example.com'] } }],
  site: {
    id: 'branch',
    targets: {
      iptables: {},
      paloalto: { from: 'trust', to: 'untrust', position: 'top' },
      pac: { proxy: 'PROXY proxy.example.net:3128' },
      pfsense: { interface: 'lan' },
      squid: { tlsInspection: 'none' },
    },
  },
};
const spec = specOf(words);

/** A target that refuses sites by their names: with its view, or with the proof of its files. */
type Refusing = { readonly view: readonly string[]; readonly proof: readonly string[] };

function refusalsFor(site: string, step: string, count: number): Refusal[] {
  return Array.from({ length: count }, (_, index) => ({
    rule: `${step}-${index}`,
    message: site,
    help: 'no',
  }));
}

function targetOf({ view, proof }: Refusing, count: number): Target {
  const target = fakeTarget();
  return {
    ...target,
    view: (policy) =>
      view.includes(policy.site.id)
        ? { ok: false, error: refusalsFor(policy.site.id, 'view', count) }
        : target.view(policy),
    prove: (_files, { site }) => refusalsFor(site.id, 'proof', proof.includes(site.id) ? count : 0),
  };
}

const ids = ['a', 'b', 'c'];
const refusing = fc.record({ view: fc.subarray(ids), proof: fc.subarray(ids) });

/** The spec with these sites; sites of one prefix share the names of their objects on a device. */
function specWith(sites: readonly string[], prefixes: readonly string[]): Spec {
  const one = spec.sites.flatMap((site) =>
    sites.map((id, index) => ({ ...site, id, prefix: prefixes[index] ?? id, device: 'shared' })),
  );
  return { ...spec, sites: one };
}

test('the problems of a spec are those for which rendering fails', () => {
  const cases = fc.record({
    sites: fc.subarray(ids, { minLength: 1 }),
    prefixes: fc.array(fc.constantFrom('north', 'south', 'west'), { minLength: 3, maxLength: 3 }),
    refusing,
    count: fc.constantFrom(1, 2, enoughProblems + 5),
    isBuilt: fc.boolean(),
  });
  let failed = 0;
  fc.assert(
    fc.property(cases, ({ sites, prefixes, refusing: which, count, isBuilt }) => {
      const of = specWith(sites, prefixes);
      const fake = targetOf(which, count);
      const known = isBuilt
        ? builtTargets.map((each) => (each.name === fake.name ? fake : each))
        : [fake];
      const rendered = renderSpec(of, () => [], undefined, known);
      if (!rendered.ok) failed += 1;
      expect(problemsOf(of, known)).toEqual(rendered.ok ? [] : rendered.error);
    }),
    { numRuns: runs(60) },
  );
  expect(failed).toBeGreaterThan(0);
});

test('files that are only compared are those that are written', () => {
  for (const target of builtTargets) {
    const output = outputOf(target, policyOf(words));
    expect(must(provedFiles(output))).toEqual(must(renderOutput(output)));
  }
});

test('only files that are written are read back', () => {
  const read: Target['read'] = () => {
    throw new Error('was read');
  };
  const target = fakeTarget({ read });
  const output = outputOf(target, policyOf(words));
  expect(must(provedFiles(output)).size).toBe(1);
  expect(problemsOf(spec, [target])).toEqual([]);
  expect(() => renderOutput(output)).toThrow('was read');
});
