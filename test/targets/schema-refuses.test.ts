import { describe, expect, test } from '@jest/globals';
import { problemsOf, specText } from '../support/load.ts';

/** The problems of a small spec whose one site gives these targets, by their rules. */
function rulesOf(targets: string): string[] {
  return problemsOf({ 'spec.yaml': specText({ targets }) }).map((each) =>
    each.replace(/^\S+ /, ''),
  );
}

describe('what the schema refuses, no target has to refuse again', () => {
  test.each<[string, string, string]>([
    ['no client for iptables', '{ iptables: { clients: [] } }', 'empty-list'],
    ['no client for squid', '{ squid: { tlsInspection: none, clients: [] } }', 'empty-list'],
    ['no client for pfsense', '{ pfsense: { interface: lan, clients: [] } }', 'empty-list'],
    ['an interface by its label', '{ pfsense: { interface: LAN } }', 'wrong-form'],
    ['a pfsense without an interface', '{ pfsense: {} }', 'missing-key'],
    ['a squid that does not say how it treats TLS', '{ squid: {} }', 'missing-key'],
    [
      'an adaptation service that would be a line',
      '{ squid: { tlsInspection: none, adaptationServices: ["av\\nhttp_access allow all"] } }',
      'line-break',
    ],
    [
      'a delay pool that is none',
      '{ squid: { tlsInspection: none, delayPools: [0] } }',
      'out-of-range',
    ],
    ['a paloalto without options', '{ paloalto: {} }', 'missing-key'],
    ['a target that is on no list', '{ netscreen: {} }', 'unknown-target'],
  ])('%s', (_what, given, want) => {
    expect(rulesOf(given)).toContain(want);
  });

  test('and what it takes, it takes', () => {
    expect(rulesOf('{ squid: { tlsInspection: none, delayPools: [1] } }')).toEqual([]);
  });
});
