import { grouped } from '../../maps.ts';
import { destinationHolds, type Peer } from '../../net/destination.ts';
import { type Flow, parseFlow } from '../../net/flow.ts';
import { compareNumber, compareText, sortedUnique } from '../../net/order.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';
import { comparePortRanges, mergePorts, type PortRange, subtractPorts } from '../../net/port.ts';
import { hasPorts } from '../../net/transport.ts';
import { sha256 } from '../../policy/digest.ts';
import type { Policy, Rule } from '../../policy/types.ts';
import { targets as builtTargets } from '../../targets/list.ts';
import { outputsOf } from '../../targets/output.ts';
import type { Target } from '../../targets/target.ts';
import type { Box } from '../access/box.ts';
import { wantedBoxes } from '../access/enforced-boxes.ts';
import { accessByOutput } from '../access/given-access.ts';
import { placeText } from '../access/witness.ts';
import { type ExplainInput, explain } from './explain.ts';
import type { OpenExplanation, OpenPorts, OpenSite } from './explanation.ts';
import { namesText } from './near-network.ts';
import { concernedBy } from './output.ts';

/**
 * All that the spec, or an output by its coverage, opens for a name or an address at some sites: the ports for
 * which the same rules decide, explained by a flow to the first of them.
 */
export function explainOpen(
  peer: Peer,
  grounds: ExplainInput,
  known: readonly Target[] = builtTargets,
): OpenExplanation {
  const chosen = grounds.policies.filter(({ site }) => grounds.sites?.has(site.id) ?? true);
  return {
    host: placeText(peer),
    documents: grounds.spec.documents,
    sites: chosen.map((policy) => openSite(peer, policy, grounds, known)),
  };
}

function openSite(
  peer: Peer,
  policy: Policy,
  grounds: ExplainInput,
  known: readonly Target[],
): OpenSite {
  const sites = new Set([policy.site.id]);
  const boxes = boxesTo(peer, policy, known);
  const runs = runsOf(boxes);
  const open = runs.slice(0, mostEntries).flatMap(({ ports, path, rule }) => {
    const [first] = ports;
    const flow = flowTo(peer, first, path, rule);
    const explained = explain(flow, { ...grounds, sites }, known).sites;
    return explained.map((site): OpenPorts => ({ ports, path, flow, site }));
  });
  const remarks = [
    ...moreText(runs.length - mostEntries),
    ...namesOnly(peer, boxes, policy, known),
  ];
  return { site: policy.site.id, open, remarks };
}

/** Each entry is a whole explanation, and a host can have a path for each of thousands of endpoints. */
const mostEntries = 100;

function moreText(more: number): string[] {
  if (more <= 0) return [];
  const entries = more === 1 ? 'entry is' : 'entries are';
  return [`${more} more ${entries} not shown: ask for a flow with its port and path`];
}

/** The spec lists names, and not their addresses: an address can be open on their ports too. */
function namesOnly(
  peer: Peer,
  open: readonly Opened[],
  policy: Policy,
  known: readonly Target[],
): string[] {
  if (peer.kind === 'name') return [];
  const named = accessByOutput(policy, known)
    .flatMap(({ boxes }) => boxes)
    .filter(({ destination }) => destination.kind === 'host')
    .map(({ ports }) => ports);
  const whole = open.filter(({ path }) => path === wholeHost).map(({ ports }) => ports);
  const rest = subtractPorts(named, whole).sort(comparePortRanges);
  return rest.length === 0 ? [] : [namesText(rest)];
}

/** Access by its rule; `source` is the output that opens it by its coverage, or the spec. */
type Opened = Pick<Box, 'ports' | 'path'> & { readonly rule: Rule; readonly source: string };

function boxesTo(peer: Peer, policy: Policy, known: readonly Target[]): Opened[] {
  const isHere = ({ destination }: Box) => destinationHolds(destination, peer);
  const bySpec = accessByOutput(policy, known).flatMap(({ boxes }) =>
    boxes.filter(isHere).map((box) => ({ ...box, source: 'the spec' })),
  );
  const byOutputs = outputsOf(policy, known).flatMap((output) =>
    wantedBoxes(output, concernedBy({ peer }))
      .filter(isHere)
      .map((box) => ({ ...box, rule: box.covered.rule, source: output.target.name })),
  );
  return [...bySpec, ...byOutputs];
}

/** Ports of a path for which the same rules decide, and the first of these rules. */
type Run = Pick<OpenPorts, 'ports' | 'path'> & { readonly rule: Rule };

/** Every port of the boxes in one run, for each path of the boxes on it. */
function runsOf(boxes: readonly Opened[]): Run[] {
  const parts = [...grouped(boxes, ({ ports }) => ports.transport).values()].flatMap(partsOf);
  const runs = grouped(parts, ({ path, decision }) => `${path}\n${decision}`);
  return [...runs.values()]
    .flatMap(([part, ...others]) => {
      if (part === undefined) return [];
      const [first = part.ports, ...more] = mergePorts([part, ...others].map(({ ports }) => ports));
      return [{ ports: [first, ...more] as const, path: part.path, rule: part.deciding[0].rule }];
    })
    .sort((a, b) => comparePortRanges(a.ports[0], b.ports[0]) || compareText(a.path, b.path));
}

type Part = {
  readonly ports: PortRange;
  readonly path: UrlPath;
  readonly deciding: readonly [Opened, ...Opened[]];
  /** Equal for parts with the same deciding boxes. Their texts can be long, and each path would have them. */
  readonly decision: string;
};

/** The ports of boxes of one transport, cut where a box begins or ends. */
function partsOf(boxes: readonly Opened[]): Part[] {
  const cuts = sortedUnique(
    boxes.flatMap(({ ports }) => [ports.low, ports.high + 1]),
    compareNumber,
  );
  return cuts.flatMap((low, index) => {
    const all = boxes.filter(({ ports }) => ports.low <= low && low <= ports.high);
    const [first, ...others] = all;
    if (first === undefined) return [];
    const ports = { ...first.ports, low, high: (cuts[index + 1] ?? low + 1) - 1 };
    const paths = new Set(all.map(({ path }) => path));
    const texts = all.map(({ source, rule, path }) => `${source} ${rule.id} ${path}`);
    const decision = sha256(texts.join('\n'));
    return [...paths].map((path): Part => {
      return { ports, path, deciding: [first, ...others], decision };
    });
  });
}

/** The flow to a port, in the protocol of the service that opens it. */
function flowTo(peer: Peer, { transport, low }: PortRange, path: UrlPath, { service }: Rule): Flow {
  const place = `${placeText(peer)}${hasPorts(transport) ? `:${low}` : ''}`;
  const url = service.application === 'tls' ? 'https' : 'http';
  const isUrl = transport === 'tcp' && (path !== wholeHost || service.application !== 'other');
  const flow = parseFlow(isUrl ? `${url}://${place}${path}` : `${transport}://${place}`);
  if (!flow.ok) throw new Error(flow.error.message);
  return flow.value;
}
