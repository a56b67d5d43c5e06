import type { Files } from './cases.ts';

/** The targets of a spec, as YAML on one line. */
export const targets = {
  iptables: '{ iptables: {} }',
  byName: '{ pfsense: { interface: lan }, paloalto: PALOALTO, squid: { tlsInspection: explicit } }',
  pac: '{ pac: { proxy: "PROXY proxy.example.net:3128" } }',
  compactPac: '{ pac: { proxy: "PROXY proxy.example.net:3128", compact: true } }',
  squid: '{ squid: { tlsInspection: none } }',
  iptablesAndPac: '{ iptables: {}, pac: { proxy: "PROXY proxy.example.net:3128" } }',
  five: '{ iptables: {}, pac: { proxy: "PROXY proxy.example.net:3128", compact: true }, pfsense: { interface: lan }, paloalto: PALOALTO, squid: { tlsInspection: explicit } }',
} as const;

const paloalto = '{ from: trust, to: untrust, resolvers: [192.0.2.53], position: bottom }';

/** A spec with these sites and groups; both are YAML, indented by two spaces. */
export function specText(sites: string, groups: string): string {
  return `version: 1
name: bench
prefix: bench
title: Bench
inspection: bypass
services:
  https: { ports: [tcp/443], application: tls }
sites:
${sites}groups:
${groups}`;
}

/** A site with default deny, clients of both families and these targets. */
export function site(id: string, targetsOfSite: string): string {
  return `  ${id}:
    device: ${id}
    clients: [192.0.2.0/24, "2001:db8:c1::/64"]
    resolvers: [self]
    enforce: closed
    tiers: [required]
    targets: ${targetsOfSite.replaceAll('PALOALTO', paloalto)}
`;
}

/** The beginning of a group; its endpoints follow, indented by six spaces. */
export function groupHead(id: string): string {
  return `  - id: ${id}
    title: Destinations
    tier: required
    endpoints:
`;
}

/** Endpoints in the spec itself, in groups of at most 50,000. */
export function inline(
  endpoints: readonly string[],
  key: 'host' | 'network',
  group = 'part',
): string {
  const parts: string[] = [];
  for (let start = 0; start < endpoints.length; start += 50_000) {
    const lines = endpoints
      .slice(start, start + 50_000)
      .map((endpoint) => `      - { ${key}: ${endpoint}, service: https }\n`);
    parts.push(groupHead(`${group}-${start / 50_000}`), ...lines);
  }
  return parts.join('');
}

/** A spec of one site whose endpoints are in the spec itself. */
export function inlineSpec(
  endpoints: readonly string[],
  key: 'host' | 'network',
  targetsOfSite: string,
): Files {
  const text = specText(site('one', targetsOfSite), inline(endpoints, key));
  return new Map([['spec.yaml', text]]);
}

/** A spec of one site whose endpoints are in a list beside the spec. */
export function listSpec(endpoints: readonly string[], targetsOfSite: string): Files {
  const group = `${groupHead('listed')}      - { list: list.txt, service: https }\n`;
  return new Map([
    ['spec.yaml', specText(site('one', targetsOfSite), group)],
    ['list.txt', `${endpoints.join('\n')}\n`],
  ]);
}

/** Networks of four addresses with a gap after each, so that no two are adjacent. At most two million. */
export function networks(count: number): string[] {
  return Array.from({ length: count }, (_, index) => quad(firstAddress + index * 8, '/30'));
}

/** Networks from /32 to /22, as published lists have them, with a gap after each. At most a million. */
export function mixedNetworks(count: number): string[] {
  let next = firstAddress;
  return Array.from({ length: count }, (_, index) => {
    const length = mixedLengths[index % mixedLengths.length] ?? 32;
    const size = 2 ** (32 - length);
    const address = Math.ceil(next / size) * size;
    next = address + size + 1;
    return quad(address, length === 32 ? '' : `/${length}`);
  });
}

/** The same networks in no order, which is the same in each run. */
export function unorderedNetworks(count: number): string[] {
  const all = mixedNetworks(count);
  let seed = 1;
  for (let left = all.length; left > 1; left -= 1) {
    // The minimal standard generator of Park and Miller.
    seed = (seed * 48_271) % (2 ** 31 - 1);
    const drawn = seed % left;
    [all[left - 1], all[drawn]] = [all[drawn] ?? '', all[left - 1] ?? ''];
  }
  return all;
}

const firstAddress = 11 * 2 ** 24;
const mixedLengths = [32, 24, 32, 28, 22, 32, 30, 24, 27, 29];

function quad(address: number, ending: string): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return bytes.join('.') + ending;
}

/** Hosts of 26 characters, twenty in each domain. At most two million. */
export function hosts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const host = String(index % 20).padStart(2, '0');
    const domain = String(Math.floor(index / 20)).padStart(5, '0');
    return `h${host}.d${domain}.net.example.com`;
  });
}

/** Hosts of 26 characters, each in a domain of its own, which is the worst case of a PAC file. At most a million. */
export function scatteredHosts(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `www.domain-${String(index).padStart(7, '0')}.example`,
  );
}

/** Hosts of 26 characters, all in one domain. At most a million. */
export function hostsOfOneDomain(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    `host-${String(index).padStart(6, '0')}.cdn.example`.padStart(26, 'a'),
  );
}
