import { describe, expect, test } from '@jest/globals';
import type { Spec } from '../../src/language/types.ts';
import { formatDestination } from '../../src/net/destination.ts';
import { renderSpec } from '../../src/render/all-sites.ts';
import { siteFiles } from '../../src/render/site.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { loadFiles, problemsOf, type SpecParts, specText } from '../support/load.ts';
import { must } from '../support/policy.ts';

const endpoints = ['{ list: hosts.txt, service: https }'];

function load(parts: SpecParts, list = ''): Spec {
  return must(loadFiles({ 'spec.yaml': specText(parts), 'hosts.txt': list })).spec;
}

/** Every line that is an entry, with what it names. */
function entriesOf(list: string): string[] {
  const [group] = load({ endpoints }, list).groups;
  return (group?.endpoints ?? []).map(
    ({ destination, written, place }) =>
      `${place.line} ${formatDestination(destination)}${written === formatDestination(destination) ? '' : ` as ${written}`}`,
  );
}

describe('a line of a list that begins like an address', () => {
  test.each([
    '192.0.2.1',
    '192.0.2.0/24',
    '192.0.2.1-192.0.2.9',
    '::',
    '::1',
    '2001:db8::/32',
    '2001:db8::1-2001:db8::9',
    '64:ff9b::/96',
    '1:2:3:4:5:6:7:8',
    'fe80::-fe80::ffff:ffff:ffff:fffe',
  ])('is a network in every form: %s', (text) => {
    expect(entriesOf(`${text}\n`)).toEqual([`1 ${text}`]);
  });

  test.each([
    '192.0.2.1.nip.example',
    '4.3.2.1.zen.example.org',
    '10.20.30.40-static.example.com',
    '1.2.3.4a.example.com',
    '1.2.3.example.com',
    '192-0-2-1.sslip.example',
    '192.0.2.1-192.0.2.9.example.com',
    'dead.beef',
  ])('is a name, since its last label is not a number: %s', (name) => {
    expect(entriesOf(`${name}\n`)).toEqual([`1 ${name}`]);
  });

  test.each([
    ['192.0.2.300', 'address-invalid'],
    ['192.0.2.1.', 'address-invalid'],
    ['192.0.2.0/33', 'address-prefix'],
    ['10.0.0/8', 'address-invalid'],
    ['192.0.2.1-10', 'address-range'],
    ['127.1', 'host-is-address'],
    ['127.1.', 'host-is-address'],
    ['0X7F.1', 'host-is-address'],
    ['1.2.3.4.5', 'host-is-address'],
    ['example.com.192.0.2.1', 'host-is-address'],
    ['2001:DB8::1', 'address-not-canonical'],
    ['2001:db8/32', 'address-invalid'],
    ['facade.be:443', 'host-not-a-name'],
    ['facade.be/feed', 'host-not-a-name'],
    ['192.0.2.1:443', 'host-not-a-name'],
  ])('is refused: %s as %s', (line, rule) => {
    const files = { 'spec.yaml': specText({ endpoints }), 'hosts.txt': `${line}\n` };
    expect(problemsOf(files)).toEqual([`hosts.txt:1:1 ${rule}`]);
  });
});

