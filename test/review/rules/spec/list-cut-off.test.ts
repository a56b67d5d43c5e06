import { describe, expect, test } from '@jest/globals';
import { sentenceOf } from '../../../../src/review/findings/finding.ts';
import { findingsOf, services } from '../support.ts';

const message = 'is the last line of its list and has no line feed, so the list may be incomplete';

function raisedFor(list: string): string[] {
  const parts = { services, endpoints: ['{ list: hosts.txt, service: https }'] };
  return findingsOf(parts, undefined, { 'hosts.txt': list })
    .filter(({ rule }) => rule === 'list-cut-off')
    .map((finding) => `${finding.at.file}:${finding.at.line}: ${sentenceOf(finding)}`);
}

describe('list-cut-off', () => {
  test.each<[string, string, string[]]>([
    ['a last line with a line feed', 'a.example.com\nb.example.com\n', []],
    ['a last line with CRLF', 'a.example.com\r\nb.example.com\r\n', []],
    [
      'a last line without a line feed',
      'a.example.com\nb.exa.co',
      [`hosts.txt:2: "b.exa.co": ${message}`],
    ],
    [
      'a single line without a line feed',
      'a.example.com',
      [`hosts.txt:1: "a.example.com": ${message}`],
    ],
    ['a last comment without a line feed', 'a.example.com\n# the e', []],
    ['spaces after the last line feed', 'a.example.com\n  ', []],
  ])('checks %s', (_name, list, want) => {
    expect(raisedFor(list)).toEqual(want);
  });

  test('reports a list once that two endpoints use', () => {
    const entry = '{ list: hosts.txt, service: https }';
    const other = '{ list: hosts.txt, service: mail }';
    const found = findingsOf({ services, endpoints: [entry, other] }, undefined, {
      'hosts.txt': 'a.example.com',
    });
    expect(found.filter(({ rule }) => rule === 'list-cut-off')).toHaveLength(1);
  });
});
