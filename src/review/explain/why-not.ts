import type { Site, Spec } from '../../language/types.ts';
import type { Address } from '../../net/address.ts';
import { formatDestination } from '../../net/destination.ts';
import { type Flow, portOf } from '../../net/flow.ts';
import { formatHost } from '../../net/host.ts';
import { hostHolds } from '../../net/host-set.ts';
import { formatNetwork, networkHolds } from '../../net/network.ts';
import { formatPortRange } from '../../net/port.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Policy } from '../../policy/types.ts';
import { formatPlace } from '../../problem.ts';
import type { Target } from '../../targets/target.ts';
import { everyClient } from '../access/clients.ts';
import { boxHolds } from '../access/membership.ts';
import { type PolicyBox, policyBoxes } from '../access/policy-boxes.ts';
import { placeText } from '../access/witness.ts';
import { endpointsOf, holdsPort, nearestPort, openTo, originsOf } from './boxes.ts';
import type { Nearest, Reason } from './explanation.ts';
import { matchesByOutput } from './matches.ts';
import { justMissed, type NearHost, nearHost, openHosts, sameDomain } from './near-host.ts';
import { namesOnly, nearNetwork } from './near-network.ts';
import { resolversText } from './resolvers.ts';
import { sameHostReasons } from './same-host.ts';
import { unselectedReasons } from './unselected.ts';

/** A site that does not allow a flow, with the data to explain why. */
export type Unopened = {
  readonly spec: Spec;
  readonly policy: Policy;
  /** The policies of every site. */
  readonly all: readonly Policy[];
  /** Every target that Portolan supports. */
  readonly outputs: readonly Target[];
};

/** Why a site does not allow a flow, and the nearest allowed access. */
export type WhyNot = { readonly whyNot: readonly Reason[]; readonly nearest: Nearest };

/** Returns why no rule of the policy allows the flow: at least one reason. */
export function whyNot(unopened: Unopened, flow: Flow): WhyNot {
  const { spec, policy, outputs } = unopened;
  const boxes = policyBoxes(policy, (box) => [box]);
  // A rule to any destination, such as NTP, is not a helpful answer unless nothing else is near.
  const named = boxes.filter(({ destination }) => destination.kind !== 'any');
  const missed = missedHere(named, flow);
  const known = [
    ...declinedReasons(spec, flow),
    ...familyReasons(boxes, policy.site, flow),
    ...(missed === undefined ? [] : [missed.reason]),
    ...sameHostReasons(named, flow),
    ...resolverReasons(policy, flow),
    ...innerReasons(policy, flow),
    ...unselectedReasons(spec, policy.site, outputs, flow),
    ...otherSiteReasons(unopened, flow),
  ];
  const { reasons, nearest } = missed === undefined ? near(named, flow) : nearTo(missed, flow);
  const found = known.length > 0 ? known : reasons;
  return found.length > 0 ? { whyNot: found, nearest } : anywhere(boxes, flow);
}

/** Rules to any destination on other ports, if nothing else is near. */
function anywhere(boxes: readonly PolicyBox[], flow: Flow): WhyNot {
  const reasons = sameHostReasons(boxes, flow);
  return {
    whyNot: reasons.length > 0 ? reasons : [nothingNear(flow)],
    nearest: near(boxes, flow).nearest,
  };
}

/** A near miss that allows the port. It is a better answer than a wider name on other ports. */
function missedHere(boxes: readonly PolicyBox[], flow: Flow): NearHost | undefined {
  const here = boxes.filter(({ ports }) => holdsPort(ports, flow));
  if (flow.peer.kind === 'address' || openTo(here, flow).length > 0) return undefined;
  return justMissed(openHosts(here), flow.peer.name);
}

type Near = { readonly reasons: readonly Reason[]; readonly nearest: Nearest };

/** No allowed access is near. */
export const nowhere: Nearest = { host: null, port: null };

function near(boxes: readonly PolicyBox[], flow: Flow): Near {
  const { peer } = flow;
  const [first, ...more] = openTo(boxes, flow);
  if (first !== undefined) {
    const host = formatDestination(first.destination);
    return { reasons: [], nearest: { host, port: nearestPort([first, ...more], flow) } };
  }
  if (peer.kind === 'address') return nearAddress(boxes, peer.address, flow);
  const hosts = openHosts(boxes);
  const found = nearHost(hosts, peer.name, flow) ?? sameDomain(hosts, peer.name);
  if (found === undefined) return { reasons: [], nearest: nowhere };
  return nearTo(found, flow);
}

