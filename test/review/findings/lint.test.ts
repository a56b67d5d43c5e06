import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import { compareFindings, type Finding } from '../../../src/review/findings/finding.ts';
import { lintSpec } from '../../../src/review/findings/lint-spec.ts';
import { ruleIds } from '../../../src/review/rules/kit/rule-info.ts';
import { lintRules } from '../../../src/review/rules/spec/list.ts';
import { smallSpec } from '../../support/arbitrary.ts';
import { must, type SpecWords, specOf } from '../../support/policy.ts';

/** The findings of a spec that gives a policy. */
function lintOf(words: SpecWords): Finding[] {
  const spec = specOf(words);
  fc.pre(compileSites(spec).ok);
  return must(lintSpec(spec, '2026-11-24'));
}

/** Every finding of many random specs. */
function property(check: (findings: Finding[]) => void) {
  return fc.property(smallSpec, (words) => check(lintOf(words)));
}

describe('lint', () => {
  test('judges every spec, and finds something of nearly every rule among random ones', () => {
    const found = new Set<string>();
    fc.assert(
      property((findings) => {
        for (const { rule } of findings) found.add(rule);
      }),
      { numRuns: 200 },
    );
    expect(found.size).toBeGreaterThan(10);
  });

  test('puts the findings in one order, in which no two are equal', () => {
    fc.assert(
      property((findings) => {
        const backwards = [...findings].reverse().sort(compareFindings);
        expect(backwards).toEqual(findings);
        for (const [index, finding] of findings.slice(1).entries()) {
          const before = findings[index];
          expect(before && compareFindings(before, finding)).toBe(-1);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('gives each finding the facts of its rule, and nobody has accepted it yet', () => {
    fc.assert(
      property((findings) => {
        for (const { rule, severity, help, exception } of findings) {
          const facts = lintRules.find(({ id }) => id === rule);
          expect([severity, help]).toEqual([facts?.severity, facts?.remedy]);
          expect(exception).toBeNull();
        }
      }),
      { numRuns: 50 },
    );
  });

  test('the rules stand in the order of their severity, then of their ids', () => {
    const order = [...lintRules].sort(
      (a, b) => b.severity - a.severity || ruleIds.indexOf(a.id) - ruleIds.indexOf(b.id),
    );
    expect(lintRules.map(({ id }) => id)).toEqual(order.map(({ id }) => id));
  });

  test('the problems of a spec that gives no policy come in place of findings', () => {
    const words = specOf({
      groups: [{ id: 'web', tier: 'optional', to: { https: ['a.example'] } }],
    });
    const [site] = words.sites;
    if (site === undefined) throw new Error('the spec has a site');
    const result = lintSpec({ ...words, sites: [{ ...site, tiers: ['required'] }] }, undefined);
    expect(result.ok ? [] : result.error.map(({ rule }) => rule)).toEqual(['site-empty']);
  });
});
