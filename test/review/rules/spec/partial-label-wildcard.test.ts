import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

const limit = (name: string) =>
  `matches one label at its star, so subdomains of ${name} are not allowed`;

describe('partial-label-wildcard', () => {
  test.each<[string, string | undefined]>([
    [
      '*s3.example.com',
      `${limit('s3.example.com')}; "*.s3.example.com" and "s3.example.com" allow them`,
    ],
    [
      '*a.b.example.com',
      `${limit('a.b.example.com')}; "*.a.b.example.com" and "a.b.example.com" allow them`,
    ],
    // The rest contains another star, so two endpoints cannot replace it.
    ['*s3*.example.com', limit('s3*.example.com')],
    ['*s3.*.example.com', limit('s3.*.example.com')],
    ['*.s3.example.com', undefined],
    ['s3.example.com', undefined],
    ['s3*.example.com', undefined],
    ['s3.*.example.com', undefined],
    ['a.*b.example.com', undefined],
    // No subdomain can begin with a hyphen, so the pattern can mean only one label.
    ['*-files.example.com', undefined],
  ])('checks %s', (host, message) => {
    expect(raisedFor('partial-label-wildcard', [`{ host: "${host}", service: https }`])).toEqual(
      message === undefined ? [] : [`"${host}": ${message}`],
    );
  });
});
