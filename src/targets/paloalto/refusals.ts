import type { Group } from '../../language/types.ts';
import { parseSingleAddress } from '../../net/network-text.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import { namedOptions } from '../kit/writing/options.ts';
import type { Options } from './options.ts';
import type { Part } from './plan.ts';
import { ownName } from './plan-match.ts';

/** Addresses of resolvers that are not canonical. */
export function optionRefusals({ site }: TargetPolicy): Refusal[] {
  const addresses = (namedOptions(site, 'paloalto').resolvers ?? []).map(parseSingleAddress);
  return addresses.flatMap((address) =>
    address.ok ? [] : [{ ...address.error, option: 'resolvers' }],
  );
}

/**
 * What could be written but would not work: resolvers of which nobody knows where they are (paloalto-self), App-IDs
 * that would turn a list into everything (paloalto-application), a position among our own rules (paloalto-position),
 * and files that allow nothing (nothing-expressible).
 */
export function refusalsOf(
  policy: TargetPolicy,
  options: Options,
  parts: readonly Part[],
): Refusal[] {
  const refusals = [
    ...(needsSelf(policy) && options.self === undefined ? [selfUnknown(policy.site.id)] : []),
    ...applicationRefusals(policy),
    ...positionRefusals(policy, options),
  ];
  // Where resolvers are unknown their rules are missing: that nothing is left is said when it is the only reason.
  if (refusals.length > 0 || parts.length > 0) return refusals;
  return [nothingExpressible(policy.site.id)];
}

function needsSelf({ site, rules }: TargetPolicy): boolean {
  const { resolvers } = site;
  if (resolvers.kind === 'any' || !resolvers.self) return false;
  return rules.some((rule) => rule.destinations.some((to) => to.destination.kind === 'resolvers'));
}

function applicationRefusals(policy: TargetPolicy): Refusal[] {
  const origins = policy.rules
    .flatMap(({ destinations }) => destinations)
    .flatMap((to) => to.origins);
  // The lines of a list share what its endpoint names: said once.
  const listed = new Map<Group['applications'], string>();
  for (const { group, endpoint } of origins) {
    if (!listed.has(group.applications)) listed.set(group.applications, `group "${group.id}"`);
    if (!listed.has(endpoint.applications))
      listed.set(endpoint.applications, `endpoint "${endpoint.written}"`);
  }
  return [...listed].flatMap(([applications, who]) =>
    (applications[ownName] ?? [])
      .filter(
        (application) =>
          application === 'any' || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(application),
      )
      .map((application) => ({
        rule: 'paloalto-application',
        message: `${who} lists ${JSON.stringify(application)}, which is no App-ID`,
        help: 'name the App-ID, as in okta; to look at none, write "applications: any" under paloalto',
      })),
  );
}

function positionRefusals({ site }: TargetPolicy, { position }: Options): Refusal[] {
  const name = typeof position === 'string' ? undefined : (position.before ?? position.after);
  if (name?.startsWith(`${site.prefix}-`) !== true) return [];
  return [
    {
      rule: 'paloalto-position',
      message: `the position names "${name}", which begins like the rules that are to be moved`,
      help: "name a rule of the site's own, or top or bottom",
      option: 'position',
    },
  ];
}

function selfUnknown(site: string): Refusal {
  return {
    rule: 'paloalto-self',
    message: `clients of site "${site}" ask the firewall itself for names, and no address stands for it`,
    help: 'add "resolvers" to the options of paloalto: the addresses that its DNS proxy answers on',
    option: 'resolvers',
  };
}

function nothingExpressible(site: string): Refusal {
  return {
    rule: 'nothing-expressible',
    message: `PAN-OS can express nothing of what site "${site}" allows`,
    help: 'take paloalto out of the site\'s "targets", or name hosts and networks that it can match',
  };
}
