import { describe, expect, test } from '@jest/globals';
import { findingsOf, raised } from '../support.ts';

describe('unresolved-requirement', () => {
  test('reports each unresolved requirement with its text', () => {
    const tail =
      'unresolved:\n  - { id: updates, kind: demanded, text: no host is named }\n  - { id: time, kind: silent, text: nothing of NTP }';
    expect(raised('unresolved-requirement', { tail })).toEqual([
      '22: "updates": required, host unknown: no host is named',
      '23: "time": not documented: nothing of NTP',
    ]);
  });

  test('reports a declined need with its first names', () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.example.org`);
    const tail = `unresolved:\n  - { id: imprint, kind: declined, text: the imprint, names: [${names.join(', ')}] }\n  - { id: press, kind: declined, text: the press }`;
    expect(raised('unresolved-requirement', { tail })).toEqual([
      '22: "imprint": declined: the imprint (a.example.org, b.example.org, c.example.org and 2 more)',
      '23: "press": declined: the press',
    ]);
  });

  test('reports nothing without unresolved requirements', () => {
    expect(raised('unresolved-requirement', {})).toEqual([]);
  });
});

test('a declined need has a fix of its own', () => {
  const tail =
    'unresolved:\n  - { id: time, kind: silent, text: a }\n  - { id: press, kind: declined, text: b }';
  const found = findingsOf({ tail }).filter(({ rule }) => rule === 'unresolved-requirement');
  expect(found.map(({ help }) => help)).toEqual([
    'ask the publisher for hosts and ports, and add them as endpoints',
    'confirm in an exception that the product works without it, or add it as an endpoint',
  ]);
});
