import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

describe('cleartext', () => {
  test.each<[string, string[]]>([
    ['{ url: "http://a.example.com/x" }', ['"http://a.example.com/x": allows cleartext on tcp/80']],
    [
      '{ host: a.example.com, services: [http, https] }',
      ['"a.example.com": allows cleartext on tcp/80'],
    ],
    ['{ network: 198.51.100.1, service: http }', ['"198.51.100.1": allows cleartext on tcp/80']],
    ['{ host: a.example.com, service: web }', ['"a.example.com": allows cleartext on tcp/8080']],
    ['{ host: a.example.com, service: ftp }', ['"a.example.com": allows cleartext on tcp/21']],
    [
      '{ host: a.example.com, services: [ftp, http] }',
      ['"a.example.com": allows cleartext on tcp/21, tcp/80'],
    ],
    ['{ url: "https://a.example.com" }', []],
    ['{ host: a.example.com, service: mail }', []],
    ['{ host: a.example.com, service: media }', []],
    ['{ to: resolvers, service: dns }', []],
    // The rule broad-port-range reports it.
    ['{ host: a.example.com, service: all }', []],
  ])('checks %s', (endpoint, want) => {
    expect(raisedFor('cleartext', [endpoint])).toEqual(want);
  });
});
