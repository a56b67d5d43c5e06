import { expect } from '@jest/globals';
import { policyOf } from '../../support/policy.ts';
import { needsProgram, run } from '../../support/programs.ts';
import { configOf, everything, site } from '../../targets/pfsense/support.ts';

needsProgram('xmllint')('xmllint takes config.xml for well-formed', () => {
  for (const policy of [policyOf(everything), site({ https: ['a.example.com'] })]) {
    expect(run('xmllint', ['--noout', '--nonet', '-'], configOf(policy))).toMatchObject({
      status: 0,
      stderr: '',
    });
  }
});
