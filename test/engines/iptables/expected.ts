import type { Port } from './internet.ts';
import type { Promised } from './promised.ts';

const tls = 'tcp/443';
const alternative = 'tcp/8440 tcp/8441 tcp/8442 tcp/9443';
const media = 'tcp/3478 udp/3478 udp/3481';

export const guide: Promised = {
  folder: 'generated/example',
  chains: 'SPT',
  enforce: 'closed',
  ports: [
    ...(['tcp/22', 'tcp/53', 'tcp/79', 'tcp/80', 'tcp/81', 'tcp/442', 'tcp/443'] as const),
    ...(['tcp/444', 'tcp/8443', 'udp/53', 'udp/80', 'udp/443'] as const),
  ],
  resolvers: [],
  listed: 'api.pitneybowes.com',
  inner: 'metadata.microsoft.com',
  names: {
    'www.pitneybowes.com': 'tcp/80 tcp/443',
    'api.pitneybowes.com': tls,
    'pitneybowes.okta.com': tls,
    'microsoft.com': 'tcp/80',
    'mail.o365.pb.com': 'tcp/80',
    'foundation.us.sending.pitneybowes.com': tls,
    'shipping.sending.us.pitneybowes.com': tls,
    'sendpro.us.pitneybowes.com': tls,
    'sendpro.pitneybowes.com': tls,
    'integration.sending.us.pitneybowes.com': tls,
    'locations.sendpro.pitneybowes.com': tls,
    'uam.sendpro.pitneybowes.com': tls,
    'sending.us.pitneybowes.com': tls,
    'smb.pitneybowes.com': tls,
    'play.google.com': tls,
    // Wider, as coverage.md states: dnsmasq also allows the subdomains of a host.
    'update.microsoft.com': 'tcp/80',
    'v2.api.pitneybowes.com': tls,
    'new.sendpro.pitneybowes.com': tls,
    // These are not listed.
    'pitneybowes.com': '',
    'us.pitneybowes.com': '',
    'okta.com': '',
    'pb.com': '',
    'o365.pb.com': '',
    'google.com': '',
    'xmicrosoft.com': '',
    'evilpitneybowes.okta.com': '',
    'api.pitneybowes.com.evil.example': '',
  },
  pointing: {
    // It is not listed, but addresses are enforced: this one is allowed for api.pitneybowes.com.
    'shared.example.org': { addresses: ['192.31.196.2', '2001:db8:19::2'], open: tls },
    'nat64.microsoft.com': { addresses: ['10.0.0.2', '64:ff9b::a9fe:a9fe'], open: '' },
    '6to4.microsoft.com': { addresses: ['192.168.0.2', '2002:a00:1::1'], open: '' },
    'metadata.microsoft.com': { addresses: ['169.254.169.254', 'fd00:ec2::254'], open: '' },
    'inside.api.pitneybowes.com': { addresses: ['10.0.0.1', 'fd12:3456::1'], open: '' },
    'home.www.pitneybowes.com': { addresses: ['192.168.0.1', 'fd00::1'], open: '' },
    'office.play.google.com': { addresses: ['172.31.255.254', 'fc00::1'], open: '' },
    'shared.smb.pitneybowes.com': { addresses: ['100.64.0.1', 'fdff:ffff::1'], open: '' },
  },
  places: { '198.51.100.7': '', '2001:db8:7::7': '' },
};

const everyPort: readonly Port[] = [
  ...(['tcp/22', 'tcp/53', 'tcp/80', 'tcp/443', 'tcp/3477', 'tcp/3478', 'tcp/3479'] as const),
  ...(['tcp/8439', 'tcp/8440', 'tcp/8441', 'tcp/8442', 'tcp/8443'] as const),
  ...(['tcp/9442', 'tcp/9443', 'tcp/9444'] as const),
  ...(['udp/53', 'udp/443', 'udp/3477', 'udp/3478', 'udp/3481', 'udp/3482', 'udp/8440'] as const),
];

