import type { Transport } from '../../net/transport.ts';
import type { Rule, TargetPolicy } from '../../policy/types.ts';
import { unfilteredFamilies } from '../kit/writing/families.ts';
import { type Options, optionsOf } from './options.ts';
import { innerNetworks } from './plan.ts';
import { isAh } from './plan-families.ts';

/** What a reviewer must know about the whole output. */
export function caveats(policy: TargetPolicy): string[] {
  const options = optionsOf(policy);
  return [
    ...ownershipCaveats(policy),
    ...positionCaveats(options),
    'The importer creates one new alias at a time from a list in aliases.txt, without its heading. It rejects a name that exists, and lines that begin with "#".',
    ...(policy.rules.some(namesHost) ? nameCaveats : []),
    ...(opensAnyPlace(policy)
      ? ['A rule for any destination also allows the addresses of this firewall, on its ports.']
      : []),
    ...protocolCaveats(policy, options),
    ...optionCaveats(policy, options),
  ];
}

/** Where the rules are, since the first rule that matches wins. */
function positionCaveats({ position }: Options): string[] {
  return [
    positionCaveat(position),
    'When these rules are on the firewall, apply.php leaves them where the first of them is. To move them to another position, remove them first.',
  ];
}

function positionCaveat(position: Options['position']): string {
  const first = 'The first rule that matches wins.';
  const floating = 'Floating rules with Quick and rules of interface groups come before them.';
  switch (position) {
    case 'top':
      return `${first} Keep the rules together, in order, above the other rules of their interface. ${floating}`;
    case 'bottom':
      return `${first} The rules are below all other rules of their interface: a rule there that allows or denies everything makes them ineffective. ${floating}`;
    default: {
      const [side = '', description = ''] = Object.entries(position)[0] ?? [];
      return `${first} Exactly one rule of the interface must have the description "${description}", which the option "position" names. The rules are directly ${side === 'before' ? 'above' : 'below'} it, and the rules above them decide first. ${floating}`;
    }
  }
}

const tunnels: readonly Transport[] = ['ah', 'esp', 'gre'];

/** A state of a tunnel has no ports, so it does not distinguish an answer from other packets of the peer. */
function protocolCaveats({ rules }: TargetPolicy, { families }: Options): string[] {
  const isTunnel = ({ ports }: Rule) => ports.some(({ transport }) => tunnels.includes(transport));
  return [
    ...(rules.some(isTunnel)
      ? [
          'While pf keeps a state of ESP, AH or GRE, the peer can also send such packets to the client: these protocols have no ports.',
        ]
      : []),
    ...(rules.some(isAh) && families.includes(6)
      ? ['pf ignores AH headers of IPv6: AH around an allowed port passes, without a rule for AH.']
      : []),
  ];
}

function ownershipCaveats({ site: { prefix } }: TargetPolicy): string[] {
  return [
    'Restoring config.xml as an area replaces all aliases or all rules of the firewall. apply.php merges it instead.',
    `A merge replaces two things: aliases whose name begins with "${prefix}_", and rules with both the source ${prefix}_clients and a description that begins with "${prefix}: ".`,
    "A tracking ID does not prove the owner of a rule: an upgrade of pfSense can give the site's own rules tracking IDs in the same range.",
  ];
}

function namesHost({ destinations }: TargetPolicy['rules'][number]): boolean {
  return destinations.some(
    ({ destination }) => destination.kind === 'host' && destination.host.kind === 'exact',
  );
}

function opensAnyPlace({ rules, site }: TargetPolicy): boolean {
  const kinds = rules.flatMap((rule) =>
    rule.destinations.map(({ destination }) => destination.kind),
  );
  return kinds.includes('any') || (kinds.includes('resolvers') && site.resolvers.kind === 'any');
}

const nameCaveats = [
  'Addresses are enforced, not names: every name on an address of an allowed name is reachable on its ports.',
  'The firewall resolves its names every 300 seconds, and an alias is empty until then. An address that changes in between is not allowed.',
  'An alias includes every address that a name resolves to, even private and reserved ones: the owner of the name decides.',
  'Clients and firewall must use the same resolver, or the firewall allows different addresses from those that the clients use.',
];

function optionCaveats(policy: TargetPolicy, options: Options): string[] {
  const { disabledTiers, interface: key } = options;
  const off = disabledTiers.filter((tier) => policy.rules.some((rule) => rule.tier === tier));
  return [
    `The rules only apply to traffic that enters on the interface "${key}". This must be the key of the clients' interface; otherwise pfSense silently ignores every rule.`,
    ...familyCaveats(options),
    ...off.map((tier) => `The rules of tier ${tier} are disabled and allow nothing.`),
    ...innerCaveats(policy),
    ...(policy.site.enforce === 'closed' ? closingCaveats(options) : []),
  ];
}

function innerCaveats(policy: TargetPolicy): string[] {
  if (innerNetworks(policy).length === 0) return [];
  return policy.site.enforce === 'closed'
    ? [
        'One rule denies the inner networks of the site. Rules for resolvers and listed networks are above it; rules for names and for any destination are below it.',
      ]
    : [
        'Rules for names and for any destination can allow the inner networks of the site: in an allow-only site, pfSense cannot deny them.',
      ];
}

function closingCaveats({ closing, log }: Options): string[] {
  return [
    `The last rule ${closing}s all other traffic of the clients, including traffic to this firewall.`,
    closing === 'reject'
      ? 'A client learns immediately that its packet was rejected.'
      : 'A client whose packet is blocked waits for a timeout.',
    log
      ? 'The last rule precedes the default deny of pfSense and logs each packet that it denies.'
      : 'Denied packets are not logged: the last rule does not log, and it precedes the default deny of pfSense, which would.',
  ];
}

function familyCaveats({ families }: Options): string[] {
  return unfilteredFamilies(
    families,
    (family) =>
      `The rules do not apply to IPv${family} clients: they do not filter IPv${family} at all.`,
  );
}
