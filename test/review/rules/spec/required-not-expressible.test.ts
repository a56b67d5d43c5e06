import { describe, expect, test } from '@jest/globals';
import { lintSpec } from '../../../../src/review/findings/lint.ts';
import { ruleInfo } from '../../../../src/review/findings/registry.ts';
import { loadFiles, type SpecParts, specText } from '../../../support/load.ts';
import { must } from '../../../support/policy.ts';

const pattern = '{ host: "cdn*.example.com", service: https }';

/** The findings about a pattern, which dnsmasq cannot express, in a group of a tier. */
function raised(parts: SpecParts, tier = 'required'): string[] {
  const text = specText({
    endpoints: ['{ url: "https://a.example.com" }', pattern],
    ...parts,
  });
  const tiered = text.replace('tier: required', `tier: ${tier}`).replace('[required]', `[${tier}]`);
  return must(lintSpec(must(loadFiles({ 'spec.yaml': tiered })).spec, undefined))
    .filter(({ rule }) => rule === 'required-not-expressible')
    .map(({ subject, message }) => `${subject}: ${message}`);
}

describe('required-not-expressible', () => {
  test('has severity high', () => {
    expect(ruleInfo('required-not-expressible').severity).toBe(7);
  });

  test('reports a required endpoint that a default-deny output omits', () => {
    expect(raised({ enforce: 'closed' })).toEqual([
      'cdn*.example.com: iptables: dnsmasq does not support a wildcard inside a name, so it is left out',
    ]);
  });

  test.each<[string, SpecParts, string]>([
    ['an allow-only site', { enforce: 'additive' }, 'required'],
    ['a recommended endpoint', {}, 'recommended'],
    [
      'an output that enforces the endpoint',
      { group: '    inspection: bypass', targets: '{ pac: { proxy: "PROXY p.example.net:1" } }' },
      'required',
    ],
  ])('not of %s', (_name, parts, tier) => {
    expect(raised(parts, tier)).toEqual([]);
  });
});
