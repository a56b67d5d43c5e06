/** A feature of the spec language, as one endpoint on one service of a small spec. */
export type Feature = {
  readonly title: string;
  /** The endpoint as YAML. */
  readonly endpoint: string;
  readonly inspection?: 'bypass' | 'allow';
  /** Keys of the site that differ from the default ones, as YAML. */
  readonly site?: {
    readonly clients?: string;
    readonly resolvers?: string;
    readonly enforce?: string;
    readonly destinations?: string;
    readonly variables?: string;
  };
};

const oneHost = '{ host: www.example.com, service: https }';

/** Every feature for which each target states its coverage, in the order of docs/spec.md. */
export const features: readonly Feature[] = [
  { title: 'a host', endpoint: oneHost },
  { title: 'all subdomains of a host', endpoint: '{ host: "*.example.com", service: https }' },
  { title: 'a pattern in a label', endpoint: '{ host: "cdn*.example.com", service: https }' },
  { title: 'a pattern for a label', endpoint: '{ host: "api.*.example.com", service: https }' },
  { title: 'a list of hosts', endpoint: '{ list: hosts.txt, service: https }' },
  { title: 'an address', endpoint: '{ network: 198.51.100.7, service: https }' },
  { title: 'a network', endpoint: '{ network: 198.51.100.0/24, service: https }' },
  { title: 'a range', endpoint: '{ network: 198.51.100.10-198.51.100.20, service: https }' },
  { title: 'an IPv6 network', endpoint: '{ network: "2001:db8:5::/48", service: https }' },
  {
    title: 'a network of a family that no client has',
    endpoint: '{ network: "2001:db8:5::/48", service: https }',
    site: { clients: '[192.0.2.0/24]' },
  },
  {
    title: 'a host, for clients of one family',
    endpoint: oneHost,
    site: { clients: '[192.0.2.0/24]' },
  },
  { title: 'any destination', endpoint: '{ to: any, service: https }' },
  { title: 'DNS at the enforcing device', endpoint: '{ to: resolvers, service: dns }' },
  {
    title: 'DNS at listed addresses',
    endpoint: '{ to: resolvers, service: dns }',
    site: { resolvers: '[198.51.100.53]' },
  },
  {
    title: 'DNS at the device and at listed addresses',
    endpoint: '{ to: resolvers, service: dns }',
    site: { resolvers: '[self, 198.51.100.53]' },
  },
  {
    title: 'DNS at any address',
    endpoint: '{ to: resolvers, service: dns }',
    site: { resolvers: 'any' },
  },
  {
    title: 'another service of the enforcing device',
    endpoint: '{ to: device, service: udp }',
    site: { destinations: '{ device: [self] }' },
  },
  {
    title: 'a network that the site gives',
    endpoint: '{ to: mirror, service: https }',
    site: { destinations: '{ mirror: [198.51.100.0/24] }' },
  },
  {
    title: 'a host with a variable',
    endpoint: `{ host: "\${tenant}.example.com", service: https }`,
    site: { variables: '{ tenant: contoso }' },
  },
  { title: 'a host on cleartext http', endpoint: '{ url: "http://www.example.com" }' },
  { title: 'a path on cleartext http', endpoint: '{ url: "http://www.example.com/updates" }' },
  { title: 'a path on TLS', endpoint: '{ url: "https://www.example.com/updates" }' },
  { title: 'a range of TCP ports', endpoint: '{ host: www.example.com, service: range }' },
  { title: 'a UDP port', endpoint: '{ host: www.example.com, service: udp }' },
  { title: 'TCP and UDP in one service', endpoint: '{ host: www.example.com, service: both }' },
  { title: 'an SCTP port', endpoint: '{ network: 198.51.100.7, service: sctp }' },
  { title: 'ping', endpoint: '{ network: 198.51.100.7, service: ping }' },
  { title: 'ping over IPv6', endpoint: '{ network: "2001:db8:5::7", service: ping }' },
  { title: 'ESP', endpoint: '{ network: 198.51.100.7, service: esp }' },
  { title: 'AH', endpoint: '{ network: 198.51.100.7, service: ah }' },
  { title: 'AH over IPv6', endpoint: '{ network: "2001:db8:5::7", service: ah }' },
  { title: 'GRE', endpoint: '{ network: 198.51.100.7, service: gre }' },
  { title: 'a host, permission only', endpoint: oneHost, inspection: 'allow' },
  {
    title: 'a network, permission only',
    endpoint: '{ network: 198.51.100.0/24, service: https }',
    inspection: 'allow',
  },
  { title: 'a host, at an allow-only site', endpoint: oneHost, site: { enforce: 'additive' } },
];

/** A small spec with the feature's endpoint, and one more host so that no output is empty. */
export function specOf(feature: Feature, target: string, options: string): string {
  const { endpoint, inspection = 'bypass', site = {} } = feature;
  const given = Object.entries({ destinations: site.destinations, variables: site.variables })
    .flatMap(([key, value]) => (value === undefined ? [] : [`    ${key}: ${value}\n`]))
    .join('');
  const variables = site.variables === undefined ? '' : 'variables: { tenant: {} }\n';
  return `version: 1
name: coverage
prefix: cvg
title: Coverage
${variables}services:
  dns: { ports: [udp/53, tcp/53], application: dns }
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
  range: { ports: [tcp/8000-8010], application: other }
  udp: { ports: [udp/3478], application: other }
  both: { ports: [tcp/5060, udp/5060], application: other }
  sctp: { ports: [sctp/2905], application: other }
  ping: { protocols: [icmp-echo], application: other }
  esp: { protocols: [esp], application: other }
  ah: { protocols: [ah], application: other }
  gre: { protocols: [gre], application: other }
groups:
  - { id: feature, title: Feature, tier: required, inspection: ${inspection}, endpoints: [${endpoint}] }
  - { id: ordinary, title: Ordinary, tier: optional, inspection: bypass, endpoints: [{ url: "https://ordinary.example.net" }] }
sites:
  example:
    clients: ${site.clients ?? '[192.0.2.0/24, "2001:db8:c1::/64"]'}
    resolvers: ${site.resolvers ?? '[self]'}
    enforce: ${site.enforce ?? 'closed'}
    tiers: [required, optional]
${given}    targets: { ${target}: ${options} }
`;
}

/** The host list files that such a spec reads. */
export const lists: Readonly<Record<string, string>> = { 'hosts.txt': 'www.example.com\n' };
