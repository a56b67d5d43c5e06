import { describe, expect, test } from '@jest/globals';
import { formatNetwork } from '../../../src/net/network.ts';
import { needsProgram, run } from '../../support/programs.ts';
import type { EngineFlow } from '../flow.ts';
import { expectedOf, heldBy, neighboursOf, type Sight, wantedFlows } from '../questions.ts';
import { type RenderedSite, sitesWith } from '../sites.ts';
import { checkPfsense, openPfsense } from './checker.ts';

const sites = sitesWith('pfsense');

/** A packet filter sees neither path nor application. */
const sight: Sight = {
  takesPath: () => true,
  seesApplication: () => false,
  resolvers: ({ policy: { site } }) =>
    site.resolvers.kind === 'any'
      ? []
      : [...(site.resolvers.self ? ['self'] : []), ...site.resolvers.addresses.map(formatNetwork)],
  isOff: ({ tier }, { policy }) =>
    policy.site.targets.pfsense?.disabledTiers?.includes(tier) === true,
};

function flowsOf(site: RenderedSite): EngineFlow[] {
  const wanted = wantedFlows(site, sight);
  return [...wanted, ...wanted.flatMap(neighboursOf)];
}

describe.each(sites.map((site) => [site.name, site] as const))('%s', (_, site) => {
  const firewall = openPfsense(site.files);

  test('is a file that the firewall takes', () => {
    const { log = true, closing = 'reject' } = site.policy.site.targets.pfsense ?? {};
    expect(checkPfsense(site.files, { closed: site.closed, log, closing })).toEqual([]);
  });

  needsProgram('xmllint')('is XML', () => {
    const xml = site.files.get('pfsense/config.xml') ?? '';
    expect(run('xmllint', ['--noout', '-'], xml)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('passes what the policy allows and nothing beside it', () => {
    const wrong = flowsOf(site).filter(
      (flow) =>
        (firewall.evaluate(flow).verdict === 'allow') !==
        (expectedOf(flow, site, sight) !== 'shut'),
    );
    expect(wrong).toEqual([]);
  });

  test('ends in a block where the site is closed, and in nothing where it is additive', () => {
    const shut = flowsOf(site).filter((flow) => expectedOf(flow, site, sight) === 'shut');
    const decisions = new Set(shut.map((flow) => JSON.stringify(firewall.evaluate(flow))));
    const want = site.closed
      ? { verdict: 'deny', rule: firewall.last }
      : { verdict: 'none', rule: null };
    expect([...decisions]).toEqual([JSON.stringify(want)]);
  });

  test('says nothing of another interface or of somebody else', () => {
    const none = { verdict: 'none', rule: null };
    const decisions = wantedFlows(site, sight).flatMap((flow) => [
      firewall.evaluate({ ...flow, from: 'opt9' }),
      firewall.evaluate({ ...flow, client: '198.18.0.1' }),
      firewall.evaluate({ ...flow, client: '2001:db8:ffff::1' }),
    ]);
    expect(decisions.filter((decision) => decision.verdict !== 'none')).toEqual([]);
    expect(decisions).toContainEqual(none);
  });
});

// What is spoken on a port is no part of a packet filter's coverage; a path is.
test('another path is passed than the policy says only where the coverage of the endpoint says wider', () => {
  const wider = sites.flatMap((site) =>
    flowsOf(site)
      .filter((flow) => flow.path !== '/' && expectedOf(flow, site, sight) === 'wider')
      .map((flow) => ({ flow, held: heldBy(flow, site, sight) })),
  );
  expect(wider.length).toBeGreaterThan(0);
  expect(wider.filter(({ held }) => !held.some(({ kinds }) => kinds.includes('wider')))).toEqual(
    [],
  );
});