const everyPointing: Promised['pointing'] = {
  // It is not listed, but addresses are enforced: this one is allowed for app.example.com.
  'shared.example.org': { addresses: ['192.31.196.3', '2001:db8:19::3'], open: tls },
  'nat64.www.example.com': { addresses: ['10.8.255.254', '64:ff9b::a9fe:a9fe'], open: '' },
  '6to4.app.example.com': { addresses: ['192.168.0.2', '2002:a00:1::1'], open: '' },
  'bench.docs.example.com': { addresses: ['198.19.0.1', 'fec0::1'], open: '' },
  'metadata.www.example.com': { addresses: ['169.254.169.254', 'fd00:ec2::254'], open: '' },
  'inside.app.example.com': { addresses: ['10.8.255.255', 'fd12:3456::1'], open: '' },
  'home.docs.example.com': { addresses: ['192.168.0.1', 'fd00::1'], open: '' },
  'office.api.example.com': { addresses: ['172.31.255.254', 'fc00::1'], open: '' },
  'shared.x.example.net': { addresses: ['100.64.0.1', 'fdff:ffff::1'], open: '' },
};

const requiredPlaces = {
  '198.51.100.0': tls,
  '198.51.100.127': tls,
  '198.51.100.200': 'tcp/53 udp/53',
  '198.51.100.201': '',
  '203.0.113.9': '',
  '203.0.113.10': alternative,
  '203.0.113.11': alternative,
  '203.0.113.12': alternative,
  '203.0.113.15': alternative,
  '203.0.113.16': alternative,
  '203.0.113.19': alternative,
  '203.0.113.20': alternative,
  '203.0.113.21': '',
  // Private, and allowed because the spec lists it as a network.
  '10.9.0.0': tls,
  '10.9.0.255': tls,
  '10.9.1.0': '',
  '2001:db8:6:ffff:ffff:ffff:ffff:ffff': '',
  '2001:db8:7::': tls,
  '2001:db8:7:0:ffff:ffff:ffff:ffff': tls,
  '2001:db8:7:1::': '',
  '2001:db8:7:1::53': 'tcp/53 udp/53',
  '2001:db8:7:1::54': '',
};

export const closed: Promised = {
  folder: 'test/golden/every-kind-in-two-sites/expected/closed',
  chains: 'KIND',
  enforce: 'closed',
  ports: everyPort,
  resolvers: ['198.51.100.200', '2001:db8:7:1::53'],
  listed: 'app.example.com',
  inner: 'metadata.www.example.com',
  names: {
    'www.example.com': `tcp/80 ${tls} ${alternative}`,
    'docs.example.com': 'tcp/80',
    'app.example.com': tls,
    'api.example.com': alternative,
    'x.example.net': tls,
    'deep.x.example.net': tls,
    'turn.example.com': media,
    'portal.example.com': `tcp/80 ${tls}`,
    'a.apps.example.com': tls,
    'b.a.apps.example.com': tls,
    // Wider, and coverage.md says so: the name of a wildcard itself, and the names below a host.
    'example.net': tls,
    'apps.example.com': tls,
    'v2.api.example.com': alternative,
    // dnsmasq cannot say this pattern, and coverage.md says so.
    'cdn1.example.org': '',
    // Optional, and the site selects only the others.
    'extra.example.com': '',
    'example.com': '',
    'other.example.com': '',
    'example.org': '',
    'xexample.net': '',
    'evilwww.example.com': '',
    'www.example.com.evil.example': '',
  },
  pointing: everyPointing,
  places: {
    ...requiredPlaces,
    '198.51.100.128': media,
    '198.51.100.143': media,
    '198.51.100.144': '',
  },
};

export const additive: Promised = {
  ...closed,
  folder: 'test/golden/every-kind-in-two-sites/expected/additive',
  chains: 'MORE',
  enforce: 'additive',
  // The same without what is recommended.
  names: {
    ...closed.names,
    'www.example.com': `tcp/80 ${tls}`,
    'turn.example.com': '',
    'portal.example.com': '',
    'a.apps.example.com': '',
    'b.a.apps.example.com': '',
    'apps.example.com': '',
  },
  places: {
    ...requiredPlaces,
    '198.51.100.128': '',
    '198.51.100.143': '',
    '198.51.100.144': '',
  },
};