function nearTo({ open, reason }: NearHost, flow: Flow): Near {
  const nearest = { host: formatHost(open.host), port: nearestPort(open.boxes, flow) };
  return { reasons: [reason], nearest };
}

function nearAddress(boxes: readonly PolicyBox[], address: Address, flow: Flow): Near {
  const names = namesOnly(boxes, flow);
  const found = nearNetwork(boxes, address);
  if (found === undefined) return { reasons: names, nearest: nowhere };
  const nearest = { host: found.network, port: nearestPort(found.boxes, flow) };
  return { reasons: [found.reason, ...names], nearest };
}

/** The spec declines the name on purpose. */
function declinedReasons({ unresolved }: Spec, { peer }: Flow): Reason[] {
  if (peer.kind === 'address') return [];
  return unresolved
    .filter(({ names }) => names.some(({ host }) => hostHolds(host, peer.name)))
    .map(({ id, text, place }) => ({
      kind: 'declined' as const,
      message: `declined: ${text} (unresolved ${id}, ${formatPlace(place)})`,
      origins: [],
    }));
}

/** A site without clients of the address's family cannot reach an allowed address. */
function familyReasons(boxes: readonly PolicyBox[], { clients }: Site, flow: Flow): Reason[] {
  const { peer } = flow;
  if (peer.kind === 'name') return [];
  const { family } = peer.address;
  if (clients.some((client) => client.family === family)) return [];
  const everyone = boxes.map((box) => ({ ...box, clients: everyClient }));
  const open = everyone.filter((box) => boxHolds(box, flow, peer.address));
  if (open.length === 0) return [];
  const message = `the site has no IPv${family} clients, only ${clients.map(formatNetwork).join(', ')}`;
  return [{ kind: 'family', message, origins: originsOf(open) }];
}

function resolverReasons({ rules, site }: Policy, flow: Flow): Reason[] {
  const found = rules
    .filter(({ ports }) => ports.some((range) => holdsPort(range, flow)))
    .flatMap(({ destinations }) => destinations)
    .filter(({ destination }) => destination.kind === 'resolvers');
  if (found.length === 0 || site.resolvers.kind === 'any') return [];
  const message = `${formatPortRange(portOf(flow))} is allowed only to ${resolversText(site)}, not to ${placeText(flow.peer)}`;
  return [{ kind: 'resolvers', message, origins: endpointsOf(found) }];
}

/** A rule to any destination excludes the site's internal networks. */
function innerReasons({ rules, site }: Policy, flow: Flow): Reason[] {
  const { peer } = flow;
  if (peer.kind === 'name') return [];
  const met = innerSpace(site).find((network) => networkHolds(network, peer.address));
  const open = rules
    .filter(({ ports }) => ports.some((range) => holdsPort(range, flow)))
    .flatMap(({ destinations }) => destinations)
    .filter(({ destination }) => destination.kind === 'any');
  if (met === undefined || open.length === 0) return [];
  const message = `"to: any" does not include the site's internal network ${formatNetwork(met)}`;
  return [{ kind: 'inner', message, origins: endpointsOf(open) }];
}

/** Other sites that allow the flow in any output. A proxy also reaches addresses of a family that its clients lack. */
function otherSiteReasons({ policy, all, outputs }: Unopened, flow: Flow): Reason[] {
  const others = all.filter(({ site }) => site.id !== policy.site.id);
  return others.flatMap((other) => {
    const matches = matchesByOutput(other, flow, outputs);
    if (matches.length === 0) return [];
    const message = `site ${other.site.id} allows it`;
    return [
      { kind: 'other-site' as const, message, origins: endpointsOf(matches.map(({ to }) => to)) },
    ];
  });
}

function nothingNear({ peer }: Flow): Reason {
  return {
    kind: 'nothing-near',
    message: `no rule at this site allows ${placeText(peer)} or a similar ${peer.kind}`,
    origins: [],
  };
}
