import { type PortRange, subtractPorts } from '../../net/port.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { type Options, optionsOf } from './options.ts';
import { portsByWay, type Section, sectionsOf } from './plan.ts';

/** What holds for the whole file, and what follows from this site's options. */
export function caveats(policy: TargetPolicy): string[] {
  const sections = sectionsOf(policy);
  const options = optionsOf(policy);
  return [
    "The file only opens: what it does not name is decided by the site's own http_access lines below it.",
    'Squid takes the file at a wrong place, and its lines in a wrong order, without a word: the contract at its head must hold.',
    `Squid reads the files of a conf.d by name. After a file that asks for a login, this one does nothing: call it 00-portolan-${policy.site.prefix}.conf there.`,
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
  "A listed name is followed to whatever address Squid's DNS gives, an inner one too, unless the site refuses such addresses (acl dst) above this file.";
const namedOutside =
  "A listed name is followed to whatever address Squid's DNS gives outside the site's inner networks, a reserved one too, unless the site refuses such addresses (acl dst) above this file.";
const anyAnywhere =
  "A rule to any place opens this proxy's own addresses and those of the networks behind it too, on its ports, and the pages of the cache manager: a site refuses them above this file (http_access deny manager, http_access deny to_localhost, and an acl dst of the inner networks).";
const anyOutside =
  "A rule to any place opens this proxy's own addresses and reserved ones behind it too, on its ports, and the pages of the cache manager: a site refuses them above this file (http_access deny manager, http_access deny to_localhost, and an acl dst of the reserved networks).";

/** What the guard of the inner networks costs, and where it ends. */
function innerCaveats({ inner, direct }: Options): string[] {
  if (inner.length === 0) return [];
  return [
    'Squid looks a name up before the file allows it, so a slow name server delays each such request. One address in the inner networks is enough to withhold the name. A name without an address is not withheld.',
    "What the guard withholds is not denied: the site's own lines below decide it.",
    ...(direct
      ? []
      : [
          "A parent proxy looks the name up again: the guard knows only what this proxy's DNS says.",
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
          'A WebSocket in cleartext (ws://) does not pass by a rule for http: its client asks for a tunnel, which the rule does not open, and Squid removes Upgrade from any other request (http_upgrade_request_protocols).',
        ]
      : []),
    ...(tlsInspection !== 'none' && sections.some(isPermitted)
      ? [
          'A WebSocket (wss://) breaks where the proxy decrypts what is only permitted: Squid removes Upgrade from the requests inside (http_upgrade_request_protocols).',
        ]
      : []),
  ];
}

// What Debian's squid.conf lists; a site may list more or fewer.
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
    `The usual ${acl} do not hold ${text}: unless the site's own do, Squid refuses those ports above this file, which never extends that acl.`,
  ];
}

function modeCaveats({ tlsInspection }: Options): string[] {
  switch (tlsInspection) {
    case 'none':
      return [
        'The file says nothing of TLS inspection: a proxy that decrypts would decrypt what bypasses.',
      ];
    case 'explicit':
      return [withoutOpenssl, 'The name in CONNECT decides, never the one in the TLS greeting.'];
    case 'intercept':
      return [
        withoutOpenssl,
        "A redirected connection is known by its local port, which is that of the server: a port of this proxy to which clients send CONNECT must not have the number of a tunnel's port.",
        'A redirected connection is let through its first step, with its address alone, to read its name; Squid then asks http_access again, but has met the server where the site decrypts. An adaptation service and a url_rewrite_program see the address, too.',
        "The name in the TLS greeting is the client's word; Squid refuses it (409) where its own DNS gives another address for it, so both must ask the same resolver.",
        'A redirected http request reaches the address that it was sent to, whatever host it names, unless the site sets "host_verify_strict on".',
        'The first step of every connection is peeked at, also that of clients that the file does not name, since Squid 6 and later know no client there. A line of the site that decides at step 1 must stand above this file. One below it decides when the name is known, and Squid refuses (409) a name that does not lead to the address.',
      ];
  }
}

const withoutOpenssl =
  'A Squid built without OpenSSL (Debian\'s package "squid") ignores ssl_bump without a word: "squid -v" must show --with-openssl.';

function bypassCaveats({ direct, adaptationServices, delayPools }: Options): string[] {
  return [
    direct
      ? 'What bypasses goes straight to its destination (always_direct): a proxy that reaches the Internet only through its parent needs "direct: false".'
      : 'What bypasses may go through the parent proxy, which may inspect, keep or log it by rules of its own.',
    ...(adaptationServices.length === 0
      ? [
          'No adaptation service is named: an ICAP or eCAP service of this proxy would see what bypasses.',
        ]
      : [
          'Squid takes an adaptation_access for a service that it does not know without a word: the names must be those of the site.',
        ]),
    ...(delayPools.length === 0
      ? []
      : ['The delay pools must be declared above this file, or Squid ignores its lines on them.']),
  ];
}
