import { booking, group, helper, inSpec, listed, service, site } from './edits.ts';
import type { Trick } from './trick.ts';

const twelve = [...'abcdefghijkl'].map((letter) => `${letter}.more.example.net`);

/** Two hundred networks, each no larger than the largest block of one organization. */
const eights = Array.from({ length: 223 }, (_none, index) => `${index + 1}.0.0.0/8`).filter(
  (network) => !['10.', '127.'].some((start) => network.startsWith(start)),
);

/** Tricks that add access to a spec, disguised as something else. */
export const accessTricks: readonly Trick[] = [
  {
    name: 'a service of many hosts gets a tunnel beside its port',
    change: [
      {
        file: 'services.yaml',
        from: 'https: { ports: [tcp/443], application',
        to: 'https: { ports: [tcp/443], protocols: [gre], application',
      },
    ],
    caught: [
      { by: 'diff', gains: ['gre'] },
      { by: 'diff', findings: ['tunnel-protocol'] },
    ],
  },
  {
    name: 'a service gets ping, and SCTP on the number of its port',
    change: [
      {
        file: 'services.yaml',
        from: 'mqtt: { ports: [tcp/8883], application',
        to: 'mqtt: { ports: [tcp/8883, sctp/8883], protocols: [icmp-echo], application',
      },
    ],
    caught: [{ by: 'diff', gains: ['icmp-echo', 'sctp/8883'] }],
  },
  {
    name: 'an endpoint is added among others, with the ticket of an approved one',
    change: [booking('{ url: "https://api.example.org", ticket: CHG-100 }')],
    caught: [
      { by: 'diff', gains: ['NEW api.example.org tcp/443'] },
      { by: 'diff', findings: ['third-party-domain'] },
    ],
  },
  {
    name: 'a refactoring renames an excluded group, so that its endpoints are no longer excluded',
    change: [
      inSpec('  - id: remote-help\n', '  - id: support\n'),
      inSpec('[remote-help, reports]', '[support]'),
    ],
    before: [inSpec('    exclude: [remote-help]\n', '    exclude: [remote-help, reports]\n')],
    caught: [{ by: 'diff', approval: ['exclude'] }],
  },
  {
    name: 'an endpoint of an excluded group moves to one that is not',
    change: [booking('{ host: help.example.com, service: https }')],
    caught: [{ by: 'diff', gains: ['NEW help.example.com tcp/443'] }],
  },
  {
    name: 'the list of excluded groups is removed',
    change: [inSpec('    exclude: [remote-help]\n', '')],
    caught: [
      { by: 'diff', gains: ['help.example.com'] },
      { by: 'diff', approval: ['exclude'] },
    ],
  },
  {
    name: 'an optional group becomes required, and one more site enables it',
    change: [
      inSpec(
        '    title: Remote help\n    tier: optional\n',
        '    title: Remote help\n    tier: required\n',
      ),
    ],
    caught: [{ by: 'diff', gains: ['help.example.com tcp/443 for 198.51.100.128/25'] }],
  },
  {
    name: 'a site enables one more tier',
    change: [inSpec('    tiers: [required]\n', '    tiers: [required, optional]\n')],
    caught: [
      { by: 'diff', gains: ['help.example.com'] },
      { by: 'diff', approval: ['tiers'] },
    ],
  },
  {
    name: 'a service that many endpoints use gets one more port in another file',
    change: [{ file: 'services.yaml', from: '[tcp/443]', to: '[tcp/443, tcp/22]' }],
    caught: [{ by: 'diff', gains: ['NEW api.example.com tcp/22', 'a.cdn.example.net tcp/22'] }],
  },
  {
    name: 'a service is replaced by another with nearly the same name',
    change: [
      service('https-alt: { ports: [tcp/443, tcp/8443], application: tls }'),
      inSpec('lists/cdn.txt, service: https ', 'lists/cdn.txt, service: https-alt '),
    ],
    caught: [{ by: 'diff', gains: ['a.cdn.example.net tcp/8443'] }],
  },
  {
    name: 'udp is added to tcp on an allowed port',
    change: [{ file: 'services.yaml', from: '[tcp/443]', to: '[tcp/443, udp/443]' }],
    caught: [{ by: 'diff', gains: ['api.example.com udp/443'] }],
  },
  {
    name: 'a path is shortened to the whole host',
    change: [inSpec('http://updates.example.com/clock', 'http://updates.example.com/')],
    caught: [{ by: 'diff', gains: ['CLEARTEXT updates.example.com tcp/80'] }],
  },
  {
    name: 'a path is cut in the middle of a word',
    change: [inSpec('/clock/v2/x"', '/clock/v2"')],
    before: [inSpec('http://updates.example.com/clock"', 'http://updates.example.com/clock/v2/x"')],
    caught: [{ by: 'diff', gains: ['updates.example.com/clock/v2 tcp/80'] }],
  },
  {
    name: 'a host becomes a wildcard for its whole domain',
    before: [inSpec('    exclude: [remote-help]\n', '')],
    change: [inSpec('{ host: help.example.com', '{ host: "*.example.com"')],
    caught: [{ by: 'diff', gains: ['WIDER *.example.com tcp/443'] }],
  },
  {
    name: 'a network is doubled by one bit',
    change: [inSpec('198.51.100.0/28', '198.51.100.0/27')],
    caught: [{ by: 'diff', gains: ['198.51.100.16/28 tcp/8883'] }],
  },
  {
    name: 'a network is written as a range that ends one address later',
    change: [inSpec('198.51.100.0/28', '198.51.100.0-198.51.100.16')],
    caught: [{ by: 'diff', gains: ['tcp/8883'] }],
  },
  {
    name: 'a list gets a wildcard among its names',
    change: [listed('*.example.net')],
    caught: [{ by: 'diff', gains: ['*.example.net tcp/443'] }],
  },
  {
    name: 'a list is replaced by another file with the same beginning',
    change: [
      inSpec('lists/cdn.txt', 'lists/cdn-v2.txt'),
      { file: 'lists/cdn-v2.txt', text: 'a.cdn.example.net\nb.cdn.example.net\nc.cdn.evil.net\n' },
    ],
    caught: [
      { by: 'diff', gains: ['c.cdn.evil.net'] },
      { by: 'diff', findings: ['third-party-domain'] },
    ],
  },
  {
    name: 'a list is cut off, so that its last line is a name of another owner',
    change: [{ file: 'lists/cdn.txt', from: 'b.cdn.example.net\n', to: 'b.cdn.example.ne' }],
    caught: [{ by: 'diff', gains: ['b.cdn.example.ne'] }],
  },
  {
    name: 'an include is replaced by another file with the same ids',
    change: [
      inSpec('include: [services.yaml]', 'include: [service.yaml]'),
      {
        file: 'service.yaml',
        text: `version: 1
services:
  dns: { ports: [udp/53, tcp/53], application: dns }
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443-450], application: tls }
  mqtt: { ports: [tcp/8883], application: tls }
`,
      },
    ],
    caught: [{ by: 'diff', gains: ['api.example.com tcp/444-450'] }],
  },
  {
    name: 'a group hides in a file that an included file includes',
    change: [
      {
        file: 'services.yaml',
        from: 'version: 1\n',
        to: 'version: 1\ninclude: [lists/more.yaml]\n',
      },
      {
        file: 'lists/more.yaml',
        text: `version: 1
groups:
  - id: zz
    title: More
    tier: required
    endpoints:
      - { host: drop.example.org, service: https }
`,
      },
    ],
    caught: [
      { by: 'diff', gains: ['drop.example.org tcp/443'] },
      { by: 'diff', findings: ['gained-without-reason'] },
      { by: 'lint', findings: ['provenance-missing'] },
    ],
  },
  {
    name: 'a site is added that allows everything to its clients',
    change: [
      site(`  guests:
    prefix: tcg
    clients: [198.51.100.64/26]
    resolvers: any
    enforce: additive
    tiers: [required, recommended, optional]
    targets: { squid: { tlsInspection: none } }
`),
    ],
    caught: [
      { by: 'diff', gains: ['for 198.51.100.64/26'] },
      { by: 'diff', approval: ['site guests: enforce', 'site guests: resolvers'] },
      { by: 'lint', findings: ['any-resolver'] },
    ],
  },
  {
    name: 'the clients of a site become all of IPv4',
    change: [inSpec('clients: [198.51.100.128/25]', 'clients: [128.0.0.0/1]')],
    caught: [
      { by: 'diff', gains: ['api.example.com tcp/443 for 128.0.0.0-198.51.100.127'] },
      { by: 'diff', approval: ['clients'] },
    ],
  },
  {
    name: 'any destination is allowed on an inconspicuous port',
    change: [
      service('beacon: { ports: [udp/4500], application: other }'),
      booking('{ to: any, service: beacon }'),
    ],
    caught: [
      { by: 'diff', gains: ['ANY any udp/4500'] },
      { by: 'diff', findings: ['any-destination'] },
    ],
  },
  {
    name: 'any destination is written as two halves',
    change: [
      booking('{ network: 0.0.0.0/1, service: https }'),
      booking('{ network: 128.0.0.0/1, service: https }'),
    ],
    caught: [{ by: 'diff', findings: ['any-destination'] }],
  },
  {
    name: 'any destination is written as a network of zero bits',
    change: [booking('{ network: 0.0.0.0/0, service: https }')],
    caught: [{ by: 'validate', problems: ['to: any'] }],
  },
  {
    name: 'an internal network is allowed under the name of a vendor',
    change: [booking('{ network: 10.20.0.0/16, service: https }')],
    caught: [
      { by: 'diff', gains: ['10.20.0.0/16'] },
      { by: 'diff', findings: ['private-address'] },
    ],
  },
  {
    name: 'a range begins below the metadata service and ends above it',
    change: [booking('{ network: 169.254.0.0/16, service: http }')],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'an IPv4 address is written as an IPv4-mapped IPv6 address',
    change: [booking('{ network: "::ffff:a9fe:a9fe", service: http }')],
    caught: [{ by: 'validate', problems: ['169.254.169.254'] }],
  },
  {
    name: 'the address of the metadata service is written as a number',
    change: [booking('{ host: "2852039166", service: http }')],
    caught: [{ by: 'validate', problems: ['169.254.169.254'] }],
  },
  {
    name: 'an octal address is listed among the hosts of a list',
    change: [listed('0251.0376.0251.0376')],
    caught: [{ by: 'validate', problems: ['0251.0376.0251.0376'] }],
  },
  {
    name: 'a host is written in letters that only look like those of the vendor',
    change: [booking('{ host: "аpi.example.com", service: https }')],
    caught: [{ by: 'validate', problems: ['xn--'] }],
  },
  {
    name: 'the same host is written in its ASCII form',
    change: [booking('{ host: xn--pi-7kc.example.com, service: https }')],
    caught: [
      { by: 'diff', gains: ['xn--pi-7kc.example.com'] },
      { by: 'diff', findings: ['internationalised-host'] },
    ],
  },
  {
    name: 'a wildcard covers a public suffix',
    change: [booking('{ host: "*.co.uk", service: https }')],
    caught: [{ by: 'diff', findings: ['public-suffix-wildcard'] }],
  },
  {
    name: 'a wildcard covers all tenants of a service',
    change: [booking('{ host: "*.sharepoint.com", service: https }')],
    caught: [{ by: 'diff', findings: ['shared-tenant-wildcard'] }],
  },
  {
    name: 'a pattern covers a whole label of tenants',
    change: [booking('{ host: "login.*.okta.com", service: https }')],
    caught: [{ by: 'diff', findings: ['shared-tenant-wildcard'] }],
  },
  {
    name: 'a proxy connects to a family that no client has',
    change: [booking('{ network: "2001:db8:7::/48", service: https }')],
    caught: [{ by: 'diff', gains: ['2001:db8:7::/48 tcp/443 for 192.0.2.0/24'] }],
  },
  {
    name: 'new access has the description of access on another port',
    change: [
      service('ntp: { ports: [udp/123], application: other }'),
      group(`  - id: booking-time
    title: Booking
    tier: required
    endpoints:
      - { host: api.example.com, service: ntp }
`),
    ],
    caught: [
      { by: 'diff', gains: ['NEW api.example.com udp/123'] },
      { by: 'diff', findings: ['gained-without-reason'] },
    ],
  },
  {
    name: 'a removed name is still allowed as a subdomain of a kept one',
    before: [booking('{ host: x.api.example.com, service: https }')],
    change: [inSpec('      - { host: x.api.example.com, service: https }\n', '')],
    caught: [{ by: 'diff', keptOpen: ['x.api.example.com in iptables for api.example.com'] }],
  },
  {
    name: 'one of two paths is removed and is still allowed by outputs that see no path',
    before: [booking('{ url: "http://updates.example.com/other" }')],
    change: [inSpec('      - { url: "http://updates.example.com/other" }\n', '')],
    caught: [
      {
        by: 'diff',
        keptOpen: ['/other in iptables for updates.example.com', '/other in pfsense'],
      },
    ],
  },
  {
    name: 'a host is allowed in cleartext in addition to TLS',
    change: [
      inSpec(
        '- { url: "https://api.example.com",',
        '- { host: api.example.com, services: [http, https],',
      ),
    ],
    caught: [
      { by: 'diff', gains: ['CLEARTEXT api.example.com tcp/80'] },
      { by: 'diff', findings: ['cleartext'] },
    ],
  },
  {
    name: 'a broad range of ports is called one service',
    change: [
      service('media: { ports: [udp/50000-59999], application: other }'),
      booking('{ host: api.example.com, service: media }'),
    ],
    caught: [
      { by: 'diff', gains: ['api.example.com udp/50000-59999'] },
      { by: 'diff', findings: ['broad-port-range'] },
    ],
  },
  {
    name: 'a listed network allows internal addresses of the site',
    change: [booking('{ network: 203.0.113.0/28, service: https }')],
    caught: [
      { by: 'diff', gains: ['203.0.113.0/28'] },
      { by: 'diff', findings: ['inner-opened'] },
    ],
  },
  {
    name: 'the internal networks of the site are no longer protected',
    change: [inSpec('    inner: [203.0.113.0/24]\n', '')],
    caught: [{ by: 'diff', approval: ['inner'] }],
  },
  {
    name: 'the internal networks are narrowed by one bit',
    change: [inSpec('inner: [203.0.113.0/24]', 'inner: [203.0.113.0/25]')],
    caught: [{ by: 'diff', approval: ['inner'] }],
  },
  {
    name: 'the resolver of a site becomes an external one',
    change: [inSpec('resolvers: [198.51.100.129]', 'resolvers: [203.0.113.66]')],
    caught: [{ by: 'diff', approval: ['site depot: resolvers'] }],
  },
  {
    name: 'clients may ask any resolver',
    change: [
      inSpec('resolvers: [self]', 'resolvers: any'),
      inSpec('iptables: { protectSelf: true }\n      ', ''),
    ],
    caught: [
      { by: 'diff', gains: ['ANY any tcp/53, udp/53'] },
      { by: 'diff', findings: ['any-resolver'] },
    ],
  },
  {
    name: 'the DNS group allows DNS over TLS to any destination, as a tunnel',
    change: [
      service('dot: { ports: [tcp/853], application: tls }'),
      inSpec('{ to: resolvers, service: dns }', '{ to: any, service: dot }'),
    ],
    caught: [
      { by: 'diff', gains: ['ANY any tcp/853'] },
      { by: 'diff', findings: ['any-destination'] },
    ],
  },
  {
    name: 'clients get addresses of a family that no output filters',
    before: [
      inSpec('clients: [192.0.2.0/24]', 'clients: [192.0.2.0/24, "2001:db8:c1::/64"]'),
      inSpec('protectSelf: true', 'protectSelf: { interfaces: [eth1] }'),
      inSpec('resolvers: [192.0.2.53]', 'resolvers: [192.0.2.53, "2001:db8:c1::53"]'),
    ],
    change: [inSpec('[192.0.2.0/24, "2001:db8:c1::/64"]', '[192.0.2.0/24]')],
    caught: [
      { by: 'diff', findings: ['family-unfiltered'] },
      { by: 'diff', approval: ['clients'] },
    ],
  },
  {
    name: 'pfSense writes rules of one family for clients of both',
    before: [
      inSpec('clients: [192.0.2.0/24]', 'clients: [192.0.2.0/24, "2001:db8:c1::/64"]'),
      inSpec('protectSelf: true', 'protectSelf: { interfaces: [eth1] }'),
      inSpec('resolvers: [192.0.2.53]', 'resolvers: [192.0.2.53, "2001:db8:c1::53"]'),
    ],
    change: [inSpec('interface: lan,', 'interface: lan, ipprotocol: inet,')],
    caught: [
      { by: 'diff', findings: ['family-unfiltered'] },
      { by: 'diff', approval: ['ipprotocol'] },
    ],
  },
  {
    name: 'internal names and unknown top-level domains look like typing mistakes',
    change: [
      helper([
        '{ host: api.example.cmo, service: https }',
        '{ host: files.example.local, service: https }',
      ]),
    ],
    caught: [{ by: 'diff', gains: ['api.example.cmo', 'files.example.local'] }],
  },
  {
    name: 'a pattern covers all names under a public suffix that begin with one letter',
    change: [booking('{ host: "a*.co.uk", service: https }')],
    caught: [{ by: 'diff', findings: ['public-suffix-wildcard'] }],
  },
  {
    name: 'a pattern covers tenants of a service that the suffix list contains',
    change: [booking('{ host: "clock-*.github.io", service: https }')],
    caught: [{ by: 'diff', findings: ['shared-tenant-wildcard'] }],
  },
  {
    name: 'any destination is written as two hundred networks of plausible size',
    change: [
      {
        file: 'lists/cdn.txt',
        from: 'b.cdn.example.net\n',
        to: `b.cdn.example.net\n${eights.join('\n')}\n`,
      },
    ],
    caught: [{ by: 'diff', findings: ['any-destination'] }],
  },
  {
    name: 'all of IPv4 is written in its NAT64 form',
    change: [booking('{ network: "64:ff9b::/96", service: https }')],
    caught: [{ by: 'diff', findings: ['any-destination'] }],
  },
  {
    name: 'the metadata service is written in its 6to4 form',
    change: [booking('{ network: "2002:a9fe:a9fe::/48", service: https }')],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'an internal network is written in its NAT64 form',
    change: [booking('{ network: "64:ff9b::a00:0/104", service: https }')],
    caught: [{ by: 'diff', findings: ['private-address'] }],
  },
  {
    name: 'the metadata service of a cloud is listed by its name',
    change: [booking('{ host: metadata.google.internal, service: http }')],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'the metadata service of a cloud has an address that looks like a carrier',
    change: [booking('{ network: 100.100.100.200, service: http }')],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'the metadata service is listed by its IPv6 address',
    change: [booking('{ network: "fd00:ec2::254", service: http }')],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'a service of the device itself is allowed as if it were its resolver',
    change: [
      service('ssh: { ports: [tcp/22], application: other }'),
      inSpec('{ to: resolvers, service: dns }', '{ to: resolvers, services: [dns, ssh] }'),
    ],
    caught: [{ by: 'diff', gains: ['tcp/22 for 192.0.2.0/24'] }],
  },
  {
    name: 'a host only begins like a host of the publisher',
    change: [booking('{ url: "https://api.example.com.evil.net" }')],
    caught: [{ by: 'diff', findings: ['third-party-domain'] }],
  },
  {
    name: 'a host only ends like a host of the publisher',
    change: [booking('{ url: "https://evil-example.com" }')],
    caught: [{ by: 'diff', findings: ['third-party-domain'] }],
  },
  {
    name: 'a site gets another id, and its old rules stay on the device',
    change: [inSpec('  depot:\n', '  depot-two:\n')],
    caught: [
      { by: 'diff', gains: ['api.example.com'] },
      { by: 'diff', approval: ['output-empties of depot/squid', 'depot-two'] },
    ],
  },
  {
    name: 'most of a list is removed at once',
    before: [listed(twelve.join('\n'))],
    change: [{ file: 'lists/cdn.txt', from: `${twelve.join('\n')}\n`, to: '' }],
    caught: [{ by: 'diff', approval: ['mass-removal'] }],
  },
  {
    name: 'a packet filter gets its own clients, fewer than those of the default-deny site',
    change: [inSpec('{ protectSelf: true }', '{ protectSelf: true, clients: [192.0.2.0/26] }')],
    caught: [{ by: 'diff', approval: ['iptables.clients'] }],
  },
  {
    name: 'a dangerous group is first added without a site, and enabled later',
    before: [
      inSpec(
        '{ host: help.example.com, service: https }',
        '{ host: "*.okta.com", service: https }',
      ),
    ],
    change: [inSpec('    exclude: [remote-help]\n', '')],
    caught: [
      { by: 'diff', gains: ['*.okta.com'] },
      { by: 'diff', findings: ['shared-tenant-wildcard'] },
    ],
  },
  {
    name: 'a PAC gets more clients than the site has',
    change: [inSpec('pac: { proxy', 'pac: { clients: [192.0.2.0/23], proxy')],
    caught: [
      { by: 'diff', gains: ['reports.example.com tcp/443 for 192.0.3.0/24 by pac'] },
      { by: 'diff', approval: ['pac.clients'] },
    ],
  },
  {
    name: 'a path in upper case allows another path',
    change: [booking('{ url: "http://updates.example.com/Clock" }')],
    caught: [{ by: 'diff', gains: ['updates.example.com/Clock tcp/80'] }],
  },
  {
    name: 'an accepted third-party host is allowed on another port',
    before: [
      booking('{ url: "https://cdn.example.org" }'),
      {
        file: 'exceptions.yaml',
        from: 'rule: cleartext\n    endpoint: "http://updates.example.com/clock"',
        to: 'rule: third-party-domain\n    endpoint: cdn.example.org',
      },
      inSpec('{ url: "https://cdn.example.org" }', '{ host: cdn.example.org, service: https }'),
    ],
    change: [
      inSpec(
        '{ host: cdn.example.org, service: https }',
        '{ host: cdn.example.org, services: [https, mqtt] }',
      ),
    ],
    caught: [
      { by: 'diff', gains: ['cdn.example.org tcp/8883'] },
      { by: 'diff', findings: ['third-party-domain'] },
    ],
  },
];
