import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endpointsOf } from '../../../../src/review/rules/kit/about-endpoints.ts';
import { CoveringEntries } from '../../../../src/review/rules/kit/covering-entries.ts';
import { entryOf } from '../../../../src/review/rules/kit/endpoint-entry.ts';
import { loadFiles, specText } from '../../../support/load.ts';
import { must } from '../../../support/policy.ts';
import { runs } from '../../../support/runs.ts';
import { services } from '../support.ts';

/** Networks that are nested in each other, equal, or beside each other; with hosts and any destination among them. */
const endpoint = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record({
        first: fc.integer({ min: 0, max: 6 }),
        size: fc.integer({ min: 0, max: 6 }),
        service: fc.constantFrom('https', 'http', 'all', 'mail', 'ipsec'),
        inspection: fc.constantFrom('allow', 'bypass'),
      })
      .map(({ first, size, service, inspection }) => {
        const network = `198.51.100.${first}${size === 0 ? '' : `-198.51.100.${first + size}`}`;
        return `{ network: ${network}, service: ${service}, inspection: ${inspection} }`;
      }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{ to: any, service: https }',
      '{ host: a.example.com, service: https }',
      '{ url: "http://198.51.100.3/a" }',
      '{ url: "http://198.51.100.3/a/b" }',
    ),
  },
);

const tiers = ['required', 'recommended', 'optional'] as const;

function entriesOf(groups: readonly (readonly string[])[]) {
  const text = groups.map(
    (endpoints, index) =>
      `  - id: g${index}\n    title: G\n    tier: ${tiers[index % 3]}\n    endpoints: [${endpoints.join(', ')}]`,
  );
  const spec = specText({ services, endpoints: [`{ to: any, service: dns }\n${text.join('\n')}`] });
  return endpointsOf(must(loadFiles({ 'spec.yaml': spec })).spec).map(entryOf);
}

test('an index of nested networks finds what a look at each network finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(endpoint, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      (groups) => {
        const entries = entriesOf(groups);
        const [indexed, compared] = [0, Number.POSITIVE_INFINITY].map((most) => {
          const covering = new CoveringEntries(entries, most);
          return entries.map((entry) => covering.first(entry)?.position);
        });
        expect(indexed).toEqual(compared);
      },
    ),
    { numRuns: runs(500) },
  );
});
