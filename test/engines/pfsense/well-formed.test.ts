import { describe, expect } from '@jest/globals';
import type { Policy } from '../../../src/policy/types.ts';
import { policyOf } from '../../support/policy.ts';
import { needsProgram, run } from '../../support/programs.ts';
import { withText } from '../../support/properties/free-text.ts';
import { attacks } from '../../targets/pfsense/attacks.ts';
import { configOf, everything, site } from '../../targets/pfsense/support.ts';

/** What xmllint has to say of the config.xml of a policy. */
function said(policy: Policy): string {
  const { status, stderr } = run('xmllint', ['--noout', '--nonet', '-'], configOf(policy));
  return status === 0 ? stderr : `${status}: ${stderr}`;
}

describe('xmllint reports config.xml as well-formed', () => {
  const test = needsProgram('xmllint');

  test('with every kind of destination, and with one', () => {
    const policies = [policyOf(everything), site({ https: ['a.example.com'] })];
    expect(policies.map(said)).toEqual(['', '']);
  });

  test('with any free text in the spec', () => {
    for (const text of attacks)
      expect([text, said(withText(everything, text, 'pfsense'))]).toEqual([text, '']);
  });
});
