import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import { parseHostName } from '../../../src/net/host-text.ts';
import { clientFor } from '../../../src/review/access/clients.ts';
import { AskedTexts, textOf, type Written } from '../../../src/review/verify/asked-texts.ts';
import { endpointFlows } from '../../../src/review/verify/endpoints.ts';
import { isSameFlow } from '../../../src/review/verify/same-flow.ts';
import { targets } from '../../../src/targets/list.ts';
import { servicePorts, sharedPlace } from '../../support/arbitrary.ts';
import { renderTarget, verifyTarget } from '../../support/output.ts';
import { must, policyOf, type SpecWords } from '../../support/policy.ts';
import { everyTarget } from '../../support/properties/usual.ts';
import { atLeast, runs, triesAll } from '../../support/runs.ts';

const cleartext = fc.oneof(
  sharedPlace,
  fc
    .tuple(fc.constantFrom('a.b', 'b.a', 'a.a.b'), fc.constantFrom('/p', '/p/q', '/p.q', '/P'))
    .map(([host, path]) => `http://${host}${path}`),
);

/** Specs for all targets over few names, addresses and ports, so that they meet one another. */
const specs: fc.Arbitrary<SpecWords> = fc
  .record({
    clear: servicePorts,
    secret: servicePorts,
    groups: fc.array(
      fc.record({
        clear: fc.uniqueArray(cleartext, { maxLength: 4 }),
        secret: fc.uniqueArray(sharedPlace, { maxLength: 4 }),
        other: fc.uniqueArray(sharedPlace, { maxLength: 2 }),
        tier: fc.constantFrom('required' as const, 'recommended' as const),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    inspection: fc.constantFrom('bypass' as const, 'allow' as const),
    enforce: fc.constantFrom('closed' as const, 'additive' as const),
    clients: fc.constantFrom(
      ['192.0.2.0/24'],
      ['2001:db8:c1::/64'],
      ['192.0.2.0/25', '198.51.100.0/30', '2001:db8:c1::/64'],
    ),
    tlsInspection: fc.constantFrom('none' as const, 'explicit' as const, 'intercept' as const),
    compact: fc.boolean(),
    match: fc.constantFrom('url-category' as const, 'fqdn' as const),
    pfsense: fc.record(
      {
        disabledTiers: fc.uniqueArray(fc.constantFrom('recommended' as const), { maxLength: 1 }),
        ipprotocol: fc.constantFrom('inet' as const, 'inet6' as const, 'inet46' as const),
        log: fc.boolean(),
        closing: fc.constantFrom('reject' as const, 'block' as const),
      },
      { requiredKeys: ['disabledTiers'] },
    ),
  })
  .filter(({ groups }) =>
    groups.some((group) => group.clear.length + group.secret.length + group.other.length > 0),
  )
  .map(({ clear, secret, groups, inspection, enforce, clients, ...options }) => ({
    services: {
      clear: { ports: clear, application: 'http' as const },
      secret: { ports: secret, application: 'tls' as const },
      other: { ports: ['udp/5', 'tcp/7-9'], application: 'other' as const },
    },
    groups: groups.map((group, index) => ({
      id: `g${index}`,
      tier: group.tier,
      inspection,
      to: { clear: group.clear, secret: group.secret, other: group.other },
    })),
    site: {
      clients,
      enforce,
      resolvers: ['self', '198.51.100.53'],
      targets: {
        ...everyTarget,
        iptables: {},
        pac: { proxy: 'PROXY proxy.example.net:3128', compact: options.compact },
        paloalto: {
          from: 'trust',
          to: 'untrust',
          resolvers: ['192.0.2.53'],
          position: 'bottom' as const,
          match: options.match,
        },
        pfsense: { interface: 'lan', ...options.pfsense },
        squid: { tlsInspection: options.tlsInspection },
      },
    },
  }));

test.each(targets.map((target) => [target.name, target] as const))(
  'whatever a spec says, what %s renders of it passes',
  (_name, target) => {
    let [checked, byCoverage] = [0, 0];
    const property = fc.property(specs, (words) => {
      const policy = policyOf(words);
      const files = renderTarget(target, policy);
      fc.pre(files.ok);
      const report = verifyTarget(target, policy, [], files.ok ? files.value : new Map());
      expect(report.failed).toEqual([]);
      checked += report.checked;
      byCoverage += report.byCoverage;
    });
    fc.assert(property, { numRuns: runs(100) });
    expect(checked).toBeGreaterThan(atLeast(5_000));
    if (triesAll) expect(byCoverage).toBeGreaterThan(0);
  },
);

test('verify asks about each text once', () => {
  fc.assert(
    fc.property(specs, (words) => {
      const texts = [...endpointFlows(policyOf(words))].map(({ flow }) => flow.text);
      expect(new Set(texts).size).toBe(texts.length);
    }),
    { numRuns: runs(200) },
  );
});

test('a text is new exactly if it was not asked before', () => {
  const written: fc.Arbitrary<Written> = fc.record({
    scheme: fc.constantFrom('http', 'https', 'tcp'),
    host: fc.constantFrom('a.b', 'A.B', 'a.b.', '192.0.2.1'),
    port: fc.constantFrom(undefined, 4, 44),
    path: fc.constantFrom('', '/', '/4'),
  });
  fc.assert(
    fc.property(fc.array(written, { maxLength: 60 }), (questions) => {
      const [asked, texts] = [new AskedTexts(), new Set<string>()];
      for (const question of questions) {
        expect(asked.isNew(question)).toBe(!texts.has(textOf(question)));
        texts.add(textOf(question));
      }
    }),
    { numRuns: runs(500) },
  );
});

test.each(targets.map((target) => [target.name, target] as const))(
  'what %s decides on a flow, it decides on each spelling of it',
  (_name, target) => {
    let spelt = 0;
    const property = fc.property(specs, (words) => {
      const policy = policyOf(words);
      const files = renderTarget(target, policy);
      fc.pre(files.ok);
      const { decide } = must(target.read(must(files)));
      const client = clientFor(policy.site.clients, {
        kind: 'name',
        name: must(parseHostName('a.b')),
      });
      let before: Flow | undefined;
      for (const { flow } of endpointFlows(policy)) {
        if (before !== undefined && isSameFlow(before, flow)) {
          spelt += 1;
          expect(decide(flow, client)).toEqual(decide(before, client));
        }
        before = flow;
      }
    });
    fc.assert(property, { numRuns: runs(50) });
    expect(spelt).toBeGreaterThan(atLeast(500));
  },
);

test('a flow that verify asks about is the one that its text means', () => {
  fc.assert(
    fc.property(specs, (words) => {
      for (const { flow } of endpointFlows(policyOf(words)))
        expect(flow).toEqual(must(parseFlow(flow.text)));
    }),
    { numRuns: runs(200) },
  );
});
