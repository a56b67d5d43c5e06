import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './rendered.ts';

/** The path of Microsoft 365's published list, outside of the project, which does not contain third-party data. */
export const m365File = '../shared/datasets/m365-worldwide.json';

/** An entry of the list, as Microsoft's web service returns it. */
type Entry = {
  readonly id: number;
  readonly serviceAreaDisplayName: string;
  readonly urls?: readonly string[];
  readonly ips?: readonly string[];
  readonly tcpPorts?: string;
  readonly udpPorts?: string;
  readonly category: 'Optimize' | 'Allow' | 'Default';
  readonly required: boolean;
  readonly notes?: string;
};

/** The application and the service name for each port of the list. */
const services = {
  'tcp/25': { name: 'smtp', application: 'other' },
  'tcp/80': { name: 'http', application: 'http' },
  'tcp/143': { name: 'imap', application: 'other' },
  'tcp/443': { name: 'https', application: 'tls' },
  'tcp/587': { name: 'submission', application: 'other' },
  'tcp/993': { name: 'imaps', application: 'tls' },
  'tcp/995': { name: 'pop3s', application: 'tls' },
} as const;
const media = 'media: { ports: [udp/3478-3481], application: other }';

/** Domains that belong to Microsoft; the list contains others too. */
const domains = [
  'aadrm.com acompli.com acompli.net aka.ms aspnetcdn.com assets-yammer.com azure-apim.net azure.com',
  'azure.net azureedge.net azurerms.com bing.com bing.net cloudapp.net cloudappsecurity.com cortana.ai',
  'getmicrosoftkey.com gfx.ms hockeyapp.net linkedin.com live.com live.net lync.com microsoft.com',
  'microsoftazuread-sso.com microsoftonline-p.com microsoftonline-p.net microsoftonline.com',
  'microsoftstream.com microsoftusercontent.com msauth.net msauthimages.net msecnd.net msedge.net msft.net',
  'msftauth.net msftauthimages.net msftidentity.com msidentity.com msn.com msocdn.com msocsp.com mstea.ms',
  'o365weve.com oaspapps.com office.com office.net office365.com onedrive.com onenote.com onenote.net',
  'onestore.ms onmicrosoft.com outlook.com outlookmobile.com phonefactor.net powerapps.com sfbassets.com',
  'sfx.ms sharepoint.com sharepointonline.com skype.com skypeassets.com skypeforbusiness.com staffhub.ms',
  'svc.ms sway-cdn.com sway-extensions.com sway.com virtualearth.net visualstudio.com windows-ppe.net',
  'windows.com windows.net windowsazure.com yammer.com yammerusercontent.com',
]
  .join(' ')
  .split(' ');

const targets = [
  'iptables: {}',
  'pac: { proxy: "PROXY proxy.example.net:3128" }',
  'paloalto: { from: trust, to: untrust, resolverZone: trust, resolvers: [192.0.2.53, "2001:db8:c1::53"], position: top }',
  'pfsense: { interface: lan }',
  'squid: { tlsInspection: explicit }',
];

/** The list as a spec: one group for each entry, and one site with every target except those in `without`. */
export function m365Spec(without: readonly string[] = []): string {
  const text = readFileSync(join(root, m365File), 'utf8');
  const entries: readonly Entry[] = JSON.parse(text);
  const kept = targets.filter((target) => !without.includes(target.replace(/:.*/, '')));
  const lines = [
    'version: 1',
    'name: m365-worldwide',
    'prefix: msw',
    'title: Microsoft 365 worldwide',
    'documents:',
    '  list:',
    '    title: Office 365 URLs and IP address ranges',
    '    publisher: Microsoft',
    `    domains: [${domains.join(', ')}]`,
    `    sha256: ${createHash('sha256').update(text).digest('hex')}`,
    'services:',
    '  dns: { ports: [udp/53, tcp/53], application: dns }',
    `  ${media}`,
    ...Object.entries(services).map(
      ([port, { name, application }]) =>
        `  ${name}: { ports: [${port}], application: ${application} }`,
    ),
    'groups:',
    ...nameLookup,
    ...entries.flatMap(groupLines),
    'sites:',
    '  office:',
    '    clients: [192.0.2.0/24, "2001:db8:c1::/64"]',
    '    resolvers: [self]',
    '    enforce: closed',
    '    tiers: [required, recommended]',
    '    targets:',
    ...kept.map((target) => `      ${target}`),
  ];
  return `${lines.join('\n')}\n`;
}

const nameLookup = [
  '  - id: name-lookup',
  '    title: DNS',
  '    tier: required',
  '    source: { document: list }',
  '    endpoints: [{ to: resolvers, service: dns }]',
];

function groupLines(entry: Entry): string[] {
  const { id, serviceAreaDisplayName, required, category, notes, urls = [], ips = [] } = entry;
  const open = `services: [${servicesOf(entry).join(', ')}]`;
  return [
    `  - id: entry-${id}`,
    `    title: ${JSON.stringify(`${serviceAreaDisplayName}, entry ${id}`)}`,
    `    tier: ${required ? 'required' : 'recommended'}`,
    ...(notes === undefined ? [] : [`    purpose: ${JSON.stringify(notes)}`]),
    // Microsoft advises against inspection of these two categories.
    `    inspection: ${category === 'Default' ? 'allow' : 'bypass'}`,
    `    source: { document: list, section: "entry ${id}" }`,
    '    endpoints:',
    ...urls.map((host) => `      - { host: "${host}", ${open} }`),
    ...ips.map((network) => `      - { network: "${canonical(network)}", ${open} }`),
  ];
}

function servicesOf({ tcpPorts, udpPorts }: Entry): string[] {
  const tcp = (tcpPorts?.split(',') ?? []).map((port) => serviceOn(`tcp/${port}`));
  return udpPorts === undefined ? tcp : [...tcp, 'media'];
}

function serviceOn(port: string): string {
  const found = Object.entries(services).find(([known]) => known === port);
  if (found === undefined) throw new Error(`unknown port ${port} in the list`);
  return found[1].name;
}

/** One address of the list has no prefix length. */
function canonical(network: string): string {
  return network.replace(/^([0-9.]+)\/32$/, '$1').replace(/^([0-9a-f:]+)\/128$/, '$1');
}
