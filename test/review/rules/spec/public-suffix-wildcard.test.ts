import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

const below = (host: string, suffix: string) => [
  `"${host}": anyone can register names under ${suffix}`,
];

describe('public-suffix-wildcard', () => {
  test.each<[string, string[]]>([
    ['*.co.uk', below('*.co.uk', 'co.uk')],
    ['*.com.au', below('*.com.au', 'com.au')],
    // The list contains "*.ck", so every name directly below ck is a suffix.
    ['*.anything.ck', below('*.anything.ck', 'anything.ck')],
    ['shop*.co.uk', below('shop*.co.uk', 'co.uk')],
    ['a.*.co.uk', below('a.*.co.uk', 'co.uk')],
    ['*.example.co.uk', []],
    ['*.example.com', []],
    ['shop*.example.co.uk', []],
    ['www.example.co.uk', []],
    // The list's exception from "*.ck".
    ['*.www.ck', []],
    // A suffix of the private section, which the rule shared-tenant-wildcard reports.
    ['*.cloudfront.net', []],
    // A top-level domain that the list does not contain.
    ['*.example.internal', []],
  ])('checks %s', (host, want) => {
    expect(raisedFor('public-suffix-wildcard', [`{ host: "${host}", service: https }`])).toEqual(
      want,
    );
  });
});
