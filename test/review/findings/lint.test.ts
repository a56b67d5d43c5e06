import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import { compareFindings, type Finding } from '../../../src/review/findings/finding.ts';
import { lintSpec } from '../../../src/review/findings/lint.ts';
import { ruleInfo } from '../../../src/review/findings/registry.ts';
import { changeRules } from '../../../src/review/rules/change/list.ts';
import { siteRules } from '../../../src/review/rules/site/list.ts';
import { specRules } from '../../../src/review/rules/spec/list.ts';
import { smallSpec } from '../../support/arbitrary.ts';
import { must, type SpecWords, specOf } from '../../support/policy.ts';

/** The findings about a spec that compiles. */
function lintOf(words: SpecWords): Finding[] {
  const spec = specOf(words);
  fc.pre(compileSites(spec).ok);
  return must(lintSpec(spec, '2026-11-24'));
}

/** A property of the findings about many random specs. */
function property(check: (findings: Finding[]) => void) {
  return fc.property(smallSpec, (words) => check(lintOf(words)));
}

describe('lint', () => {
  test('accepts every spec, and reports findings of many rules for random ones', () => {
    const found = new Set<string>();
    fc.assert(
      property((findings) => {
        for (const { rule } of findings) found.add(rule);
      }),
      { numRuns: 200 },
    );
    expect(found.size).toBeGreaterThan(10);
  });

  test('sorts findings in a total order without duplicates', () => {
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

  test('copies the facts of the rule to each finding, without an exception', () => {
    fc.assert(
      property((findings) => {
        for (const { rule, severity, help, exception } of findings) {
          const info = ruleInfo(rule);
          // A tunnel to any destination is graver than the rule's own severity.
          const graver = rule === 'tunnel-protocol' ? [9.5] : [];
          expect([info.severity, ...graver]).toContain(severity);
          expect(help).toBe(info.remedy);
          expect(exception).toBeNull();
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['a spec', specRules],
    ['a site', siteRules],
    ['a change', changeRules],
  ])('sorts the rules about %s by severity, then by id', (_what, rules) => {
    const order = [...rules].sort((a, b) => b.severity - a.severity || (a.id < b.id ? -1 : 1));
    expect(rules.map(({ id }) => id)).toEqual(order.map(({ id }) => id));
  });

  test('returns the problems of a spec that does not compile', () => {
    const words = specOf({
      groups: [{ id: 'web', tier: 'optional', to: { https: ['a.example'] } }],
    });
    const [site] = words.sites;
    if (site === undefined) throw new Error('the spec has a site');
    const result = lintSpec({ ...words, sites: [{ ...site, tiers: ['required'] }] }, undefined);
    expect(result.ok ? [] : result.error.map(({ rule }) => rule)).toEqual(['site-empty']);
  });
});
