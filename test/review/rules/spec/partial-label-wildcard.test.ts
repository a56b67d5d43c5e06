import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

const shut = (name: string) => `takes one label at its star, so that names below ${name} stay shut`;

describe('partial-label-wildcard', () => {
  test.each<[string, string | undefined]>([
    [
      '*s3.example.com',
      `${shut('s3.example.com')}; "*.s3.example.com" and "s3.example.com" open them`,
    ],
    [
      '*a.b.example.com',
      `${shut('a.b.example.com')}; "*.a.b.example.com" and "a.b.example.com" open them`,
    ],
    // What is left holds a star of its own, so no two lines say it.
    ['*s3*.example.com', shut('s3*.example.com')],
    ['*s3.*.example.com', shut('s3.*.example.com')],
    ['*.s3.example.com', undefined],
    ['s3.example.com', undefined],
    ['s3*.example.com', undefined],
    ['s3.*.example.com', undefined],
    ['a.*b.example.com', undefined],
    // No name below can begin with a hyphen: one label is all that it can mean.
    ['*-files.example.com', undefined],
  ])('%s', (host, message) => {
    expect(raisedFor('partial-label-wildcard', [`{ host: "${host}", service: https }`])).toEqual(
      message === undefined ? [] : [`"${host}": ${message}`],
    );
  });
});
