import { formatDestination } from '../../net/destination.ts';
import { formatNetwork } from '../../net/network.ts';
import { wholeHost } from '../../net/path.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Origin } from '../../policy/types.ts';
import type {
  AccessChange,
  Gain,
  Loss,
  SiteChange,
  StatementChange,
  VerifiedOutputs,
} from '../../review/diff/change.ts';
import { severityOf } from '../../review/diff/order.ts';
import type { RelatedAccess } from '../../review/diff/related.ts';
import { joinFindings } from '../../review/findings/join.ts';
import { findingJson } from '../lint/json.ts';
import { givenJson } from '../page/given.ts';
import { annotationsJson, jsonText, placeJson } from '../page/json.ts';
import type { ComparedRevision, DiffAnswer } from './answer.ts';
import { headline } from './headline.ts';
import { relatedTexts } from './words.ts';

/** The JSON report of `diff`; schema/report.schema.json describes it. */
export function diffJson({
  report,
  base,
  head,
}: Pick<DiffAnswer, 'report' | 'base' | 'head'>): string {
  const { sites, wording, settings, tests, exceptions, findings, approvals } = report;
  const answer = {
    schemaVersion: 1,
    summary: headline(report),
    base: revisionJson(base),
    head: revisionJson(head),
    sites: Object.fromEntries([...sites].map(([id, change]) => [id, siteJson(change)])),
    wording: wording.map(factJson),
    settings: settings.map(ruledJson),
    tests: tests.map(ruledJson),
    exceptions: exceptions.map(ruledJson),
    findings: joinFindings(findings).map(findingJson),
    needsApproval: approvals.length > 0,
    approvals: approvals.map(({ what, help }) => ({ what, help })),
    failOn: report.failOn,
    held: report.held,
    outputs: report.outputs,
    unknown: report.unknown,
    verified: report.verified && verifiedJson(report.verified),
    reviewId: report.reviewId,
  };
  return jsonText(answer);
}

function revisionJson({ name, commit }: ComparedRevision): unknown {
  return { name, commit: commit ?? null };
}

function verifiedJson({ checked, failures, stale }: VerifiedOutputs): unknown {
  return {
    checked,
    failed: failures.length,
    stale,
    failures: failures.map(({ site, target, check, flow, expected, got, decidedBy, origin }) => ({
      site,
      target,
      check,
      flow,
      expected,
      got,
      decidedBy,
      origin: origin && placeJson(origin),
    })),
  };
}

function siteJson({ gained, lost, moved, enforcement }: SiteChange): unknown {
  return {
    gained: gained.map((gain) => ({ ...gainJson(gain), severity: severityOf(gain) || null })),
    lost: lost.map(lossJson),
    moved: moved.map(({ destination, ports, from, to, at }) => ({
      destination,
      ports: ports.map(formatPortRange),
      from,
      to,
      ...placeJson(at),
    })),
    enforcement: enforcement.map(({ at, ...row }) => ({ ...row, ...placeJson(at) })),
  };
}

/** Added access. */
export function gainJson(gain: Gain): Record<string, unknown> {
  return accessJson(gain, { was: wholeRelated(gain), now: null });
}

/** Removed access. */
export function lossJson(loss: Loss): Record<string, unknown> {
  return {
    ...accessJson(loss, { was: null, now: wholeRelated(loss) }),
    keptOpen: loss.keptOpen,
    witnessOpenIn: loss.witnessOpenIn,
  };
}

function accessJson(
  change: AccessChange<string>,
  beside: { readonly was: string | null; readonly now: string | null },
): Record<string, unknown> {
  const { kind, clients, destination, path, exceptBelow, ports, tier, origins, witness } = change;
  const { first, count } = change.related;
  return {
    kind,
    clients: clients.map(formatNetwork),
    destination: formatDestination(destination.base),
    except: [
      ...destination.except.map(formatDestination),
      ...exceptBelow.map((each) => `${formatDestination(each.destination)}${each.path}`),
    ],
    path: path === wholeHost ? null : path,
    ports: ports.map(formatPortRange),
    tier,
    groups: [...new Set(origins.map(({ group }) => group.id))],
    witness,
    ...beside,
    wasAccess: first.map(relatedJson),
    ...(count > first.length ? { wasMore: count - first.length } : {}),
    outputs: change.outputs,
    findings: [...new Set(change.findings.map(({ rule }) => rule))],
    origins: origins.map(originJson),
    output: change.output,
    at: change.at,
  };
}

/** All listed related access in words. */
function wholeRelated(change: AccessChange<string>): string | null {
  const texts = relatedTexts(change);
  return texts.length === 0 ? null : texts.join('; ');
}

function relatedJson({ destination, path, ports, clients }: RelatedAccess): unknown {
  return {
    destination: formatDestination(destination),
    path: path === wholeHost ? null : path,
    ports: ports.map(formatPortRange),
    clients: clients.map(formatNetwork),
  };
}

function originJson({ endpoint, group }: Origin): unknown {
  const source = endpoint.source ?? group.source;
  return {
    ...placeJson(endpoint.place),
    endpoint: endpoint.written,
    ...givenJson(endpoint),
    document: source?.document ?? null,
    section: source?.section ?? null,
    ...annotationsJson(endpoint),
  };
}

function factJson({ what, before, after, at }: StatementChange): Record<string, unknown> {
  return { what, before, after, file: at?.file ?? null, line: at?.line ?? null };
}

function ruledJson(change: StatementChange & { readonly needsApproval: boolean }): unknown {
  return { ...factJson(change), needsApproval: change.needsApproval };
}
