import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseHost, parseHostName } from '../../../src/net/host-text.ts';
import { hostDistance } from '../../../src/review/explain/host-distance.ts';
import { must } from '../../support/policy.ts';

function distance(name: string, host: string): number {
  return hostDistance(must(parseHostName(name)), must(parseHost(host)));
}

describe('the distance of a name from a host', () => {
  test.each<[string, string, string, number]>([
    ['the host itself', 'a.example.com', 'a.example.com', 0],
    ['one letter of seven', 'a.exampel.com', 'a.example.com', 1 / 7],
    ['a missing label', 'example.com', 'www.example.com', 1],
    ['an extra label', 'eu.www.example.com', 'www.example.com', 1],
    ['two swapped labels', 'us.api.example.com', 'api.us.example.com', 1],
    ['a subdomain of a wildcard', 'a.b.example.com', '*.example.com', 0],
    ['a wrong letter in a subdomain of a wildcard', 'a.b.exampel.com', '*.example.com', 1 / 7],
    ['another label', 'mail.example.com', 'www.example.com', Number.POSITIVE_INFINITY],
    ['two extra labels', 'a.b.www.example.com', 'www.example.com', Number.POSITIVE_INFINITY],
    ['a wrong letter in a label with a star', 'cdm1.example.com', 'cdn*.example.com', 1 / 2],
  ])('counts %s', (_what, name, host, want) => {
    expect(distance(name, host)).toBe(want);
  });

  const label = fc.stringMatching(/^[a-z]{1,6}$/);
  const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('.'));

  test('is 0 for the name itself, and the same in both directions', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(distance(one, one)).toBe(0);
        expect(distance(one, other)).toBe(distance(other, one));
      }),
    );
  });
});
