import type { Endpoint, Group, Inspection } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { isTcpOrUdp } from '../net/transport.ts';
import type { Origin, Rule } from '../policy/types.ts';
import { writtenText } from '../policy/written.ts';
import type { Coverage, CoverageKind } from '../targets/coverage.ts';
import type { Output } from '../targets/output.ts';

/** Endpoints of one group by their texts, each once: those of the spec itself, and those of each list. */
export type Endpoints = {
  readonly own: Set<string>;
  readonly lists: Map<string, Set<string>>;
};

/** How a target enforces endpoints of one group on one service. It is the same for all of them. */
export type Verdict = {
  readonly group: Group;
  /** Its name, and the transport or protocol if it is not TCP or UDP: each has a rule of its own. */
  readonly service: string;
  readonly inspection: Inspection;
  readonly kind: CoverageKind;
  readonly reason: string;
  readonly endpoints: Endpoints;
};

/** How each output of a site enforces its endpoints, by the name of the target. */
export type Enforced = ReadonlyMap<string, readonly Verdict[]>;

/** An endpoint of an output, and how its target enforces it. */
type Answer = { readonly rule: Rule; readonly origin: Origin; readonly coverage: Coverage };

/** Passes every endpoint of an output to `use`, in the order of its policy. */
export type Answers = (output: Output, use: (answer: Answer) => void) => void;

/** Gets the coverage of the outputs of a site; `answersOf` is for a caller that has it already. */
export function enforcedBy(
  outputs: readonly Output[],
  answersOf: Answers = computedAnswers,
): Enforced {
  return new Map(outputs.map((output) => [output.target.name, verdictsOf(output, answersOf)]));
}

/** None of them is kept: there may be a hundred thousand. */
const computedAnswers: Answers = ({ target, policy }, use) => {
  for (const rule of policy.rules)
    for (const to of rule.destinations)
      for (const origin of to.origins)
        use({ rule, origin, coverage: target.coverage({ policy, rule, to, origin }) });
};

/** The verdicts of one output, each once. */
function verdictsOf(output: Output, answersOf: Answers): Verdict[] {
  const verdicts = new Map<Group, Map<string, Verdict>>();
  let verdict: Verdict | undefined;
  answersOf(output, ({ rule, origin, coverage }) => {
    const service = serviceText(origin, rule);
    // Most endpoints have the verdict of the one before.
    if (verdict === undefined || !isAbout(verdict, origin, service, coverage))
      verdict = verdictFor(verdicts, origin, service, coverage);
    addEndpoint(verdict.endpoints, origin.endpoint);
  });
  return [...verdicts.values()].flatMap((ofGroup) => [...ofGroup.values()]);
}

/** An endpoint can have TCP and UDP ports in several rules, whose verdicts are about the service as a whole. */
function serviceText({ service }: Origin, { ports }: Rule): string {
  const first = ports[0];
  return first === undefined || isTcpOrUdp(first.transport)
    ? service.name
    : `${service.name}/${first.transport}`;
}

function isAbout(
  verdict: Verdict,
  { group, endpoint }: Origin,
  service: string,
  found: Coverage,
): boolean {
  return (
    verdict.group === group &&
    verdict.service === service &&
    verdict.inspection === endpoint.inspection &&
    verdict.kind === found.kind &&
    verdict.reason === found.reason
  );
}

function verdictFor(
  verdicts: Map<Group, Map<string, Verdict>>,
  { group, endpoint: { inspection } }: Origin,
  service: string,
  { kind, reason }: Coverage,
): Verdict {
  const ofGroup = getOrAdd(verdicts, group, () => new Map<string, Verdict>());
  return getOrAdd(ofGroup, `${service} ${inspection} ${kind} ${reason}`, () => {
    return { group, service, inspection, kind, reason, endpoints: noEndpoints() };
  });
}

/** A place for endpoints, which `addEndpoint` fills. */
export function noEndpoints(): Endpoints {
  return { own: new Set(), lists: new Map() };
}

/** Adds an endpoint to those of its list, or to those of the spec itself. */
export function addEndpoint({ own, lists }: Endpoints, endpoint: Endpoint): void {
  const { list } = endpoint;
  const texts = list === undefined ? own : getOrAdd(lists, list, () => new Set<string>());
  texts.add(writtenText(endpoint));
}

/** The number of different endpoints: one that is in a list and in the spec itself counts once. */
export function countOf({ own, lists }: Endpoints): number {
  const [first, ...others] = [own, ...lists.values()].sort((a, b) => b.size - a.size);
  const missing = others.map((texts) => [...texts].filter((text) => first?.has(text) !== true));
  return (first?.size ?? 0) + new Set(missing.flat()).size;
}
