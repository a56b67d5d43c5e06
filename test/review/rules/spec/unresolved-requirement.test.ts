import { describe, expect, test } from '@jest/globals';
import { raised } from '../support.ts';

describe('unresolved-requirement', () => {
  test('reports each unresolved requirement with its text', () => {
    const tail =
      'unresolved:\n  - { id: updates, kind: demanded, text: no host is named }\n  - { id: time, kind: silent, text: nothing of NTP }';
    expect(raised('unresolved-requirement', { tail })).toEqual([
      '22: "updates": required, host unknown: no host is named',
      '23: "time": not documented: nothing of NTP',
    ]);
  });

  test('reports nothing without unresolved requirements', () => {
    expect(raised('unresolved-requirement', {})).toEqual([]);
  });
});
