import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { headline } from '../../../src/report/diff/headline.ts';
import { diffJson } from '../../../src/report/diff/json.ts';
import { compare } from '../../review/diff/support.ts';
import { readText } from '../../support/schema.ts';
import { diffAnswer } from '../answers.ts';
import { change } from '../hostile-data.ts';

const schema = JSON.parse(readText('schema/report.schema.json'));
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addSchema(schema, 'report');
const isDiff = ajv.compile({ $ref: 'report#/$defs/diff' });

/** Every key that the answer has, and in which objects of the schema each is described. */
function described(): Set<string> {
  const names = [
    'diff',
    'siteChange',
    'access',
    'accessOrigin',
    'factChange',
    'ruledChange',
    'fileChange',
    'comparedRevision',
    'finding',
    'exception',
    'line',
  ];
  const keys = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => [
      ...(key === 'properties' ? Object.keys(inner) : []),
      ...keys(inner),
    ]);
  };
  return new Set(names.flatMap((name) => keys(schema.$defs[name])));
}

function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

describe('the answer of diff for scripts', () => {
  test.each([
    ['of a change in everything', change],
    ['of no change', compare({}, {})],
    [
      'of a new site',
      compare(
        {},
        {
          sites:
            '  other: { clients: [198.51.100.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} }, prefix: oth }',
        },
      ),
    ],
  ])('%s is as the schema says', (_name, report) => {
    isDiff(JSON.parse(diffJson(diffAnswer(report))));
    expect(isDiff.errors ?? []).toEqual([]);
  });

  test('names both sides and begins with the sentence of every format', () => {
    const commit = '2'.repeat(40);
    const head = { name: 'working tree', commit };
    expect(JSON.parse(diffJson(diffAnswer(change, { head })))).toMatchObject({
      summary: headline(change),
      base: { name: 'main', commit: '1'.repeat(40) },
      head: { name: 'working tree', commit },
      reviewId: change.reviewId,
    });
    expect(JSON.parse(diffJson(diffAnswer(change))).head).toEqual({
      name: 'working tree',
      commit: null,
    });
  });

  test('says how many parts of the access before a change it does not list', () => {
    const hosts = ['a', 'b', 'c', 'd', 'e'].map(
      (name) => `{ host: ${name}.example.com, service: https }`,
    );
    const report = compare(
      { endpoints: hosts },
      { endpoints: ['{ host: "*.example.com", service: https }'] },
    );
    const sites = new Map(
      [...report.sites].map(([id, site]) => {
        const gained = site.gained.map((gain) => {
          const { first, count } = gain.related;
          return { ...gain, related: { first: first.slice(0, 2), count } };
        });
        return [id, { ...site, gained }];
      }),
    );
    const answer = JSON.parse(diffJson(diffAnswer({ ...report, sites })));
    expect(isDiff(answer)).toBe(true);
    const [gain] = answer.sites.branch.gained;
    expect(gain.was).toBe('a.example.com tcp/443; b.example.com tcp/443; 3 more');
    expect([gain.wasAccess.length, gain.wasMore]).toEqual([2, 3]);
    const [whole] = JSON.parse(diffJson(diffAnswer(report))).sites.branch.gained;
    expect(whole.wasAccess).toHaveLength(5);
    expect(Object.hasOwn(whole, 'wasMore')).toBe(false);
  });

  test('every key of it is described', () => {
    const answer = JSON.parse(diffJson(diffAnswer(change)));
    const known = described();
    expect(new Set(keysOf(answer).filter((key) => !known.has(key)))).toEqual(new Set(['branch']));
  });

  test.each([
    'schemaVersion',
    'summary',
    'base',
    'head',
    'sites',
    'wording',
    'findings',
    'needsApproval',
    'reviewId',
    'verified',
  ])('without "%s" it would not be', (key) => {
    const { [key]: _, ...rest } = JSON.parse(diffJson(diffAnswer(change)));
    expect(isDiff(rest)).toBe(false);
  });

  test.each([
    'kind',
    'clients',
    'destination',
    'path',
    'ports',
    'tier',
    'groups',
    'witness',
    'was',
    'findings',
    'origins',
  ])('nor without "%s" of a gain', (key) => {
    const answer = JSON.parse(diffJson(diffAnswer(change)));
    expect(isDiff(answer)).toBe(true);
    delete answer.sites.branch.gained[0][key];
    expect(isDiff(answer)).toBe(false);
  });
});
