import type { TargetPolicy } from '../../policy/types.ts';
import { unfilteredFamilies } from '../kit/writing/families.ts';
import { type Options, optionsOf } from './options.ts';
import { innerNetworks } from './plan.ts';

/** What a reviewer must know of the whole output, each a sentence. */
export function caveats(policy: TargetPolicy): string[] {
  const options = optionsOf(policy);
  return [
    ...ownershipCaveats(policy),
    'The first rule that matches wins: the rules belong together and in order on top of their interface; floating rules that match quickly and rules of interface groups come before them.',
    'The importer makes one new alias at a time from a list of aliases.txt, without its heading; it refuses a name that exists, and every line that begins with "#".',
    ...(policy.rules.some(namesHost) ? nameCaveats : []),
    ...(opensAnyPlace(policy)
      ? ['A rule to any place opens the addresses of this firewall too, on its ports.']
      : []),
    ...optionCaveats(policy, options),
  ];
}

function ownershipCaveats({ site: { prefix } }: TargetPolicy): string[] {
  return [
    'Restoring config.xml as an area replaces all aliases or all rules of the firewall, so config.xml must be merged.',
    `A merge replaces two things: the aliases whose name begins with "${prefix}_", and the rules with both the source ${prefix}_clients and a description that begins with "${prefix}: ".`,
    'A tracker does not show the owner of a rule: an upgrade of pfSense can give rules of the site trackers of the same range.',
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
  'The firewall looks its names up every 300 seconds, and an alias is empty until the first time: an address that changes in between stays closed.',
  'An alias takes every address that a name answers with, private and reserved ones too: whoever owns the name decides.',
  'Clients and firewall must ask the same resolver, or the firewall opens other addresses than the clients go to.',
];

function optionCaveats(policy: TargetPolicy, options: Options): string[] {
  const { disabledTiers, interface: key } = options;
  const off = disabledTiers.filter((tier) => policy.rules.some((rule) => rule.tier === tier));
  return [
    `Only what comes in on the interface "${key}" is decided; the key must be that of the clients' interface, or pfSense skips every rule without a word.`,
    ...familyCaveats(options),
    ...off.map((tier) => `The rules of tier ${tier} are switched off and open nothing.`),
    ...innerCaveats(policy),
    ...(policy.site.enforce === 'closed' ? closingCaveats(options) : []),
  ];
}

function innerCaveats(policy: TargetPolicy): string[] {
  if (innerNetworks(policy).length === 0) return [];
  return policy.site.enforce === 'closed'
    ? [
        'One rule denies the inner networks of the site: the rules to resolvers and listed networks stand above it, those to names and to any place below.',
      ]
    : [
        'Names and rules to any place can lead to the inner networks of the site: in a site that only opens, pfSense cannot withhold them.',
      ];
}

function closingCaveats({ closing, log }: Options): string[] {
  return [
    `The last rule ${closing === 'reject' ? 'rejects' : 'drops'} all traffic of the clients that no rule above it allows, also to this firewall itself.`,
    closing === 'reject'
      ? 'A client hears at once that its packet is rejected.'
      : 'A client whose packet is dropped waits for a timeout.',
    log
      ? 'The last rule stands before the default deny of pfSense and writes a log entry for each packet that it denies.'
      : 'Denied packets are in no log: the last rule writes none and stands before the default deny of pfSense, which does.',
  ];
}

function familyCaveats({ families }: Options): string[] {
  return unfilteredFamilies(
    families,
    (family) =>
      `The rules hold for no IPv${family} client: IPv${family} is not filtered by them at all.`,
  );
}
