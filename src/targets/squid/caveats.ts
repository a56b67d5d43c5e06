import { type PortRange, subtractPorts } from '../../net/port.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { type Options, optionsOf } from './options.ts';
import { portsByWay, type Section, sectionsOf } from './plan.ts';

/** What a reviewer must know about the whole file and about this site's options. */
export function caveats(policy: TargetPolicy): string[] {
  const sections = sectionsOf(policy);
  const options = optionsOf(policy);
  return [
    "The file only allows: the site's own http_access lines below it decide everything else.",
    'Squid does not warn about a wrong include position or line order. Follow the order in the file header. apply.sh checks this order before it installs the file.',
    `Squid reads the files of a conf.d by name. After a file that requires authentication, this one has no effect: name it 00-portolan-${policy.site.prefix}.conf there.`,
    ...destinationCaveats(sections, policy.site.inner.length > 0),
    ...portCaveats(sections),
    ...socketCaveats(sections, options.tlsInspection),
    ...innerCaveats(options),
    ...modeCaveats(options),
    ...(sections.some(({ rule }) => rule.inspection === 'bypass') ? bypassCaveats(options) : []),
  ];
}

function destinationCaveats(sections: readonly Section[], isGuarded: boolean): string[] {
  const clauses = sections.flatMap((section) => section.clauses);
  const isNamed = clauses.some(
    ({ names, below, patterns }) => names.length + below.length + patterns.length > 0,
  );
  const isAny = clauses.some(({ any }) => any);
  return [
    ...(isNamed ? [isGuarded ? namedOutside : namedAnywhere] : []),
    ...(isAny ? [isGuarded ? anyOutside : anyAnywhere] : []),
  ];
}

const namedAnywhere =
  'Squid connects to any address that a listed name resolves to, including internal ones, unless the site denies such addresses (acl dst) above this file.';
const namedOutside =
  "Outside the site's inner networks, Squid connects to any address that a listed name resolves to, including reserved ones, unless the site denies such addresses (acl dst) above this file.";
const anyAnywhere =
  "A rule for any destination also allows this proxy's own addresses and the networks behind it, on its ports, and the pages of the cache manager. To deny them, add lines above this file: http_access deny manager, http_access deny to_localhost, and an acl dst of the inner networks.";
const anyOutside =
  "A rule for any destination also allows this proxy's own addresses and reserved addresses behind it, on its ports, and the pages of the cache manager. To deny them, add lines above this file: http_access deny manager, http_access deny to_localhost, and an acl dst of the reserved networks.";

/** The cost and the limits of the guard of the inner networks. */
function innerCaveats({ inner, direct }: Options): string[] {
  if (inner.length === 0) return [];
  return [
    'Squid resolves a name before the file allows it, so a slow DNS server delays each such request. The guard withholds a name if one of its addresses is in the inner networks, but not a name without an address.',
    "The guard does not deny what it withholds: the site's own lines below decide it.",
    ...(direct
      ? []
      : [
          "A parent proxy resolves the name again: the guard only knows the answers of this proxy's DNS.",
        ]),
  ];
}

function socketCaveats(
  sections: readonly Section[],
  tlsInspection: Options['tlsInspection'],
): string[] {
  const isPermitted = ({ rule, way }: Section) => way === 'tunnel' && rule.inspection === 'allow';
  return [
    ...(sections.some(({ way }) => way === 'plain')
      ? [
          'A rule for http does not allow a cleartext WebSocket (ws://). Its client requests a tunnel, which the rule does not allow, and Squid removes Upgrade from other requests (http_upgrade_request_protocols).',
        ]
      : []),
    ...(tlsInspection !== 'none' && sections.some(isPermitted)
      ? [
          'A WebSocket (wss://) fails if the proxy decrypts it: Squid removes Upgrade from the requests inside (http_upgrade_request_protocols).',
        ]
      : []),
  ];
}

// The ports in Debian's squid.conf; a site may list more or fewer.
const sslPorts = ranges('443');
const safePorts = ranges('21 70 80 210 280 443 488 591 777 1025-65535');

function ranges(text: string): PortRange[] {
  return text.split(' ').map((part) => {
    const [low = '', high = low] = part.split('-');
    return { transport: 'tcp', low: Number(low), high: Number(high) };
  });
}

function portCaveats(sections: readonly Section[]): string[] {
  const tunnels = portsByWay(sections, 'tunnel');
  return [
    ...unusual('SSL_ports', subtractPorts(tunnels, sslPorts)),
    ...unusual(
      'Safe_ports',
      subtractPorts([...tunnels, ...portsByWay(sections, 'plain')], safePorts),
    ),
  ];
}

function unusual(acl: string, ports: readonly PortRange[]): string[] {
  if (ports.length === 0) return [];
  const text = ports
    .map(({ low, high }) => (low === high ? `${low}` : `${low}-${high}`))
    .join(', ');
  return [
    `The default ${acl} does not contain ${text}. Unless the site adds them, Squid denies those ports above this file, which never extends that acl.`,
  ];
}

function modeCaveats({ tlsInspection }: Options): string[] {
  switch (tlsInspection) {
    case 'none':
      return [
        'The file does not configure TLS inspection: a proxy that decrypts would also decrypt traffic that bypasses inspection.',
      ];
    case 'explicit':
      return [
        withoutOpenssl,
        'The name in CONNECT decides, never the name in the TLS ClientHello.',
      ];
    case 'intercept':
      return [
        withoutOpenssl,
        'Squid recognizes a redirected connection by its local port, which is that of the server. A port of this proxy for CONNECT must not have the number of a listed port.',
        'A redirected connection passes its first step with only its address, so that Squid can read its name. Squid then checks http_access again, but has already contacted the server if the site decrypts. An adaptation service and a url_rewrite_program also see the address.',
        'The client chooses the name in the TLS ClientHello. Squid denies it (409) if its own DNS resolves the name to other addresses, so both must use the same resolver.',
        'A redirected http request reaches its original address, even if it names another host, unless the site sets "host_verify_strict on".',
        'Squid peeks at the first step of every connection, even of clients that are not in the file, since Squid 6 and later do not know the client there. A line of the site that decides at step 1 must be above this file. A line below it decides when the name is known, and Squid denies (409) a name that does not resolve to the address.',
      ];
  }
}

const withoutOpenssl =
  'A Squid built without OpenSSL (Debian\'s package "squid") silently ignores ssl_bump: "squid -v" must show --with-openssl.';

function bypassCaveats({ direct, adaptationServices, delayPools }: Options): string[] {
  return [
    direct
      ? 'Traffic that bypasses inspection goes directly to its destination (always_direct). A proxy that reaches the Internet only through its parent needs "direct: false".'
      : 'Traffic that bypasses inspection may go through the parent proxy, which may inspect, cache or log it by its own rules.',
    ...(adaptationServices.length === 0
      ? [
          'No adaptation service is listed: an ICAP or eCAP service of this proxy would see traffic that bypasses inspection.',
        ]
      : [
          'Squid silently accepts adaptation_access for an unknown service: the names must be those of the site.',
        ]),
    ...(delayPools.length === 0
      ? []
      : ['Declare the delay pools above this file, or Squid ignores its lines for them.']),
  ];
}
