import { quote } from '../characters.ts';
import type { Unresolved } from '../language/types.ts';
import { mergePorts, type PortRange, sharedPorts, subtractPorts } from '../net/port.ts';
import { base, type Case, type Judging } from './case.ts';
import { covered, type Form, inParts, withinNamed, withoutPort, writtenAs } from './forms.ts';
import { missingOf } from './missing.ts';
import type { NamedDestination } from './named.ts';
import type { Lack } from './nearest.ts';
import type { Opened } from './opened.ts';
import { explainedPorts } from './printed.ts';
import { coverTogether, opensSome, relationsOf } from './relations.ts';
import type { AuditRemark, SpecSide, TierFinding } from './report.ts';
import { portsOf, sideText } from './words.ts';

/** What becomes of one request of the document. */
export type Judged = {
  readonly missing: readonly Lack[];
  readonly tiers: readonly TierFinding[];
  readonly remarks: readonly AuditRemark[];
  readonly isEqual: boolean;
  /** The endpoints that are written for it in another form. */
  readonly replaced: readonly Opened[];
};

const nothing: Judged = { missing: [], tiers: [], remarks: [], isEqual: false, replaced: [] };

function equal(tiers: readonly TierFinding[]): Judged {
  return { ...nothing, isEqual: tiers.length === 0, tiers };
}

/** Compares all that a document wants of one destination with the spec. */
export function judgeNamed(named: NamedDestination, judging: Judging): Judged[] {
  const relations = relationsOf(
    named,
    judging.index,
    (opened) => judging.widerPorts(opened).length > 0,
  );
  return named.requests.map((request) =>
    request.ports.length === 0
      ? judgeWithoutPorts({ named, request, relations, judging })
      : judgeRequest({ named, request, relations, judging }),
  );
}

function judgeRequest(one: Case): Judged {
  const { request, relations } = one;
  const { exact, wider } = relations;
  const afterExact = subtractPorts(request.ports, portsOf(exact));
  const tiersOf = (all: readonly Opened[]) => tierFindings(one, all);
  if (afterExact.length === 0) return equal(tiersOf([...exact, ...wider]));
  const printed = one.judging.explanations.printed(one.named, request);
  const steps = [
    step(writtenAs, printed, (all) => mergePorts(all.flatMap(explainedPorts))),
    step(withinNamed, wider, (all) => mergePorts(all.flatMap((each) => namedPorts(one, each)))),
    step(covered, wider, portsOf),
    step(inParts, partsIfWhole(one, afterExact), portsOf),
  ];
  let left = afterExact;
  const remarks: AuditRemark[] = [];
  for (const { form, opened, ports } of steps) {
    const taken = sharedPorts(left, ports(opened));
    const [first] = opened.filter((each) => opensSome({ ...each, ports: ports([each]) }, taken));
    if (first === undefined) continue;
    remarks.push(remarkOf(one, form, taken, first.side));
    left = subtractPorts(left, taken);
  }
  const rest = left.length === 0 ? undefined : judgeRest(one, left);
  return {
    ...nothing,
    tiers: tiersOf([...exact, ...wider, ...printed]),
    missing: rest?.missing ?? [],
    remarks: [...remarks, ...(rest?.remarks ?? [])],
    replaced: printed,
  };
}

function step(
  form: Form,
  opened: readonly Opened[],
  ports: (all: readonly Opened[]) => readonly PortRange[],
) {
  return { form, opened, ports };
}

/** The ports on which the document names all of an endpoint. */
function namedPorts({ judging }: Case, opened: Opened): readonly PortRange[] {
  return subtractPorts(opened.ports, judging.widerPorts(opened));
}

/** The networks within a named one, if they contain all its addresses. */
function partsIfWhole({ named, relations }: Case, ports: readonly PortRange[]): readonly Opened[] {
  if (named.destination.kind !== 'network') return [];
  const parts = relations.within();
  return coverTogether(named, parts, ports) ? parts : [];
}

/** Ports that no endpoint allows: the spec says why, or they are missing. */
function judgeRest(one: Case, left: readonly PortRange[]): Pick<Judged, 'missing' | 'remarks'> {
  const remark = spokenOf(one, left);
  return remark === undefined
    ? { missing: [{ finding: missingOf(one, left), named: one.named }], remarks: [] }
    : { missing: [], remarks: [remark] };
}

