import type { Group } from '../../language/types.ts';
import type { Origin, TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import type { Options } from './options.ts';
import type { Part } from './plan.ts';
import { ownName } from './plan-match.ts';

/** Addresses of resolvers that are not canonical. */
export function optionRefusals({ wrongAddresses }: Options): Refusal[] {
  return wrongAddresses.map((refusal) => ({ ...refusal, option: 'resolvers' }));
}

/**
 * Policies whose files would not work: resolvers without a known address (paloalto-self), App-IDs that would match
 * everything (paloalto-application), a position among the generated rules (paloalto-position), and files that allow
 * nothing (nothing-expressible).
 */
export function refusalsOf(
  policy: TargetPolicy,
  options: Options,
  parts: readonly Part[],
): Refusal[] {
  const refusals = [
    ...(options.self === undefined ? selfRefusals(policy) : []),
    ...applicationRefusals(policy),
    ...positionRefusals(policy, options),
  ];
  // Without known resolvers, their rules are missing. So nothing-expressible is reported only if it is the only reason.
  if (refusals.length > 0 || parts.length > 0) return refusals;
  return [nothingExpressible(policy.site.id)];
}

/** One refusal for rules that need an address of the firewall itself. */
function selfRefusals({ site, rules }: TargetPolicy): Refusal[] {
  const { resolvers } = site;
  const kinds = new Set(
    rules.flatMap((rule) => rule.destinations.map(({ destination }) => destination.kind)),
  );
  if (resolvers.kind === 'listed' && resolvers.self && kinds.has('resolvers'))
    return [selfUnknown(site.id)];
  return kinds.has('self') ? [destinationUnknown(site.id)] : [];
}

function applicationRefusals(policy: TargetPolicy): Refusal[] {
  // The lines of a list share the App-IDs of its endpoint, so report them once.
  const listed = new Map<Group['applications'], string>();
  const list = ({ group, endpoint }: Origin) => {
    if (!listed.has(group.applications)) listed.set(group.applications, `group "${group.id}"`);
    if (!listed.has(endpoint.applications))
      listed.set(endpoint.applications, `endpoint "${endpoint.written}"`);
  };
  for (const { destinations } of policy.rules) {
    for (const { origins } of destinations) origins.forEach(list);
  }
  return [...listed].flatMap(([applications, who]) =>
    (applications[ownName] ?? [])
      .filter(
        (application) =>
          application === 'any' || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(application),
      )
      .map((application) => ({
        rule: 'paloalto-application',
        message: `${who} lists ${JSON.stringify(application)}, which is not an App-ID`,
        help: 'use an App-ID, such as okta; to match every App-ID, set "applications: any" under paloalto',
      })),
  );
}

function positionRefusals({ site }: TargetPolicy, { position }: Options): Refusal[] {
  const name = typeof position === 'string' ? undefined : (position.before ?? position.after);
  if (name?.startsWith(`${site.prefix}-`) !== true) return [];
  return [
    {
      rule: 'paloalto-position',
      message: `the position names "${name}", but rules with this prefix are the ones to move`,
      help: "name one of the site's own rules, or use top or bottom",
      option: 'position',
    },
  ];
}

function selfUnknown(site: string): Refusal {
  return {
    rule: 'paloalto-self',
    message: `clients of site "${site}" use the firewall as resolver (self), but its address is unknown`,
    help: 'add "resolvers" to the paloalto options, with the addresses of its DNS proxy',
    option: 'resolvers',
  };
}

function destinationUnknown(site: string): Refusal {
  return {
    rule: 'paloalto-self',
    message: `a destination of site "${site}" is the firewall itself (self), but its address is unknown`,
    help: 'add "resolvers" to the paloalto options, with the addresses of the firewall that answer',
    option: 'resolvers',
  };
}

function nothingExpressible(site: string): Refusal {
  return {
    rule: 'nothing-expressible',
    message: `PAN-OS cannot express anything that site "${site}" allows`,
    help: 'remove paloalto from the site\'s "targets", or list hosts and networks that it can match',
  };
}
