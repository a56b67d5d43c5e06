import { describe, expect, test } from '@jest/globals';
import type { TargetPolicy } from '../../../src/policy/types.ts';
import { unsupported } from '../../../src/targets/kit/writing/coverage.ts';
import { holding } from '../../../src/targets/kit/writing/transports.ts';
import { coverageOf } from '../../support/coverage.ts';
import { outputOf } from '../../support/output.ts';
import { policyOf } from '../../support/policy.ts';
import { fakeTarget } from '../../support/target.ts';

const services = {
  vpn: { ports: ['udp/500', 'esp', 'gre'], application: 'other' },
} as const;
const mixed = policyOf({ services, groups: [{ id: 'g', to: { vpn: ['vpn.example.com'] } }] });
const plain = policyOf({ groups: [{ id: 'g', to: { https: ['www.example.com'] } }] });

/** The ids of the rules that a target sees, alone and on its device. */
function seenIn(policy: TargetPolicy): string[][] {
  const ids = (rules: TargetPolicy['rules']) => rules.map(({ id }) => id);
  return [ids(policy.rules), ...[...policy.device].map(({ rules }) => ids(rules))];
}

describe('a target that holds some transports', () => {
  const seen: string[][][] = [];
  const note = <Value>(policy: TargetPolicy, value: Value): Value => {
    seen.push(seenIn(policy));
    return value;
  };
  const inner = fakeTarget({
    filteredClients: (policy) => note(policy, []),
    warnings: (_files, policy) => note(policy, []),
    prove: (_files, policy) => note(policy, []),
    caveats: (policy) => note(policy, []),
    stated: (policy) => note(policy, {}),
    identifiers: (policy) => note(policy, {}),
    view: (policy) => note(policy, { ok: true, value: {} }),
  });
  const target = holding(['tcp', 'udp', 'esp'], (each) => unsupported(`no ${each}`), inner);

  test('sees only the rules with these transports', () => {
    const { policy } = outputOf(target, mixed);
    seen.length = 0;
    target.view(policy);
    target.caveats(policy);
    target.stated(policy);
    target.identifiers?.(policy);
    target.filteredClients?.(policy);
    target.warnings?.(new Map(), policy);
    target.prove?.(new Map(), policy);
    expect(seen).toHaveLength(7);
    for (const [alone] of seen) expect(alone).toEqual(['g/vpn', 'g/vpn/esp']);
  });

  test('gives each other rule the reason, and its own coverage to the rest', () => {
    expect(
      coverageOf(target, mixed).map(({ rule, coverage }) => [
        rule.id,
        coverage.kind,
        coverage.reason,
      ]),
    ).toEqual([
      ['g/vpn', 'exact', ''],
      ['g/vpn/esp', 'exact', ''],
      ['g/vpn/gre', 'unsupported', 'no gre'],
    ]);
  });

  test('sees the same list of rules if it holds all of them', () => {
    const { policy } = outputOf(target, plain);
    let rules: TargetPolicy['rules'] = [];
    const same = holding(['tcp'], unsupported, {
      ...inner,
      caveats: (own) => {
        rules = own.rules;
        return [];
      },
    });
    same.caveats(policy);
    expect(rules).toBe(policy.rules);
  });
});
