import { expect, test } from '@jest/globals';
import { renderSpec } from '../../src/render/all-sites.ts';
import { siteFiles } from '../../src/render/site.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';

/** Everything that a site names in a list, each list turned around by the second reading. */
function specWith(turned: boolean): string {
  const list = (...items: readonly string[]) =>
    `[${(turned ? items.slice().reverse() : items).join(', ')}]`;
  const clients = list('192.0.2.0/25', '198.51.100.0/24', '"2001:db8:c1::/64"');
  const targets = [
    'iptables: {}',
    'pac: { proxy: "PROXY proxy.example.net:3128" }',
    `pfsense: { interface: lan, disabledTiers: ${list('required', 'optional')}, clients: ${clients} }`,
    `paloalto: { from: trust, to: untrust, position: top, resolverZone: trust, resolvers: ${list('192.0.2.53', '"2001:db8:c1::53"')} }`,
    `squid: { tlsInspection: explicit, adaptationServices: ${list('one', 'two')}, delayPools: ${list('1', '2')} }`,
  ];
  const groups = ['first', 'second', 'third', 'fourth'].map((id, index) => {
    const tier = ['required', 'recommended', 'optional', 'optional'][index];
    const applications = `{ paloalto: ${list('ssl', 'web-browsing')} }`;
    const endpoint = `{ host: ${id}.example.com, services: ${list('https', 'alternative')} }`;
    return `  - { id: ${id}, title: T, tier: ${tier}, applications: ${applications}, endpoints: [${endpoint}] }\n`;
  });
  return `version: 1
name: demo
prefix: dmo
title: Demo
inspection: bypass
services:
  https: { ports: ${list('tcp/443', 'udp/443')}, application: tls }
  alternative: { ports: [tcp/8443], application: tls }
  dns: { ports: ${list('udp/53', 'tcp/53')}, application: dns }
groups:
${(turned ? groups.slice().reverse() : groups).join('')}  - { id: dns, title: DNS, tier: required, endpoints: [{ to: resolvers, service: dns }] }
sites:
  branch:
    clients: ${clients}
    resolvers: ${list('self', '203.0.113.53', '203.0.113.54')}
    inner: ${list('198.51.100.0/24', '"2001:db8:a000::/36"')}
    enforce: closed
    tiers: ${list('required', 'recommended', 'optional')}
    exclude: ${list('third', 'second')}
    targets: { ${(turned ? targets.slice().reverse() : targets).join(', ')} }
`;
}

test('the order of lists in a site, a group or a service changes no file', () => {
  const filesOf = (turned: boolean) => {
    const { spec } = must(loadFiles({ 'spec.yaml': specWith(turned) }));
    const files = must(renderSpec(spec, siteFindings)).flatMap((site) => [...siteFiles(site)]);
    return Object.fromEntries(files.map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
  };
  expect(filesOf(true)).toEqual(filesOf(false));
});
