import { cidrsOf } from '../../net/network.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import type { IpProtocol, Options } from './options.ts';
import { type Plan, passesOf } from './plan.ts';
import { largestAlias } from './plan-entries.ts';

/**
 * An ipprotocol for which no client has an address (ipprotocol-without-clients), and a position beside a generated rule
 * (pfsense-position).
 */
export function optionRefusals({ site }: TargetPolicy, options: Options): Refusal[] {
  const { clients, ipprotocol, position } = options;
  const beside = typeof position === 'string' ? undefined : (position.before ?? position.after);
  return [
    ...(clients.length === 0 ? [withoutClients(ipprotocol)] : []),
    ...(beside?.startsWith(`${site.prefix}: `) === true ? [besideItself(beside)] : []),
  ];
}

function besideItself(description: string): Refusal {
  return {
    rule: 'pfsense-position',
    message: `the position names "${description}", but rules with this prefix are the ones to move`,
    help: "name one of the site's own rules, or use top or bottom",
    option: 'position',
  };
}

/** Lists that are too large for pfSense (alias-too-large), and files that would allow nothing (nothing-expressible). */
export function refusalsOf(policy: TargetPolicy, options: Options, plan: Plan): Refusal[] {
  const isEmpty = passesOf(plan).length === 0 && plan.tooLarge.length === 0;
  return [
    ...(options.clients.flatMap(cidrsOf).length > largestAlias ? [tooManyClients] : []),
    ...(plan.guard.length > largestAlias ? [tooManyInner] : []),
    ...plan.tooLarge.map((rule) => tooLarge(rule.id)),
    ...(isEmpty ? [nothingExpressible(policy.site.id)] : []),
  ];
}

// Every rule has the clients as its one source, so their alias cannot be split.
const tooManyClients: Refusal = {
  rule: 'alias-too-large',
  message: `the clients need more than ${largestAlias} blocks, the maximum of an alias`,
  help: 'list the networks that contain the clients',
};

// One rule denies them all, so they need one alias.
const tooManyInner: Refusal = {
  rule: 'alias-too-large',
  message: `the inner networks need more than ${largestAlias} blocks, the maximum of an alias`,
  help: 'list larger networks under "inner"',
};

function tooLarge(id: string): Refusal {
  return {
    rule: 'alias-too-large',
    message: `the destinations of "${id}" need more entries than 256 aliases can contain`,
    help: 'list larger networks, or split the group',
  };
}

function nothingExpressible(site: string): Refusal {
  return {
    rule: 'nothing-expressible',
    message: `pfSense cannot express anything that site "${site}" allows`,
    help: 'remove pfsense from the site\'s "targets", or list hosts without wildcards or networks in the clients\' address family',
  };
}

function withoutClients(ipprotocol: IpProtocol): Refusal {
  return {
    rule: 'ipprotocol-without-clients',
    message: `no client has an address for "ipprotocol: ${ipprotocol}"`,
    help: 'remove "ipprotocol" to use the address families of the clients, or list clients of that family',
  };
}
