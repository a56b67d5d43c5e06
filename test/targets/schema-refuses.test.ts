import { describe, expect, test } from '@jest/globals';
import { targets } from '../../src/targets/list.ts';
import { problemsOf, specText } from '../support/load.ts';
import { outputOf } from '../support/output.ts';
import { policyOf } from '../support/policy.ts';

/** The problems of a small spec with these targets at its only site, by their rules. */
function rulesOf(targets: string): string[] {
  return problemsOf({ 'spec.yaml': specText({ targets }) }).map((each) =>
    each.replace(/^\S+ /, ''),
  );
}

describe('the schema refuses options, so that targets need not', () => {
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

  test('accepts valid options', () => {
    expect(rulesOf('{ squid: { tlsInspection: none, delayPools: [1] } }')).toEqual([]);
  });
});

test('an empty list of clients never means any client: targets refuse it', () => {
  const words = { groups: [{ id: 'web', to: { https: ['any'] } }] };
  const site = { targets: { iptables: {}, pfsense: { interface: 'lan' } } };
  const policy = policyOf({ ...words, site });
  for (const target of targets.filter(({ name }) => name in site.targets)) {
    const options = { iptables: { clients: [] }, pfsense: { interface: 'lan', clients: [] } };
    const empty = { ...policy, site: { ...policy.site, targets: options } };
    expect(() => outputOf(target, empty)).toThrow('an empty list of clients');
  }
});
