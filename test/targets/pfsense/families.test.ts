import { describe, expect, test } from '@jest/globals';
import { parseFlow } from '../../../src/net/flow.ts';
import { renderSpec } from '../../../src/render/all-sites.ts';
import { explainOutput } from '../../../src/review/explain/output.ts';
import { siteFindings } from '../../../src/review/findings/site-findings.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import { outputOf, verifyTarget } from '../../support/output.ts';
import { must, specOf } from '../../support/policy.ts';
import { policyOf, render } from './support.ts';

/** A default-deny site with clients of both families, of which the option selects one. */
function words(ipprotocol: 'inet' | 'inet6') {
  return {
    groups: [
      { id: 'web', to: { https: ['a.example.com', '203.0.113.7', '2001:db8:5::1'] } },
      { id: 'name-lookup', to: { dns: ['resolvers'] } },
    ],
    site: {
      clients: ['192.0.2.0/24', '2001:db8:c1::/64'],
      targets: { pfsense: { interface: 'lan', ipprotocol } },
    },
  };
}

describe.each([
  ['inet', '192.0.2.0/24', 'IPv6'],
  ['inet6', '2001:db8:c1::/64', 'IPv4'],
] as const)('"ipprotocol: %s" beside clients of both families', (ipprotocol, clients, other) => {
  const policy = policyOf(words(ipprotocol));
  const files = render(policy);

  test('verifies the files with flows of the remaining clients', () => {
    const { failed, checked, notApplicable } = verifyTarget(pfsense, policy, [], files);
    expect(failed).toEqual([]);
    expect(notApplicable).toBeLessThan(checked / 3);
  });

  test('lists clients, finding and caveat in coverage.md', () => {
    const [site] = must(renderSpec(specOf(words(ipprotocol)), siteFindings));
    expect(site?.coverage).toContain(`- Clients of pfsense: \`${clients}\``);
    expect(site?.coverage).toContain(
      `- family-unfiltered: ${other} traffic of its clients is not filtered by pfsense.`,
    );
    expect(site?.coverage).toContain(`${other} at all.`);
  });

  test('explains the reason, which is a known deviation', () => {
    const flow = must(parseFlow('https://a.example.com/'));
    expect(explainOutput(outputOf(pfsense, policy), flow, files)).toMatchObject({
      verdict: 'allow',
      coverage: 'narrower',
      reason: `its rule does not apply to ${other} clients, because "ipprotocol" excludes them`,
      differs: false,
    });
  });
});
