import { describe, expect, test } from '@jest/globals';
import { formatAddress } from '../../../src/net/address.ts';
import { cidrsOf, formatCidr, formatNetwork } from '../../../src/net/network.ts';
import { innerSpace } from '../../../src/policy/inner.ts';
import { needsProgram, run } from '../../support/programs.ts';
import type { EngineFlow } from '../flow.ts';
import {
  expectedOf,
  heldBy,
  isInner,
  neighboursOf,
  type Sight,
  wantedFlows,
} from '../questions.ts';
import { type RenderedSite, sitesWith } from '../sites.ts';
import { checkPfsense, openPfsense } from './checker.ts';

const sites = sitesWith('pfsense');

/** A packet filter sees neither path nor application. */
const sight: Sight = {
  takesPath: () => true,
  seesApplication: () => false,
  self: () => ['self'],
  resolvers: ({ policy: { site } }) =>
    site.resolvers.kind === 'any'
      ? []
      : [...(site.resolvers.self ? ['self'] : []), ...site.resolvers.addresses.map(formatNetwork)],
  opensInner: ({ closed }) => !closed,
  // pf skips an AH header of IPv6.
  misses: ({ client, transport }) => client.includes(':') && transport === 'ah',
  isOff: ({ tier }, { policy }) =>
    policy.site.targets.pfsense?.disabledTiers?.includes(tier) === true,
};

function flowsOf(site: RenderedSite): EngineFlow[] {
  const wanted = wantedFlows(site, sight);
  return [...wanted, ...wanted.flatMap(neighboursOf), ...innerFlows(wanted, site)];
}

/** The same flows to the first address of each inner network of the client's family. */
function innerFlows(wanted: readonly EngineFlow[], { policy }: RenderedSite): EngineFlow[] {
  return wanted.flatMap((flow) =>
    policy.site.inner
      .filter(({ family }) => (family === 6) === flow.client.includes(':'))
      .map(({ family, first }) => ({
        ...flow,
        destination: formatAddress({ family, value: first }),
      })),
  );
}

/** The blocks of the site's own networks, as an alias writes them. */
function guardedIn({ policy, closed }: RenderedSite): string[] {
  const families = new Set(policy.site.clients.map(({ family }) => family));
  return closed
    ? innerSpace(policy.site)
        .filter(({ family }) => families.has(family))
        .flatMap(cidrsOf)
        .map(formatCidr)
    : [];
}

describe.each(sites.map((site) => [site.name, site] as const))('%s', (_, site) => {
  const firewall = openPfsense(site.files);

  test('is a file that the checker accepts', () => {
    const { log = true, closing = 'reject' } = site.policy.site.targets.pfsense ?? {};
    expect(
      checkPfsense(site.files, { closed: site.closed, log, closing, inner: guardedIn(site) }),
    ).toEqual([]);
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
    const wrong = shut.filter((flow) => {
      const { verdict, rule } = firewall.evaluate(flow);
      const last = isInner(flow.destination, site) ? firewall.guard : firewall.last;
      return site.closed ? verdict !== 'deny' || rule !== last : verdict !== 'none';
    });
    expect(shut.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  test('gives no verdict for another interface or another client', () => {
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
