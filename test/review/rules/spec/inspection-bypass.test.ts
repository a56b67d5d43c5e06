import { describe, expect, test } from '@jest/globals';
import { raised } from '../support.ts';

const two = ['{ url: "https://a.example.com" }', '{ url: "https://b.example.com" }'];

describe('inspection-bypass', () => {
  test('reports a bypassing group once', () => {
    expect(
      raised('inspection-bypass', { group: '    inspection: bypass', endpoints: two }),
    ).toEqual(['9: "web": its endpoints bypass inspection']);
  });

  test('reports a group once that inherits the bypass of the spec', () => {
    expect(raised('inspection-bypass', { head: 'inspection: bypass', endpoints: two })).toEqual([
      '10: "web": its endpoints bypass inspection',
    ]);
  });

  test('reports a single bypassing endpoint at its line', () => {
    const endpoints = ['{ url: "https://a.example.com", inspection: bypass }', two[1] ?? ''];
    expect(raised('inspection-bypass', { endpoints })).toEqual([
      '13: "https://a.example.com": bypasses inspection, unlike the rest of its group',
    ]);
  });

  test.each<[string, Parameters<typeof raised>[1]]>([
    ['a group without a bypass', { endpoints: two }],
    [
      'a bypassing group in which every endpoint overrides the bypass',
      {
        group: '    inspection: bypass',
        endpoints: ['{ url: "https://a.example.com", inspection: allow }'],
      },
    ],
  ])('%s is none', (_name, parts) => {
    expect(raised('inspection-bypass', parts)).toEqual([]);
  });
});
