import { describe, expect, test } from '@jest/globals';
import { raised } from '../support.ts';

const endpoints = ['{ host: a.example.com, service: https, expires: 2026-11-23 }'];

describe('expired', () => {
  test.each<[string, { asOf: string | undefined; want: string[] }]>([
    [
      'the day after the last day',
      { asOf: '2026-11-24', want: ['13: "a.example.com": expired on 2026-11-23'] },
    ],
    ['the last day', { asOf: '2026-11-23', want: [] }],
    ['a year before', { asOf: '2025-11-23', want: [] }],
    ['no day, without using the clock', { asOf: undefined, want: [] }],
  ])('checks %s', (_name, { asOf, want }) => {
    expect(raised('expired', { endpoints }, asOf)).toEqual(want);
  });

  test('ignores an endpoint without a last day', () => {
    expect(
      raised('expired', { endpoints: ['{ host: a.example.com, service: https }'] }, '2999-01-01'),
    ).toEqual([]);
  });
});
