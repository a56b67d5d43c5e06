import { describe, expect, test } from '@jest/globals';
import { formatNetwork } from '../../../src/net/network.ts';
import { needsProgram, run } from '../../support/programs.ts';
import { realSpec } from '../../support/rendered.ts';
import type { EngineFlow } from '../flow.ts';
import { expectedOf, heldBy, neighboursOf, type Sight, wantedFlows } from '../questions.ts';
import { changedFiles, type RenderedSite, sitesOf, sitesWith, sourcesIn } from '../sites.ts';
import { checkPaloalto, checkPasteOverPaloalto, holdEqual, openPaloalto } from './checker.ts';

const sites = sitesWith('paloalto');

const sight: Sight = {
  // A URL list holds the path of cleartext, and goes on after any separator; an address holds none.
  takesPath: ({ service, ports }, { destination, path }, asked, { policy }) =>
    service.application !== 'http' ||
    ports.every(({ low }) => low === 0) ||
    destination.kind !== 'host' ||
    policy.site.targets.paloalto?.match === 'fqdn' ||
    path === '/' ||
    asked === path ||
    (asked.startsWith(path) && /^[./?&=;+]/.test(asked.slice(path.length))),
  seesApplication: ({ service: { application } }, { transport }) =>
    application === 'dns' || (transport === 'tcp' && application !== 'other'),
  self: ({ policy: { site } }) => site.targets.paloalto?.resolvers ?? [],
  resolvers: ({ policy: { site } }) =>
    site.resolvers.kind === 'any'
      ? []
      : [
          ...site.resolvers.addresses.map(formatNetwork),
          ...(site.resolvers.self ? (site.targets.paloalto?.resolvers ?? []) : []),
        ],
  // Ping has an App-ID of its own in IPv4 alone, and AH is an extension header in IPv6.
  misses: ({ client, transport }) =>
    client.includes(':') && ['icmp-echo', 'ah'].includes(transport),
  isOff: () => false,
};

function flowsOf(site: RenderedSite): EngineFlow[] {
  const wanted = wantedFlows(site, sight);
  return [...wanted, ...wanted.flatMap(neighboursOf)];
}

/** Bypassed TLS over TCP, by any rule of the policy. */
function isRaw(flow: EngineFlow, site: RenderedSite): boolean {
  return (
    flow.application === 'tls' &&
    flow.transport === 'tcp' &&
    heldBy(flow, site, sight).some(
      ({ rule }) => rule.inspection === 'bypass' && rule.service.application === 'tls',
    )
  );
}

describe.each(sites.map((site) => [site.name, site] as const))('%s', (_, site) => {
  const firewall = openPaloalto(site.files);
  const [script = '', document = ''] = ['rules.set', 'rules.xml'].map((name) =>
    site.files.get(`paloalto/${name}`),
  );

  test('are files that the checker accepts', () => {
    expect(checkPaloalto(site.files, { closed: site.closed })).toEqual([]);
  });

  test('says the same in both files', () => {
    expect(holdEqual(script, document)).toEqual([]);
  });

  needsProgram('xmllint')('is XML', () => {
    const want = { status: 0, stdout: '', stderr: '' };
    expect(run('xmllint', ['--noout', '-'], document)).toEqual(want);
  });

  test('leaves nothing behind when it is pasted twice', () => {
    expect(checkPasteOverPaloalto(site.files, site.files)).toEqual([]);
  });

  test('allows what the policy allows and nothing beside it', () => {
    const wrong = flowsOf(site).filter(
      (flow) =>
        (firewall.evaluate(flow).verdict === 'allow') !==
        (expectedOf(flow, site, sight) !== 'shut'),
    );
    expect(wrong).toEqual([]);
  });

  test('ends in a denial where the site is closed, and in nothing where it is additive', () => {
    const shut = flowsOf(site).filter((flow) => expectedOf(flow, site, sight) === 'shut');
    const decisions = new Set(shut.map((flow) => JSON.stringify(firewall.evaluate(flow))));
    const want = site.closed
      ? { verdict: 'deny', rule: firewall.last }
      : { verdict: 'none', rule: null };
    expect([...decisions]).toEqual([JSON.stringify(want)]);
  });

  test('gives no verdict for another zone or another client', () => {
    const decisions = wantedFlows(site, sight).flatMap((flow) => [
      firewall.evaluate({ ...flow, from: 'guests' }),
      firewall.evaluate({ ...flow, client: '198.18.0.1' }),
      firewall.evaluate({ ...flow, client: '2001:db8:ffff::1' }),
    ]);
    expect(decisions.length).toBeGreaterThan(0);
    expect(decisions.filter(({ verdict }) => verdict !== 'none')).toEqual([]);
  });

  test('leaves undecrypted what is TLS and bypasses, and nothing beside it', () => {
    const flows = flowsOf(site);
    expect(flows.filter((flow) => isRaw(flow, site)).length).toBeGreaterThan(0);
    expect(
      flows.filter((flow) => (firewall.noDecrypt(flow) !== null) !== isRaw(flow, site)),
    ).toEqual([]);
  });
});

