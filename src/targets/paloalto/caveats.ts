import type { TargetPolicy } from '../../policy/types.ts';
import { clientFamilies, unfilteredFamilies } from '../kit/writing/families.ts';
import { type Options, optionsOf } from './options.ts';
import { guardOf, type Part, planOf } from './plan.ts';
import { optionRefusals } from './refusals.ts';

/** What a reviewer must know of the whole output, each a sentence. */
export function caveats(policy: TargetPolicy): string[] {
  if (optionRefusals(policy).length > 0) return [];
  const options = optionsOf(policy);
  const parts = planOf(policy, options);
  return [
    ...matchCaveats(parts),
    ...bypassCaveats(parts, options),
    ...applicationCaveats(parts, options),
    ...placeCaveats(options),
    staleCaveat(policy, options),
    ...enforceCaveats(policy),
    ...innerCaveats(policy),
    ...familyCaveats(policy),
    'Set commands only add: lists are emptied and filled again, but a rule or object that left the spec, and an option of the site that changed, stay in the old rules until these are deleted by hand.',
  ];
}

function matchCaveats(parts: readonly Part[]): string[] {
  const urls = parts.filter(({ target }) => target.kind === 'url');
  const isNamed = ({ target }: Part) =>
    target.kind === 'objects' && target.objects.some(({ kind }) => kind === 'fqdn');
  return [
    ...(urls.some(isTls)
      ? [
          'TLS is never exact: handshakes pass to every address before the App-ID is known, and the client chooses the name (SNI) that is matched.',
        ]
      : []),
    ...(parts.some(isNamed)
      ? [
          'FQDN objects match the addresses that the firewall resolved, 32 of a name at most: every name on them is reachable, and a host that changes its addresses often is refused now and then.',
        ]
      : []),
  ];
}

function bypassCaveats(parts: readonly Part[], { profileGroup }: Options): string[] {
  const bypassed = parts.filter((part) => part.rule.inspection === 'bypass');
  const unknown = bypassed.some((part) => part.rule.service.application === 'other');
  return [
    ...(parts.some((part) => part.noDecrypt)
      ? [
          'The no-decrypt rules go to the top of the decryption rules; a rule that is put above them later decrypts.',
        ]
      : []),
    ...(unknown
      ? [
          'Services of the application "other" have no no-decrypt rule: the spec does not say that they speak TLS.',
        ]
      : []),
    ...(bypassed.length > 0 && profileGroup !== undefined
      ? [
          'The profile group that the site names must hold no URL filtering, or what bypasses is filtered.',
        ]
      : []),
  ];
}

function applicationCaveats(parts: readonly Part[], options: Options): string[] {
  if (options.anyApplication)
    return [
      'By the option "applications: any" the rules look at no App-ID, so any application may use their ports.',
    ];
  return [
    ...(parts.some(isTls)
      ? [
          'Hosted services shift their App-ID (from ssl to okta, say) and are denied then, unless the spec lists it for them.',
        ]
      : []),
    ...(parts.some((part) => isTls(part) && !part.noDecrypt)
      ? [
          'Where the firewall decrypts what is only allowed, it sees other App-IDs than ssl, which the spec has to list.',
        ]
      : []),
  ];
}

function placeCaveats({ location, position }: Options): string[] {
  const places = {
    vsys: [],
    shared: [
      'The rules stand in the shared pre-rulebase of Panorama, above those of every device group; a firewall has no such place.',
    ],
    'device-group': [
      'Zones live in templates: those of the options must exist on every firewall of the device group.',
    ],
  };
  const positions: Readonly<Record<string, string>> = {
    top: "The rules stand above the site's own, and so above its threat blocks.",
    bottom:
      "The rules stand below the site's own: one that denies everything would leave them without effect.",
  };
  const said =
    typeof position === 'string'
      ? positions[position]
      : `The rule "${Object.values(position).join('')}" that the position names must exist: without it the first move fails, and the rules stay at the bottom.`;
  return [...places[location.kind], ...(said === undefined ? [] : [said])];
}

/** What becomes of a rule that left the spec, which a paste neither removes nor moves. */
function staleCaveat({ site }: TargetPolicy, { position }: Options): string {
  if (site.enforce === 'additive')
    return 'A rule that left the spec still allows what it allowed, until it is deleted by hand.';
  const side = typeof position === 'string' ? position : Object.keys(position).join('');
  return side === 'top' || side === 'after'
    ? 'At this position the deny rule goes above a rule that left the spec, so that rule allows nothing after the next paste.'
    : `At the position "${side}" a rule that left the spec stays above the deny rule: it still allows what it allowed, until it is deleted by hand.`;
}

function enforceCaveats({ site }: TargetPolicy): string[] {
  if (site.enforce === 'additive') return [];
  return [
    'The last rule refuses everything else that the clients send, to any zone and to the firewall itself: ping of the gateway and DHCP renewal too, unless a rule above allows them.',
  ];
}

function innerCaveats(policy: TargetPolicy): string[] {
  if (policy.site.inner.length === 0) return [];
  if (policy.site.enforce === 'additive')
    return [
      'An additive site has no deny rule: a listed name that points to an inner network of the site is open there.',
    ];
  return guardOf(policy).length === 0
    ? []
    : [
        'Of the addresses that a listed name points to, the inner networks of the site are denied, and no other private address.',
      ];
}

function familyCaveats(policy: TargetPolicy): string[] {
  const families = clientFamilies(policy);
  return [
    ...unfilteredFamilies(families),
    ...(families.includes(6)
      ? [
          'IPv6 is filtered only where IPv6 firewalling is switched on in the settings of the device.',
        ]
      : []),
  ];
}

function isTls({ rule, slot }: Part): boolean {
  return rule.service.application === 'tls' && slot.transport === 'tcp';
}
