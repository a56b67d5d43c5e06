import type { Adversary } from './adversary.ts';

type Group = {
  readonly id?: string;
  readonly inspection?: 'allow' | 'bypass';
  readonly tags?: readonly string[];
  readonly endpoints: readonly string[];
};

type Parts = {
  readonly groups: readonly Group[];
  readonly services?: readonly string[];
  readonly root?: readonly string[];
  readonly site?: readonly string[];
  /** More lines of one of several sites. */
  readonly siteOf?: (id: string) => readonly string[];
  readonly sites?: readonly string[];
  readonly targets?: string;
  readonly clients?: readonly string[];
  readonly resolvers?: readonly string[];
};

export const everyTarget = `
      iptables: {}
      pac: { proxy: "PROXY proxy.example.net:3128", compact: true }
      paloalto: { from: trust, to: untrust, resolvers: [192.0.2.53], position: bottom }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }`;

// A resolver fills iptables' sets with at most some thousand names, and a PAC file has at most 1 MiB.
export const withoutNames = `
      paloalto: { from: trust, to: untrust, resolvers: [192.0.2.53], position: bottom }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }`;

export function spec({
  groups,
  services = [],
  root = [],
  site = [],
  siteOf = () => [],
  sites = ['one'],
  targets = everyTarget,
  clients = ['192.0.2.0/24', '"2001:db8:c1::/64"'],
  resolvers = ['self'],
}: Parts): string {
  return `${[
    'version: 1',
    'name: bench',
    'prefix: bench',
    'title: Bench',
    ...root,
    'services:',
    '  https: { ports: [tcp/443], application: tls }',
    '  http: { ports: [tcp/80], application: http }',
    ...services,
    'sites:',
    ...sites.flatMap((id) => [
      `  ${id}:`,
      ...(sites.length > 1 ? [`    device: ${id}`] : []),
      `    clients: [${clients.join(', ')}]`,
      `    resolvers: [${resolvers.join(', ')}]`,
      '    enforce: closed',
      '    tiers: [required]',
      ...site,
      ...siteOf(id),
      `    targets:${targets}`,
    ]),
    'groups:',
    ...groups.flatMap(({ id, inspection = 'bypass', tags = [], endpoints }, index) => [
      `  - id: ${id ?? `g${index}`}`,
      `    title: Group ${index}`,
      '    tier: required',
      `    inspection: ${inspection}`,
      ...(tags.length > 0 ? [`    tags: [${tags.join(', ')}]`] : []),
      '    endpoints:',
      ...endpoints.map((endpoint) => `      - ${endpoint}`),
    ]),
  ].join('\n')}\n`;
}

export function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

export function alone(parts: (size: number) => Parts): Adversary['files'] {
  return (size) => new Map([['spec.yaml', spec(parts(size))]]);
}

export const host = (name: string, service = 'https') => `{ host: "${name}", service: ${service} }`;
export const network = (text: string) => `{ network: "${text}", service: https }`;
export const address = (index: number) =>
  `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;

// Every target can express it. A target with nothing else would refuse the spec.
export const plainHost = host('www.example.net');

/** A group of bypasses beside a group of permissions, of the same size. */
export function beside(
  bypass: (index: number) => string,
  allow: (index: number) => string,
  targets = everyTarget,
): Adversary['files'] {
  return alone((size) => ({
    targets,
    groups: [
      { inspection: 'bypass', endpoints: [plainHost, ...times(size, bypass)] },
      { inspection: 'allow', endpoints: times(size, allow) },
    ],
  }));
}