test('more is allowed than the policy says only where the coverage of the endpoint says wider', () => {
  const wider = sites.flatMap((site) =>
    flowsOf(site)
      .filter((flow) => expectedOf(flow, site, sight) === 'wider')
      .map((flow) => heldBy(flow, site, sight)),
  );
  expect(wider.length).toBeGreaterThan(0);
  expect(wider.filter((held) => !held.some(({ kinds }) => kinds.includes('wider')))).toEqual([]);
});

describe('a paste over what an older spec gave', () => {
  const guide = { 'spec.yaml': realSpec };
  const host = '      - url: https://uam.sendpro.pitneybowes.com/\n';
  const networks = sourcesIn('networks-ranges-and-lists');
  const network = '      - { network: 198.51.100.0/24, service: https }\n';
  const whole = (sources: typeof networks) => sitesOf(sources, 'paloalto')[0]?.files ?? new Map();

  test('leaves nothing of a host that went, in a list of URLs', () => {
    const fewer = changedFiles(guide, 'paloalto', host);
    expect(checkPasteOverPaloalto(whole(guide), fewer)).toEqual([]);
  });

  test('has nothing to undo for a host that came', () => {
    const fewer = changedFiles(guide, 'paloalto', host);
    expect(checkPasteOverPaloalto(fewer, whole(guide))).toEqual([]);
  });

  // An object that no rule names opens nothing; the header of the file tells of it.
  test('leaves of a network that went its object alone, which no group holds any more', () => {
    const fewer = changedFiles(networks, 'paloalto', network);
    expect(checkPasteOverPaloalto(whole(networks), fewer)).toEqual([
      'the address "nets-198.51.100.0-24" of the older set stays',
    ]);
    expect(checkPasteOverPaloalto(fewer, whole(networks))).toEqual([]);
  });

  test('leaves the rule of a whole group that went, with all that is its own', () => {
    const group = realSpec.slice(
      realSpec.indexOf('  - id: device-management'),
      realSpec.indexOf('unresolved:'),
    );
    const fewer = changedFiles(guide, 'paloalto', group);
    expect(checkPasteOverPaloalto(whole(guide), fewer)).toEqual(
      [
        'the service-group "spt-device-management-https"',
        'the service-group "spt-device-management--b59bdcdb"',
        'the application-group "spt-device-management-https"',
        'the application-group "spt-device-management--b59bdcdb"',
        'the custom-url-category "spt-device-management-https"',
        'the custom-url-category "spt-device-management--b59bdcdb"',
        'the security "spt-device-management-https"',
        'the security "spt-device-management--b59bdcdb"',
        'the decryption "spt-device-management-https-raw"',
        'the decryption "spt-device-management--4be6b382"',
      ].map((what) => `${what} of the older set stays`),
    );
    expect(fewer.get('paloalto/rules.set')).toContain('first paste what "portolan retire" prints');
  });
});