function spokenOf(one: Case, ports: readonly PortRange[]): AuditRemark | undefined {
  const { named, request, judging } = one;
  const need = judging.explanations.need(named, request);
  if (need !== undefined) return { ...base(one, ports), ...needRemark(need) };
  const own = judging.ownPort(named);
  const isOther = ({ transport, low, high }: PortRange) =>
    transport !== 'tcp' || low !== own || high !== own;
  if (own === undefined || ports.some(isOther)) return undefined;
  const message = 'it is the address of the document, as "url" of the document says';
  return { ...base(one, ports), kind: 'own-address', message, spec: undefined };
}

/** The remark on words that a need of the spec explains. */
export function needRemark(need: Unresolved): Pick<AuditRemark, 'kind' | 'message' | 'spec'> {
  const { id, kind, place } = need;
  const spec = { written: id, owner: id, at: place };
  return kind === 'declined'
    ? { kind: 'declined', message: `the spec declines it in ${sideText(spec)}`, spec }
    : { kind: 'unresolved', message: `the spec lists it as unresolved in ${sideText(spec)}`, spec };
}

function judgeWithoutPorts(one: Case): Judged {
  const { exact, above, wider } = one.relations;
  const printed = one.judging.explanations.printed(one.named, one.request);
  const outer = [...wider, ...above];
  const open = [...exact, ...outer, ...printed];
  const [first] = open;
  if (first === undefined) return judgeParts(one);
  const all = [...exact, ...wider, ...printed];
  const tiers = all.length === 0 ? [] : tierFindings(one, all);
  if (exact.length > 0 && !one.judging.hasPorts) return equal(tiers);
  const [form, by] = formWithoutPorts(one, printed) ?? [covered, first];
  return {
    ...nothing,
    tiers,
    remarks: [remarkOf(one, form, portsOf(open), by.side)],
    replaced: printed,
  };
}

/** A destination without ports of which the spec allows parts, or nothing. */
function judgeParts(one: Case): Judged {
  const parts = partsIfWhole(one, []);
  const [first] = parts;
  if (first === undefined) return { ...nothing, ...judgeRest(one, []) };
  const tiers = tierFindings(one, parts);
  return { ...nothing, tiers, remarks: [remarkOf(one, inParts, portsOf(parts), first.side)] };
}

/** How the spec allows a destination without ports; undefined if only a wider entry covers it. */
function formWithoutPorts(one: Case, printed: readonly Opened[]): [Form, Opened] | undefined {
  const { exact, wider } = one.relations;
  const [own] = [...exact, ...printed];
  if (own !== undefined) return [withoutPort, own];
  const named = wider.find((each) => one.judging.widerPorts(each).length === 0);
  return named && [withinNamed, named];
}

function remarkOf(
  one: Case,
  { kind, text }: Form,
  ports: readonly PortRange[],
  spec: SpecSide,
): AuditRemark {
  return { ...base(one, ports), kind, message: text(sideText(spec)), spec };
}

/** A tier that no endpoint for these ports has. */
function tierFindings(one: Case, all: readonly Opened[]): TierFinding[] {
  const { named, request } = one;
  const { tier } = request;
  if (tier === undefined) return [];
  const ports = request.ports.length === 0 ? portsOf(all) : request.ports;
  const same = all.filter((each) => each.tier === tier);
  // Without ports, any endpoint of the tier may be the one that the document means.
  if (request.ports.length === 0 && same.length > 0) return [];
  const differing = subtractPorts(sharedPorts(ports, portsOf(all)), portsOf(same));
  const found = all.find((each) => opensSome(each, differing));
  if (found === undefined || one.judging.explanations.need(named, request) !== undefined) return [];
  return [
    {
      ...base(one, differing),
      documentTier: tier,
      specTier: found.tier,
      message: `the document says ${tier}, and the spec ${found.tier}`,
      help: `move ${quote(named.subject)} to a group of tier ${tier}, or add it to one`,
      endpoint: found.side,
    },
  ];
}
