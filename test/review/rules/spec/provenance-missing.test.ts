import { describe, expect, test } from '@jest/globals';
import type { SpecParts } from '../../../support/load.ts';
import { raised } from '../support.ts';

const sum = 'a'.repeat(64);
const head = `documents:\n  guide: { title: Guide, sha256: ${sum} }`;
const from = '    source: { document: guide }';
const a = '{ url: "https://a.example.com" }';
const b = '{ url: "https://b.example.com", source: { document: guide } }';

describe('provenance-missing', () => {
  test.each<[string, { given: SpecParts; want: string[] }]>([
    [
      'a group without any source, once',
      {
        given: { head, endpoints: [a, '{ url: "https://c.example.com" }'] },
        want: ['11: "web": has no source document'],
      },
    ],
    [
      'an endpoint without a source in a group with sources',
      {
        given: { head, endpoints: [a, b] },
        want: ['15: "https://a.example.com": has no source document'],
      },
    ],
    [
      'a document without a checksum',
      {
        given: { head: 'documents:\n  guide: { title: Guide }', group: from },
        want: ['6: "guide": is a document without a checksum'],
      },
    ],
    ['a source at the group', { given: { head, group: from, endpoints: [a] }, want: [] }],
    ['a source at each endpoint', { given: { head, endpoints: [b] }, want: [] }],
  ])('checks %s', (_name, { given, want }) => {
    expect(raised('provenance-missing', given)).toEqual(want);
  });
});
