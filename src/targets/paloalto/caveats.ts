import type { TargetPolicy } from '../../policy/types.ts';
import { clientFamilies, unfilteredFamilies } from '../kit/writing/families.ts';
import { type Options, optionsOf } from './options.ts';
import { guardOf, type Part, planOf } from './plan.ts';

/** What a reviewer must know about the whole output. */
export function caveats(policy: TargetPolicy): string[] {
  const options = optionsOf(policy);
  if (options.wrongAddresses.length > 0) return [];
  const parts = planOf(policy);
  return [
    ...matchCaveats(parts),
    ...bypassCaveats(parts, options),
    ...applicationCaveats(parts, options),
    ...protocolCaveats(parts),
    ...placeCaveats(options),
    staleCaveat(policy, options),
    ...enforceCaveats(policy),
    ...innerCaveats(policy),
    ...familyCaveats(policy),
    'Set commands only add, but lists are emptied and filled again. Rules and objects that left the spec stay, and existing rules keep the old value of a changed option, until you apply what "portolan retire" prints.',
  ];
}

function matchCaveats(parts: readonly Part[]): string[] {
  const urls = parts.filter(({ target }) => target.kind === 'url');
  const isNamed = ({ target }: Part) =>
    target.kind === 'objects' && target.objects.some(({ kind }) => kind === 'fqdn');
  return [
    ...(urls.some(isTls)
      ? [
          'TLS is never exact: handshakes pass to every address until the App-ID is known, and the client chooses the name (SNI) that the firewall matches.',
        ]
      : []),
    ...(parts.some(isNamed)
      ? [
          'FQDN objects match the addresses that the firewall resolved, at most 32 per name. Every name on these addresses is reachable. A host that changes its addresses often is denied intermittently.',
        ]
      : []),
  ];
}

function bypassCaveats(parts: readonly Part[], { profileGroup }: Options): string[] {
  const bypassed = parts.filter((part) => part.rule.inspection === 'bypass');
  const unknown = bypassed.some(
    ({ rule, slot }) => rule.service.application === 'other' && slot.services.length > 0,
  );
  return [
    ...(parts.some((part) => part.noDecrypt)
      ? [
          'The No Decrypt rules go to the top of the decryption rules. A rule that you later move above them decrypts.',
        ]
      : []),
    ...(unknown
      ? [
          'Services with the application "other" have no No Decrypt rule: the spec does not say that they use TLS.',
        ]
      : []),
    ...(bypassed.length > 0 && profileGroup !== undefined
      ? [
          'The profile group of the site must not contain URL filtering, or it filters traffic that bypasses inspection.',
        ]
      : []),
  ];
}

function applicationCaveats(parts: readonly Part[], options: Options): string[] {
  if (options.anyApplication)
    return [
      'With the option "applications: any", the rules do not check the App-ID, so any application may use their ports.',
    ];
  return [
    ...(parts.some(isTls)
      ? [
          'App-ID can change during a session (for example, ssl to okta). The session is then denied, unless the spec lists that App-ID for it.',
        ]
      : []),
    ...(parts.some((part) => isTls(part) && !part.noDecrypt)
      ? [
          'If the firewall decrypts traffic that is allowed but not bypassed, it sees App-IDs different from ssl. The spec must list them.',
        ]
      : []),
  ];
}

function protocolCaveats(parts: readonly Part[]): string[] {
  const bare = parts.map(({ slot }) => slot).filter(({ services }) => services.length === 0);
  return [
    ...(bare.length > 0
      ? [
          'A rule for a protocol without ports names its App-ID, always with the service application-default. Updates of the App-IDs decide which packets it includes.',
        ]
      : []),
    ...(bare.some(({ transport }) => transport !== 'icmp-echo')
      ? [
          'While a session of ESP, AH or GRE lasts, the peer can also send such packets to the client: these protocols have no ports.',
        ]
      : []),
  ];
}

function placeCaveats({ location, position }: Options): string[] {
  const places = {
    vsys: [],
    shared: [
      'The rules are in the shared pre-rulebase of Panorama, above those of every device group. A single firewall does not have this rulebase.',
    ],
    'device-group': [
      'Zones are defined in templates: the zones in the options must exist on every firewall of the device group.',
    ],
  };
  const positions: Readonly<Record<string, string>> = {
    top: "The rules are above the site's own rules, including its threat blocks.",
    bottom:
      "The rules are below the site's own rules: a rule there that denies everything makes them ineffective.",
  };
  const said =
    typeof position === 'string'
      ? positions[position]
      : `The rule "${Object.values(position).join('')}" in the option "position" must exist. Otherwise the first move fails, and the rules stay at the bottom.`;
  return [...places[location.kind], ...(said === undefined ? [] : [said])];
}

/** What happens to a rule that left the spec: a paste neither removes nor moves it. */
function staleCaveat({ site }: TargetPolicy, { position }: Options): string {
  if (site.enforce === 'additive')
    return 'A rule that left the spec still allows its traffic until you apply what "portolan retire" prints.';
  const side = typeof position === 'string' ? position : Object.keys(position).join('');
  return side === 'top' || side === 'after'
    ? 'At this position, the next paste moves the deny rule above a rule that left the spec, so that rule then allows nothing.'
    : `At the position "${side}", a rule that left the spec stays above the deny rule. It still allows its traffic until you apply what "portolan retire" prints.`;
}

function enforceCaveats({ site }: TargetPolicy): string[] {
  if (site.enforce === 'additive') return [];
  return [
    'The last rule denies all other traffic of the clients, to any zone and to the firewall itself. This includes ping to the gateway and DHCP renewal, unless a rule above allows them.',
  ];
}

function innerCaveats(policy: TargetPolicy): string[] {
  if (policy.site.inner.length === 0) return [];
  if (policy.site.enforce === 'additive')
    return [
      'An allow-only site has no deny rule: a listed name that points to an inner network of the site is allowed there.',
    ];
  return guardOf(policy).length === 0
    ? []
    : [
        'If a listed name points to a private address, only the inner networks of the site are denied, and no other private address.',
      ];
}

function familyCaveats(policy: TargetPolicy): string[] {
  const families = clientFamilies(policy);
  return [
    ...unfilteredFamilies(families),
    ...(families.includes(6)
      ? ['IPv6 is filtered only if IPv6 firewalling is enabled in the settings of the device.']
      : []),
  ];
}

function isTls({ rule, slot }: Part): boolean {
  return rule.service.application === 'tls' && slot.transport === 'tcp';
}
