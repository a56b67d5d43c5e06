import { expect, test } from '@jest/globals';
import { compare, type Parts } from './support.ts';

function declining(names: string, kind = 'declined'): Parts {
  const own = names === '' ? '' : `, names: [${names}]`;
  return { top: `unresolved:\n  - { id: imprint, kind: ${kind}, text: the imprint${own} }` };
}

/** What a change needs approval for. */
function approvals(base: Parts, head: Parts): string[] {
  return compare(base, head).settings.map(
    ({ what, before, after, needsApproval }) =>
      `${what}: ${before} -> ${after}${needsApproval ? ' (needs approval)' : ''}`,
  );
}

test.each<[string, Parts, Parts, string[]]>([
  [
    'a new declined need',
    {},
    declining('b.example.org, a.example.org'),
    ['unresolved imprint: declined: null -> a.example.org, b.example.org (needs approval)'],
  ],
  [
    'a new declined need without names',
    {},
    declining(''),
    ['unresolved imprint: declined: null -> the imprint (needs approval)'],
  ],
  [
    'a need that becomes declined',
    declining('', 'demanded'),
    declining(''),
    ['unresolved imprint: declined: null -> the imprint (needs approval)'],
  ],
  [
    'one more name',
    declining('a.example.org'),
    declining('a.example.org, b.example.org'),
    [
      'unresolved imprint: declined: a.example.org -> a.example.org, b.example.org (needs approval)',
    ],
  ],
  [
    'another order',
    declining('a.example.org, b.example.org'),
    declining('b.example.org, a.example.org'),
    [],
  ],
  [
    'one name less',
    declining('a.example.org, b.example.org'),
    declining('a.example.org'),
    ['unresolved imprint: no longer declined: b.example.org -> null (needs approval)'],
  ],
  [
    'another kind',
    declining(''),
    declining('', 'demanded'),
    ['unresolved imprint: no longer declined: the imprint -> null (needs approval)'],
  ],
  [
    'a removed need',
    declining('a.example.org'),
    {},
    ['unresolved imprint: no longer declined: a.example.org -> null (needs approval)'],
  ],
])('a change needs approval for %s', (_name, base, head, want) => {
  expect(approvals(base, head)).toEqual(want);
});

test('fewer declined names are listed as wording too', () => {
  const { wording } = compare(
    declining('a.example.org, b.example.org'),
    declining('a.example.org'),
  );
  expect(wording.map(({ what, before, after }) => [what, before, after])).toEqual([
    ['unresolved imprint: names', 'a.example.org, b.example.org', 'a.example.org'],
  ]);
});
