import type { Spec } from '../../language/types.ts';
import type { Peer } from '../../net/destination.ts';
import { formatDestination } from '../../net/destination.ts';
import { type Flow, parseBareHost, parseFlow, portOf } from '../../net/flow.ts';
import { pathCovers, type UrlPath, wholeHost } from '../../net/path.ts';
import { formatPortRange } from '../../net/port.ts';
import { hasPorts } from '../../net/transport.ts';
import type { Policy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { targets as builtTargets } from '../../targets/list.ts';
import { outputsOf } from '../../targets/output.ts';
import type { TargetFiles } from '../../targets/reading.ts';
import type { Target } from '../../targets/target.ts';
import { clientFor } from '../access/clients.ts';
import { accessByOutput } from '../access/given-access.ts';
import { speaks } from '../access/protocol.ts';
import { placeText } from '../access/witness.ts';
import type { Explanation, OutputExplanation, SiteExplanation } from './explanation.ts';
import { type FlowMatch, matchesOf, originsFor } from './matches.ts';
import { explainOutput } from './output.ts';
import { speechRemark } from './protocol-remarks.ts';
import { listsResolver, resolversText } from './resolvers.ts';
import { nowhere, whyNot } from './why-not.ts';

/** The input of `explain`. */
export type ExplainInput = {
  readonly spec: Spec;
  /** The policies of every site of the spec. */
  readonly policies: readonly Policy[];
  /** The sites to explain; undefined means every one. */
  readonly sites: ReadonlySet<string> | undefined;
  /** The committed files of a target; undefined if none exist. */
  filesOf(site: string, target: string): TargetFiles | undefined;
  /** The command that writes the files; undefined means the one for the default spec. */
  readonly generate?: string;
};

const shapes =
  'a flow is https://HOST/PATH, tcp://HOST:PORT, udp://HOST:PORT, HOST:PORT[/udp] or esp://HOST';

/** What a user asks about: one flow, or all flows to a host. */
export type Question =
  | { readonly kind: 'flow'; readonly flow: Flow }
  | { readonly kind: 'host'; readonly host: Peer };

/** Parses a flow as a user types it. The error describes the accepted forms. */
export function readFlow(text: string): Result<Flow, Refusal> {
  const flow = parseFlow(text);
  return flow.ok ? flow : failure(withShapes(flow.error));
}

/** Parses a flow, or a host alone. The error describes the accepted forms. */
export function readQuestion(text: string): Result<Question, Refusal> {
  const host = parseBareHost(text);
  if (host?.ok) return success({ kind: 'host', host: host.value });
  if (host !== undefined) return failure(withShapes(host.error));
  const flow = readFlow(text);
  return flow.ok ? success({ kind: 'flow', flow: flow.value }) : flow;
}

function withShapes(error: Refusal): Refusal {
  if (error.help.includes('a flow is')) return error;
  const end = error.help.endsWith('?') ? '' : ';';
  return { ...error, help: `${error.help}${end} ${shapes}` };
}

/** For each site, returns the rules that allow a flow or the reasons why none does, and the verdict of each output. */
export function explain(
  flow: Flow,
  grounds: ExplainInput,
  known: readonly Target[] = builtTargets,
): Explanation {
  const chosen = grounds.policies.filter(({ site }) => grounds.sites?.has(site.id) ?? true);
  return {
    flow,
    documents: grounds.spec.documents,
    sites: chosen.map((policy) => explainSite(flow, policy, grounds, known)),
  };
}

function explainSite(
  flow: Flow,
  policy: Policy,
  { spec, policies, filesOf, generate }: ExplainInput,
  known: readonly Target[],
): SiteExplanation {
  const { site } = policy;
  const given = accessByOutput(policy, known).map(({ targets, boxes, clients }) => ({
    targets,
    matches: matchesOf(boxes, flow, clientFor(clients, flow.peer)),
  }));
  const matches = onceEach(given.flatMap((each) => each.matches));
  const outputs = outputsOf(policy, known).map((output) =>
    explainOutput(output, flow, filesOf(site.id, output.target.name), generate),
  );
  const allowed = matches.length > 0;
  return {
    site: site.id,
    enforce: site.enforce,
    rules: [...new Map(matches.map(({ rule }) => [rule.id, rule])).values()],
    origins: matches.flatMap((match) => originsFor(match, flow)),
    only: onlyBy(given),
    remarks: [
      ...onlyRemarks(given, matches, policy, flow),
      ...remarksOn(matches, flow),
      ...additiveRemark(policy, outputs),
    ],
    ...(allowed
      ? { whyNot: [], nearest: nowhere }
      : whyNot({ spec, policy, all: policies, outputs: known }, flow)),
    outputs,
  };
}

/** Removes duplicates: several outputs match one destination, each in a policy with its own clients. */
function onceEach(matches: readonly FlowMatch[]): FlowMatch[] {
  const keyOf = ({ rule, to }: FlowMatch) =>
    `${rule.id} ${formatDestination(to.destination)} ${to.path}`;
  return [...new Map(matches.map((match) => [keyOf(match), match])).values()];
}

type Given = { readonly targets: readonly string[]; readonly matches: readonly FlowMatch[] };

/** The targets that allow the flow, if not all targets of the site do; else empty. */
function onlyBy(given: readonly Given[]): string[] {
  const allowing = given.filter(({ matches }) => matches.length > 0);
  return allowing.length === given.length ? [] : allowing.flatMap(({ targets }) => targets);
}

/** Why only some targets allow the flow: their options list a resolver, or the others lack clients of its family. */
function onlyRemarks(
  given: readonly Given[],
  matches: readonly FlowMatch[],
  { site }: Policy,
  flow: Flow,
): string[] {
  const { peer } = flow;
  const names = onlyBy(given).join(', ');
  if (names === '') return [];
  const isListed = peer.kind === 'name' || listsResolver(site, peer.address);
  if (!isListed && matches.every(({ to }) => to.destination.kind === 'resolvers'))
    return [
      `${formatPortRange(portOf(flow))} is allowed only to ${resolversText(site)}, not to ${placeText(peer)}`,
      `allowed only by ${names}, whose options list this address as a resolver`,
    ];
  const family = peer.kind === 'name' ? '' : `IPv${peer.address.family} `;
  return [`allowed only by ${names}, because the other outputs have no ${family}clients`];
}

function remarksOn(matches: readonly FlowMatch[], flow: Flow): string[] {
  const silent = matches.filter(({ rule }) => !speaks(flow.scheme, rule.service.application));
  const services = new Set(silent.map(({ rule }) => rule.service));
  const isSpoken = silent.length < matches.length;
  return [
    ...(isSpoken ? [] : [...services].map((service) => speechRemark(flow, service))),
    ...pathRemark(matches, flow),
  ];
}

/** TLS hides the path, so the path in the spec is documentation and other paths are allowed too. */
function pathRemark(matches: readonly FlowMatch[], flow: Flow): string[] {
  if (!hasPorts(flow.transport)) return [];
  const paths = matches.flatMap((match) =>
    originsFor(match, flow).map(({ endpoint }) => endpoint.path),
  );
  if (paths.length === 0 || paths.some((path) => pathCovers(path, flow.path))) return [];
  const named = [...new Set<UrlPath>(paths)].sort().join(', ');
  const asked = flow.path === wholeHost ? 'the whole host' : flow.path;
  return [
    `the spec lists ${named}, not ${asked}, but TLS hides paths, so the whole host is allowed`,
  ];
}

function additiveRemark({ site }: Policy, outputs: readonly OutputExplanation[]): string[] {
  if (site.enforce === 'closed' || outputs.every(({ verdict }) => verdict !== 'deny')) return [];
  return [
    "the site is allow only (enforce: additive): after a deny here, the device's own rules decide",
  ];
}
