import { expect } from '@jest/globals';
import { readXml } from '../engines/xml.ts';

/** A test case, and what failed; null for a case that passed. */
export type Case = readonly [name: string, failure: string | null];

/** The test cases of a JUnit report, by suite: each with its failure, or null. The totals must agree. */
export function casesIn(stdout: string): Record<string, Case[]> {
  const { root } = readXml(stdout);
  expect(root.name).toBe('testsuites');
  const suites = root.children.map((suite) => {
    const cases = suite.children.map((each): Case => {
      expect(each.attributes.get('classname')).toBe(suite.attributes.get('name'));
      const [failure] = each.children;
      expect(failure?.attributes.get('message')).toBe(failure?.text.split('\n')[0]);
      return [each.attributes.get('name') ?? '', failure?.text ?? null];
    });
    expectTotals(suite.attributes, cases);
    return [suite.attributes.get('name') ?? '', cases] as const;
  });
  expectTotals(
    root.attributes,
    suites.flatMap(([, cases]) => cases),
  );
  return Object.fromEntries(suites);
}

function expectTotals(attributes: ReadonlyMap<string, string>, cases: readonly Case[]): void {
  const failures = cases.filter(([, failure]) => failure !== null).length;
  expect([attributes.get('tests'), attributes.get('failures')]).toEqual([
    String(cases.length),
    String(failures),
  ]);
}
