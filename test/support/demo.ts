/** The variable parts of a demo spec: its hosts, and the targets of each site. */
export type DemoWords = {
  readonly hosts?: readonly string[];
  readonly sites?: Readonly<Record<string, string>>;
};

export const bothTargets = '{ iptables: {}, pac: { proxy: "PROXY proxy.example.net:3128" } }';

/** A small valid spec as YAML: one group of hosts on https. */
export function demoSpec({
  hosts = ['www.example.com'],
  sites = { branch: bothTargets },
}: DemoWords = {}): string {
  const lines = [
    'version: 1',
    'name: demo',
    'prefix: dmo',
    'title: Demo',
    'inspection: bypass',
    'services:',
    '  https: { ports: [tcp/443], application: tls }',
    'groups:',
    '  - id: web',
    '    title: Web',
    '    tier: required',
    '    endpoints:',
    ...hosts.map((host) => `      - { host: "${host}", service: https }`),
    'sites:',
    ...Object.entries(sites).flatMap(([site, targets]) => [
      `  ${site}:`,
      '    clients: [192.0.2.0/24, "2001:db8:c1::/64"]',
      '    resolvers: [self]',
      '    enforce: closed',
      '    tiers: [required]',
      `    targets: ${targets}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