describe('an entry of a list in several spellings', () => {
  test('counts once, at its first line, in canonical form', () => {
    const list = `WWW.Example.com.
www.example.com # again
*.CDN.example.net
192.0.2.1/32
192.0.2.1
*.cdn.example.net.
2001:db8::1/128
198.51.100.0/24
2001:db8::1
198.51.100.0-198.51.100.255
`;
    expect(entriesOf(list)).toEqual([
      '1 www.example.com',
      '3 *.cdn.example.net',
      '4 192.0.2.1',
      '7 2001:db8::1',
      '8 198.51.100.0/24',
    ]);
  });

  test.each([
    ['Ex\u00e4mple.com', 'host-unicode'],
    // The Kelvin sign is a small k to Unicode, and no letter of a host.
    ['\u212aey.example.com', 'host-unicode'],
    ['www.example.com..', 'host-trailing-dot'],
    ['WWW.EXAMPLE.C_M', 'host-underscore'],
  ])('folds only ASCII letters and one dot: refuses %s as %s', (line, rule) => {
    const files = { 'spec.yaml': specText({ endpoints }), 'hosts.txt': `${line}\n` };
    expect(problemsOf(files)).toEqual([`hosts.txt:1:1 ${rule}`]);
  });

  test.each([
    ['{ host: WWW.example.com, service: https }', 'host-case'],
    ['{ host: www.example.com., service: https }', 'host-trailing-dot'],
  ])('is refused in the spec itself: %s', (endpoint, rule) => {
    expect(problemsOf({ 'spec.yaml': specText({ endpoints: [endpoint] }) })).toEqual([
      `spec.yaml:13:17 ${rule}`,
    ]);
  });
});

describe('/32 and /128 mean one address', () => {
  const spec = load({
    endpoints: [
      '{ network: 203.0.113.7/32, service: https }',
      '{ network: "2001:db8::7/128", service: https }',
    ],
    clients: '[192.0.2.9/32, "2001:db8:c1::9/128"]',
    resolvers: '[self, 198.51.100.53/32, "2001:db8::53/128"]',
    tail: 'tests: [{ name: no more, only: ["203.0.113.7/32:443", "[2001:db8::7/128]:443"] }]',
  });

  test('in endpoints, in canonical form', () => {
    const written = spec.groups.flatMap((group) => group.endpoints.map((each) => each.written));
    expect(written).toEqual(['203.0.113.7', '2001:db8::7']);
  });

  test('among clients and resolvers', () => {
    const same = load({
      clients: '[192.0.2.9, "2001:db8:c1::9"]',
      resolvers: '[self, 198.51.100.53, "2001:db8::53"]',
    });
    expect(spec.sites[0]?.clients).toEqual(same.sites[0]?.clients);
    expect(spec.sites[0]?.resolvers).toEqual(same.sites[0]?.resolvers);
  });

  test('in the tests of a spec', () => {
    const [test] = spec.tests;
    const scopes = test?.demand.kind === 'only' ? test.demand.scopes : [];
    expect(scopes.map(({ destination }) => formatDestination(destination))).toEqual([
      '203.0.113.7',
      '2001:db8::7',
    ]);
  });

  test('in every output, byte for byte', () => {
    const filesOf = (full: string, full6: string) => {
      const text = specText({
        endpoints: [
          `{ network: 203.0.113.7${full}, services: [http, https] }`,
          `{ network: "2001:db8::7${full6}", service: https }`,
        ],
        head: 'inspection: bypass',
        clients: `[192.0.2.9${full}, "2001:db8:c1::9${full6}"]`,
        resolvers: `[self, 198.51.100.53${full}]`,
      }).replace(
        'targets: { iptables: {} }',
        `targets: { iptables: { clients: [192.0.2.9${full}] }, pac: { proxy: "PROXY p.example.net:1" }, pfsense: { interface: lan }, squid: { tlsInspection: none }, paloalto: { from: a, to: b, position: top, resolverZone: a, resolvers: [192.0.2.53${full}] } }`,
      );
      const sites = must(renderSpec(must(loadFiles({ 'spec.yaml': text })).spec, siteFindings));
      const files = sites.flatMap((site) => [...siteFiles(site)]);
      // The manifest has a digest of the options as they are written.
      return files
        .filter(([path]) => path !== 'manifest.json')
        .map(([path, content]) => [path, Buffer.from(content).toString()]);
    };
    expect(filesOf('/32', '/128')).toEqual(filesOf('', ''));
  });

  test('refuses several addresses as a resolver', () => {
    const files = { 'spec.yaml': specText({ resolvers: '[198.51.100.0/30]' }) };
    expect(problemsOf(files)).toEqual(['spec.yaml:17:17 address-single']);
  });
});
