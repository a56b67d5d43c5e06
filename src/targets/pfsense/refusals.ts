import { cidrsOf } from '../../net/network.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import type { IpProtocol, Options } from './options.ts';
import { type Plan, passesOf } from './plan.ts';
import { largestAlias } from './plan-entries.ts';

/** An ipprotocol of which no client has an address (ipprotocol-without-clients). */
export function optionRefusals({ clients, ipprotocol }: Options): Refusal[] {
  return clients.length === 0 ? [withoutClients(ipprotocol)] : [];
}

/** What pfSense cannot hold (alias-too-large), and files that would allow nothing (nothing-expressible). */
export function refusalsOf(policy: TargetPolicy, options: Options, plan: Plan): Refusal[] {
  const isEmpty = passesOf(plan).length === 0 && plan.tooLarge.length === 0;
  return [
    ...(options.clients.flatMap(cidrsOf).length > largestAlias ? [tooManyClients] : []),
    ...(plan.guard.length > largestAlias ? [tooManyInner] : []),
    ...plan.tooLarge.map((rule) => tooLarge(rule.id)),
    ...(isEmpty ? [nothingExpressible(policy.site.id)] : []),
  ];
}

// The clients stand in every rule as one source, so their alias cannot be split.
const tooManyClients: Refusal = {
  rule: 'alias-too-large',
  message: `the clients come to more than ${largestAlias} blocks, which no alias holds`,
  help: 'name the networks that the clients are in',
};

// One rule denies them all, from one alias.
const tooManyInner: Refusal = {
  rule: 'alias-too-large',
  message: `the inner networks come to more than ${largestAlias} blocks, which no alias holds`,
  help: 'name larger networks under "inner"',
};

function tooLarge(id: string): Refusal {
  return {
    rule: 'alias-too-large',
    message: `the destinations of "${id}" come to more entries than 256 aliases hold`,
    help: 'name larger networks, or split the group',
  };
}

function nothingExpressible(site: string): Refusal {
  return {
    rule: 'nothing-expressible',
    message: `pfSense can express nothing of what site "${site}" allows`,
    help: 'take pfsense out of the site\'s "targets", or name hosts without wildcards and networks of the clients\' family',
  };
}

function withoutClients(ipprotocol: IpProtocol): Refusal {
  return {
    rule: 'ipprotocol-without-clients',
    message: `no client has an address for "ipprotocol: ${ipprotocol}"`,
    help: 'leave "ipprotocol" out to take the families that the clients have, or name clients of that family',
  };
}
