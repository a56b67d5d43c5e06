import { booking, group, helper, inSpec, listed, service, site } from './edits.ts';
import type { Trick } from './trick.ts';

const twelve = [...'abcdefghijkl'].map((letter) => `${letter}.more.example.net`);

/** Two hundred networks of which each alone is no more than one organization has. */
const eights = Array.from({ length: 223 }, (_none, index) => `${index + 1}.0.0.0/8`).filter(
  (network) => !['10.', '127.'].some((start) => network.startsWith(start)),
);

/** Access that a spec comes to give, written so that it looks like something else. */
export const accessTricks: readonly Trick[] = [
  {
    name: 'an endpoint is added among others, with the ticket of an approved one',
    change: [booking('{ url: "https://api.example.org", ticket: CHG-100 }')],
    caught: [
      { by: 'diff', gains: ['NEW api.example.org tcp/443'] },
      { by: 'diff', findings: ['third-party-domain'] },
    ],
  },
  {
    name: 'a refactor renames a group and its endpoints come to stand in an excluded one no more',
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
    name: 'the list of exclusions goes',
    change: [inSpec('    exclude: [remote-help]\n', '')],
    caught: [
      { by: 'diff', gains: ['help.example.com'] },
      { by: 'diff', approval: ['exclude'] },
    ],
  },
  {
    name: 'an optional group is called required, and one more site takes it',
    change: [
      inSpec(
        '    title: Remote help\n    tier: optional\n',
        '    title: Remote help\n    tier: required\n',
      ),
    ],
    caught: [{ by: 'diff', gains: ['help.example.com tcp/443 for 198.51.100.128/25'] }],
  },
  {
    name: 'a site takes a tier more',
    change: [inSpec('    tiers: [required]\n', '    tiers: [required, optional]\n')],
    caught: [
      { by: 'diff', gains: ['help.example.com'] },
      { by: 'diff', approval: ['tiers'] },
    ],
  },
  {
    name: 'a service that many name gets a port more in another file',
    change: [{ file: 'services.yaml', from: '[tcp/443]', to: '[tcp/443, tcp/22]' }],
    caught: [{ by: 'diff', gains: ['NEW api.example.com tcp/22', 'a.cdn.example.net tcp/22'] }],
  },
  {
    name: 'one service takes the place of another of nearly the same name',
    change: [
      service('https-alt: { ports: [tcp/443, tcp/8443], application: tls }'),
      inSpec('lists/cdn.txt, service: https ', 'lists/cdn.txt, service: https-alt '),
    ],
    caught: [{ by: 'diff', gains: ['a.cdn.example.net tcp/8443'] }],
  },
  {
    name: 'udp joins tcp on a port that is open already',
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
    name: 'a host becomes everything beside it',
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
    name: 'a list is exchanged for another file of the same beginning',
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
    name: 'a list is cut off, and what its last line began goes to whoever has that name',
    change: [{ file: 'lists/cdn.txt', from: 'b.cdn.example.net\n', to: 'b.cdn.example.ne' }],
    caught: [{ by: 'diff', gains: ['b.cdn.example.ne'] }],
  },
  {
    name: 'an include is exchanged for another file of the same ids',
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
    name: 'a site comes along that is open to everybody',
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
    name: 'everything is opened on a port that nobody looks at',
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
    name: 'everywhere is written as two halves',
    change: [
      booking('{ network: 0.0.0.0/1, service: https }'),
      booking('{ network: 128.0.0.0/1, service: https }'),
    ],
    caught: [{ by: 'diff', findings: ['any-destination'] }],
  },
  {
    name: 'a network of zero bits is written for everywhere',
    change: [booking('{ network: 0.0.0.0/0, service: https }')],
    caught: [{ by: 'validate', problems: ['to: any'] }],
  },
  {
    name: 'the inside is opened under the name of a vendor',
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
    name: 'an IPv4 address is written as an IPv6 one that maps it',
    change: [booking('{ network: "::ffff:a9fe:a9fe", service: http }')],
    caught: [{ by: 'validate', problems: ['169.254.169.254'] }],
  },
  {
    name: 'a number stands for the address of the metadata service',
    change: [booking('{ host: "2852039166", service: http }')],
    caught: [{ by: 'validate', problems: ['169.254.169.254'] }],
  },
  {
    name: 'an address in octal stands among the hosts of a list',
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
    name: 'a wildcard stands below a public suffix',
    change: [booking('{ host: "*.co.uk", service: https }')],
    caught: [{ by: 'diff', findings: ['public-suffix-wildcard'] }],
  },
  {
    name: 'a wildcard takes in the names of all tenants of a service',
    change: [booking('{ host: "*.sharepoint.com", service: https }')],
    caught: [{ by: 'diff', findings: ['shared-tenant-wildcard'] }],
  },
  {
    name: 'a whole label of a tenant is a pattern',
    change: [booking('{ host: "login.*.okta.com", service: https }')],
    caught: [{ by: 'diff', findings: ['shared-tenant-wildcard'] }],
  },
  {
    name: 'a proxy dials the family that no client has',
    change: [booking('{ network: "2001:db8:7::/48", service: https }')],
    caught: [{ by: 'diff', gains: ['2001:db8:7::/48 tcp/443 for 192.0.2.0/24'] }],
  },
  {
    name: 'new access is called what access of another port was called',
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
    name: 'a name is taken off the list and stays open below a kept one',
    before: [booking('{ host: x.api.example.com, service: https }')],
    change: [inSpec('      - { host: x.api.example.com, service: https }\n', '')],
    caught: [{ by: 'diff', keptOpen: ['x.api.example.com in iptables for api.example.com'] }],
  },
  {
    name: 'one of two paths of a host is taken off and stays open in what sees no path',
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
    name: 'a host is opened in cleartext beside TLS',
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
    name: 'a listed network opens the inner addresses of the site',
    change: [booking('{ network: 203.0.113.0/28, service: https }')],
    caught: [
      { by: 'diff', gains: ['203.0.113.0/28'] },
      { by: 'diff', findings: ['inner-opened'] },
    ],
  },
  {
    name: 'the inner networks of the site are no more guarded',
    change: [inSpec('    inner: [203.0.113.0/24]\n', '')],
    caught: [{ by: 'diff', approval: ['inner'] }],
  },
  {
    name: 'the inner networks are narrowed by one bit',
    change: [inSpec('inner: [203.0.113.0/24]', 'inner: [203.0.113.0/25]')],
    caught: [{ by: 'diff', approval: ['inner'] }],
  },
  {
    name: 'the resolver of a site becomes that of a stranger',
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
    name: 'the group for names opens a tunnel as DNS over TLS to everywhere',
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
    name: 'names of the inside or of no public top-level domain look like a typing error',
    change: [
      helper([
        '{ host: api.example.cmo, service: https }',
        '{ host: files.example.local, service: https }',
      ]),
    ],
    caught: [{ by: 'diff', gains: ['api.example.cmo', 'files.example.local'] }],
  },
  {
    name: 'every name that begins with a letter stands below a public suffix',
    change: [booking('{ host: "a*.co.uk", service: https }')],
    caught: [{ by: 'diff', findings: ['public-suffix-wildcard'] }],
  },
  {
    name: 'a pattern stands for tenants of a service that the suffix list knows',
    change: [booking('{ host: "clock-*.github.io", service: https }')],
    caught: [{ by: 'diff', findings: ['shared-tenant-wildcard'] }],
  },
  {
    name: 'everywhere is written as two hundred networks, none of which is larger than somebody has',
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
    name: 'everywhere of IPv4 is written as what a translator of IPv6 makes of it',
    change: [booking('{ network: "64:ff9b::/96", service: https }')],
    caught: [{ by: 'diff', findings: ['any-destination'] }],
  },
  {
    name: 'the metadata service is written as what 6to4 makes of it',
    change: [booking('{ network: "2002:a9fe:a9fe::/48", service: https }')],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'the inside is written as what a translator of IPv6 makes of it',
    change: [booking('{ network: "64:ff9b::a00:0/104", service: https }')],
    caught: [{ by: 'diff', findings: ['private-address'] }],
  },
  {
    name: 'the metadata service of one cloud is called by its name',
    change: [booking('{ host: metadata.google.internal, service: http }')],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'the metadata service of a cloud has an address that looks like a carrier',
    change: [booking('{ network: 100.100.100.200, service: http }')],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'the metadata service has an address of IPv6 too',
    change: [booking('{ network: "fd00:ec2::254", service: http }')],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'a service of the device itself is opened in the name of its resolver',
    change: [
      service('ssh: { ports: [tcp/22], application: other }'),
      inSpec('{ to: resolvers, service: dns }', '{ to: resolvers, services: [dns, ssh] }'),
    ],
    caught: [{ by: 'diff', gains: ['tcp/22 for 192.0.2.0/24'] }],
  },
  {
    name: 'a host only begins like one of the publisher',
    change: [booking('{ url: "https://api.example.com.evil.net" }')],
    caught: [{ by: 'diff', findings: ['third-party-domain'] }],
  },
  {
    name: 'a host only ends like one of the publisher',
    change: [booking('{ url: "https://evil-example.com" }')],
    caught: [{ by: 'diff', findings: ['third-party-domain'] }],
  },
  {
    name: 'a site gets another id, and the old rules stay where they are',
    change: [inSpec('  depot:\n', '  depot-two:\n')],
    caught: [
      { by: 'diff', gains: ['api.example.com'] },
      { by: 'diff', approval: ['output-empties of depot/squid', 'depot-two'] },
    ],
  },
  {
    name: 'most of a list goes at once',
    before: [listed(twelve.join('\n'))],
    change: [{ file: 'lists/cdn.txt', from: `${twelve.join('\n')}\n`, to: '' }],
    caught: [{ by: 'diff', approval: ['mass-removal'] }],
  },
  {
    name: 'a packet filter has clients of its own, fewer than those that the site closes',
    change: [inSpec('{ protectSelf: true }', '{ protectSelf: true, clients: [192.0.2.0/26] }')],
    caught: [{ by: 'diff', approval: ['iptables.clients'] }],
  },
  {
    name: 'a dangerous group waits outside of every site, and is let in later',
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
    name: 'a PAC is given to more clients than the site has',
    change: [inSpec('pac: { proxy', 'pac: { clients: [192.0.2.0/23], proxy')],
    caught: [
      { by: 'diff', gains: ['reports.example.com tcp/443 for 192.0.3.0/24 by pac'] },
      { by: 'diff', approval: ['pac.clients'] },
    ],
  },
  {
    name: 'the capital of a path opens another one',
    change: [booking('{ url: "http://updates.example.com/Clock" }')],
    caught: [{ by: 'diff', gains: ['updates.example.com/Clock tcp/80'] }],
  },
  {
    name: 'a host that somebody accepted as a third party is opened on another port',
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
