import type { Spec } from '../../language/types.ts';
import { formatDestination } from '../../net/destination.ts';
import { type Flow, parseFlow } from '../../net/flow.ts';
import { pathCovers, type UrlPath, wholeHost } from '../../net/path.ts';
import type { Policy } from '../../policy/types.ts';
import { failure, type Refusal, type Result } from '../../problem.ts';
import { targets as builtTargets } from '../../targets/list.ts';
import { outputsOf } from '../../targets/output.ts';
import type { Target, TargetFiles } from '../../targets/target.ts';
import { clientFor } from '../access/clients.ts';
import { accessByOutput } from '../access/given-access.ts';
import { speaks } from '../access/protocol.ts';
import type { Explanation, OutputExplanation, SiteExplanation } from './explanation.ts';
import { type FlowMatch, matchesOf, originsFor } from './matches.ts';
import { explainOutput } from './output.ts';
import { speechRemark } from './protocol-remarks.ts';
import { nowhere, whyNot } from './why-not.ts';

/** What a flow is explained by. */
export type ExplainInput = {
  readonly spec: Spec;
  /** Of every site of the spec. */
  readonly policies: readonly Policy[];
  /** The sites to explain; undefined means every one. */
  readonly sites: ReadonlySet<string> | undefined;
  /** The committed files of a target; undefined when there is none of them. */
  filesOf(site: string, target: string): TargetFiles | undefined;
};

const shapes = 'a flow is https://HOST/PATH, tcp://HOST:PORT, udp://HOST:PORT or HOST:PORT[/udp]';

/** Reads a flow as a user types it; a refusal says what a flow looks like. */
export function readFlow(text: string): Result<Flow, Refusal> {
  const flow = parseFlow(text);
  if (flow.ok || flow.error.help.includes('a flow is')) return flow;
  return failure({ ...flow.error, help: `${flow.error.help}; ${shapes}` });
}

/** Says site by site who opens a flow, or why nobody does, and what each committed output does with it. */
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
  { spec, policies, filesOf }: ExplainInput,
  known: readonly Target[],
): SiteExplanation {
  const { site } = policy;
  const given = accessByOutput(policy, known).map(({ targets, boxes, clients }) => ({
    targets,
    matches: matchesOf(boxes, flow, clientFor(clients, flow.peer)),
  }));
  const matches = onceEach(given.flatMap((each) => each.matches));
  const outputs = outputsOf(policy, known).map((output) =>
    explainOutput(output, flow, filesOf(site.id, output.target.name)),
  );
  const opened = matches.length > 0;
  return {
    site: site.id,
    enforce: site.enforce,
    rules: [...new Map(matches.map(({ rule }) => [rule.id, rule])).values()],
    origins: matches.flatMap((match) => originsFor(match, flow)),
    remarks: [
      ...givenRemark(given),
      ...remarksOn(matches, flow),
      ...additiveRemark(policy, outputs),
    ],
    ...(opened
      ? { whyNot: [], nearest: nowhere }
      : whyNot({ spec, policy, all: policies, outputs: known }, flow)),
    outputs,
  };
}

/** Several outputs find a destination, each in a policy with clients of its own. */
function onceEach(matches: readonly FlowMatch[]): FlowMatch[] {
  const keyOf = ({ rule, to }: FlowMatch) =>
    `${rule.id} ${formatDestination(to.destination)} ${to.path}`;
  return [...new Map(matches.map((match) => [keyOf(match), match])).values()];
}

type Given = { readonly targets: readonly string[]; readonly matches: readonly FlowMatch[] };

/** By which outputs the flow is open, where not all of them give it: a proxy dials by itself, and clients differ. */
function givenRemark(given: readonly Given[]): string[] {
  const open = given.filter(({ matches }) => matches.length > 0);
  if (open.length === 0 || open.length === given.length) return [];
  const names = open.flatMap(({ targets }) => targets).join(', ');
  return [`only by ${names}, which dials the address itself or has other clients`];
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

/** On TLS the path of the spec is documentation: a flow to another one passes all the same. */
function pathRemark(matches: readonly FlowMatch[], flow: Flow): string[] {
  const paths = matches.flatMap((match) =>
    originsFor(match, flow).map(({ endpoint }) => endpoint.path),
  );
  if (paths.length === 0 || paths.some((path) => pathCovers(path, flow.path))) return [];
  const named = [...new Set<UrlPath>(paths)].sort().join(', ');
  const asked = flow.path === wholeHost ? 'the whole host' : flow.path;
  return [`the spec names ${named}, not ${asked}; TLS hides paths, so the whole host is open`];
}

function additiveRemark({ site }: Policy, outputs: readonly OutputExplanation[]): string[] {
  if (site.enforce === 'closed' || outputs.every(({ verdict }) => verdict !== 'deny')) return [];
  return ["the site is additive: deny means not opened here, and the device's own rules go on"];
}
