import type { Site, Spec } from '../../language/types.ts';
import type { Address } from '../../net/address.ts';
import { formatDestination } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { formatHost } from '../../net/host.ts';
import { formatNetwork, networkHolds } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Policy } from '../../policy/types.ts';
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
import { sameHostReasons } from './same-host.ts';
import { unselectedReasons } from './unselected.ts';

/** A site that does not open a flow, and what is known beside it. */
export type Unopened = {
  readonly spec: Spec;
  readonly policy: Policy;
  /** The policies of every site. */
  readonly all: readonly Policy[];
  /** Every output that the tool knows. */
  readonly outputs: readonly Target[];
};

/** Why a site does not open a flow, and what comes nearest to it. */
export type WhyNot = { readonly whyNot: readonly Reason[]; readonly nearest: Nearest };

/** Says why no rule of the policy opens the flow; at least one reason. */
export function whyNot(unopened: Unopened, flow: Flow): WhyNot {
  const { spec, policy, outputs } = unopened;
  const boxes = policyBoxes(policy, (box) => [box]);
  // What opens every place on some port, such as NTP, says nothing of this one while anything else does.
  const named = boxes.filter(({ destination }) => destination.kind !== 'any');
  const missed = missedHere(named, flow);
  const known = [
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

/** What opens every place on other ports, when nothing else comes near. */
function anywhere(boxes: readonly PolicyBox[], flow: Flow): WhyNot {
  const reasons = sameHostReasons(boxes, flow);
  return {
    whyNot: reasons.length > 0 ? reasons : [nothingNear(flow)],
    nearest: near(boxes, flow).nearest,
  };
}

/** What misses the name by its own words and opens the port: a wider name on other ports is no answer then. */
function missedHere(boxes: readonly PolicyBox[], flow: Flow): NearHost | undefined {
  const here = boxes.filter(({ ports }) => holdsPort(ports, flow));
  if (flow.peer.kind === 'address' || openTo(here, flow).length > 0) return undefined;
  return justMissed(openHosts(here), flow.peer.name);
}

type Near = { readonly reasons: readonly Reason[]; readonly nearest: Nearest };

/** Nothing comes near. */
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

/** A client of the other family alone keeps the flow from its open place. */
function familyReasons(boxes: readonly PolicyBox[], { clients }: Site, flow: Flow): Reason[] {
  const { peer } = flow;
  if (peer.kind === 'name') return [];
  const { family } = peer.address;
  if (clients.some((client) => client.family === family)) return [];
  const everyone = boxes.map((box) => ({ ...box, clients: everyClient }));
  const open = everyone.filter((box) => boxHolds(box, flow, peer.address));
  if (open.length === 0) return [];
  const message = `no client of the site has an IPv${family} address: ${clients.map(formatNetwork).join(', ')}`;
  return [{ kind: 'family', message, origins: originsOf(open) }];
}

function resolverReasons({ rules, site }: Policy, flow: Flow): Reason[] {
  const found = rules
    .filter(({ ports }) => ports.some((range) => holdsPort(range, flow)))
    .flatMap(({ destinations }) => destinations)
    .filter(({ destination }) => destination.kind === 'resolvers');
  const { resolvers } = site;
  if (found.length === 0 || resolvers.kind === 'any') return [];
  const device = resolvers.self ? ['the enforcing device itself'] : [];
  const places = [...device, ...resolvers.addresses.map(formatNetwork)].join(', ');
  const message = `${flow.transport}/${flow.port} is open to the site's resolvers: ${places}`;
  return [{ kind: 'resolvers', message, origins: endpointsOf(found) }];
}

/** A rule to any place stops at the site's own networks. */
function innerReasons({ rules, site }: Policy, flow: Flow): Reason[] {
  const { peer } = flow;
  if (peer.kind === 'name') return [];
  const met = innerSpace(site).find((network) => networkHolds(network, peer.address));
  const open = rules
    .filter(({ ports }) => ports.some((range) => holdsPort(range, flow)))
    .flatMap(({ destinations }) => destinations)
    .filter(({ destination }) => destination.kind === 'any');
  if (met === undefined || open.length === 0) return [];
  const message = `"to: any" stops at the site's inner network ${formatNetwork(met)}`;
  return [{ kind: 'inner', message, origins: endpointsOf(open) }];
}

/** What any output of another site gives, through a proxy also to addresses of the family that its clients lack. */
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
    message: `no rule of the site opens anything like ${placeText(peer)}`,
    origins: [],
  };
}
