import { describe, expect, test } from '@jest/globals';
import { sentenceOf } from '../../../../src/review/findings/finding.ts';
import { excludedStillOpen } from '../../../../src/review/rules/spec/excluded-still-open.ts';
import { findingsOf } from '../support.ts';

/** The findings about the second group, at a site with these lines. The first group, web, allows the first place. */
function found(site: string, first: string, second: string, tier = 'required'): string[] {
  const more = `version: 1
groups:
  - { id: second, title: Second, tier: ${tier}, tags: [two], endpoints: [${second}] }
`;
  const parts = {
    head: 'include: [more.yaml]',
    services: `  https: { ports: [tcp/443], application: tls }
  both: { ports: [tcp/443, udp/443], application: other }`,
    group: '    tags: [one]',
    endpoints: [first],
    site,
  };
  return findingsOf(parts, undefined, { 'more.yaml': more })
    .filter(({ rule }) => rule === excludedStillOpen.id)
    .map(sentenceOf);
}

const exclude = '    exclude: [second]';
const select = '    select: { tags: [one] }';
const same = '{ url: https://a.example.com }';

describe('excluded-still-open', () => {
  test.each([
    [
      'an excluded group',
      [exclude, same, same],
      [
        '"https://a.example.com": site branch excludes its group second, but group web still allows it',
      ],
    ],
    [
      'a group that the site does not select',
      [select, same, same],
      [
        '"https://a.example.com": site branch leaves out its group second, but group web still allows it',
      ],
    ],
    [
      'a wildcard that covers the access',
      [exclude, '{ host: "*.example.com", service: https }', same],
      [
        '"https://a.example.com": site branch excludes its group second, but group web still allows it',
      ],
    ],
    [
      'a part of the ports',
      [exclude, same, '{ host: a.example.com, service: both }'],
      ['"a.example.com": site branch excludes its group second, but group web still allows it'],
    ],
    ['other access', [exclude, same, '{ url: https://b.example.com }'], []],
    ['a part of a wildcard', [exclude, same, '{ host: "*.example.com", service: https }'], []],
    ['groups that the site allows', ['', same, same], []],
    ['a group in a tier that the site does not enable', [select, same, same, 'optional'], []],
    [
      'a group that is excluded, also in a tier that the site does not enable',
      [exclude, same, same, 'optional'],
      [
        '"https://a.example.com": site branch excludes its group second, but group web still allows it',
      ],
    ],
  ] as const)('checks %s', (_what, [site, first, second, tier], expected) => {
    expect(found(site, first, second, tier)).toEqual(expected);
  });
});
