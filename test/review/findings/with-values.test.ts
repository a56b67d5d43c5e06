import { describe, expect, test } from '@jest/globals';
import { withValues } from '../../../src/review/findings/with-values.ts';
import { findingsOf } from '../rules/support.ts';

const at = { file: 'spec.yaml', line: 1, column: 1, length: 1 };

const about = (given: string | undefined, message = 'is odd') => ({
  subject: 'x',
  message,
  at,
  given,
});

describe('withValues', () => {
  test('makes one draft of the values of one cause, sorted', () => {
    const drafts = withValues([about('b'), about('a'), about('a')]);
    expect(drafts.map(({ message, values }) => [message, values])).toEqual([
      ['is odd (a, b)', ['a', 'b']],
    ]);
  });

  test('names the first values and counts the rest', () => {
    const drafts = withValues(['a', 'b', 'c', 'd', 'e'].map((each) => about(each)));
    expect(drafts.map(({ message }) => message)).toEqual(['is odd (a, b, c and 2 more)']);
  });

  test('separates values that contain a comma by a semicolon', () => {
    const drafts = withValues([about('t: a, r: x'), about('t: b, r: x')]);
    expect(drafts.map(({ message }) => message)).toEqual(['is odd (t: a, r: x; t: b, r: x)']);
  });

  test('keeps other causes, and drafts that depend on no value', () => {
    const drafts = withValues([about('a'), about('a', 'is even'), about(undefined)]);
    expect(drafts.map(({ message }) => message)).toEqual(['is odd (a)', 'is even (a)', 'is odd']);
  });
});

test('lint reports what all sites give for one endpoint once', () => {
  const depot = [
    '  depot:',
    '    clients: [198.51.100.0/24]',
    '    resolvers: [self]',
    '    enforce: closed',
    '    tiers: [required]',
    '    destinations: { mirror: [10.1.2.4, 198.51.100.9] }',
    '    targets: { squid: { tlsInspection: none } }',
  ];
  const found = findingsOf({
    endpoints: ['{ to: mirror, service: https }'],
    site: '    destinations: { mirror: [10.1.2.3] }',
    tail: depot.join('\n'),
  });
  const own = found.filter(({ rule }) => rule === 'private-address');
  expect(own.map(({ subject, message }) => `${subject} ${message}`)).toEqual([
    'mirror includes private addresses (10.1.2.3, 10.1.2.4)',
  ]);
});
