import { describe, expect, test } from '@jest/globals';
import { raised, services } from '../support.ts';

const parts = { services, endpoints: ['{ to: resolvers, service: dns }'] };

describe('any-resolver', () => {
  test('reports resolvers: any', () => {
    expect(raised('any-resolver', { ...parts, resolvers: 'any' })).toEqual([
      '26: "branch": its clients may send DNS queries to every address',
    ]);
  });

  test.each(['[self]', '[192.0.2.53]', '[self, "2001:db8::53"]'])('checks %s', (resolvers) => {
    expect(raised('any-resolver', { ...parts, resolvers })).toEqual([]);
  });

  test('ignores a site without endpoints to the resolvers', () => {
    expect(raised('any-resolver', { resolvers: 'any' })).toEqual([]);
  });
});
