import { formatPortRange } from '../../net/port.ts';
import type { ChangedAccess, Checks, SeverityName } from '../../page/data.ts';
import { formatPlace } from '../../problem.ts';
import type { AccessChange, DiffReport, Gain, Loss } from '../../review/diff/change.ts';
import { gainsOf, lossesOf } from '../../review/diff/order.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { wordOf } from '../../review/rules/kit/rule-info.ts';
import type { WithSites } from '../html/answer.ts';
import { pageFailures } from '../html/checks.ts';
import { sitePart } from '../html/entries.ts';
import { pageFile } from '../html/file.ts';
import { pageFindings } from '../html/findings.ts';
import { pageLinks } from '../html/links.ts';
import { staleText } from '../page/words.ts';
import type { DiffAnswer } from './answer.ts';
import { headSentences } from './headline.ts';
import { otherChanges } from './html-changes.ts';
import {
  accessText,
  clientsText,
  keptTexts,
  reasonsOf,
  relatedTexts,
  removedFlowText,
  requiredWarning,
  revisionWords,
} from './words.ts';

/** A change as a page, with the endpoints of head and what its committed outputs allow. */
export function diffHtml(answer: WithSites<DiffAnswer>): string {
  const { report, spec, out, version, sites, links, base, head } = answer;
  return pageFile({
    command: 'diff',
    spec,
    version,
    sentences: headSentences(report),
    facts: [
      ['compares', [base, head].map((side) => revisionWords(side).join(' ')).join('..')],
      ['review id', report.reviewId],
    ],
    links: pageLinks(links, head.commit, base.commit),
    gains: gainsOf(report).map(({ site, change }) => gainOf(site, change)),
    losses: lossesOf(report).map(({ site, change }) => lossOf(site, change)),
    changes: otherChanges(report),
    findings: pageFindings(report.findings),
    checks: checksOf(report, out),
    ...sitePart(sites(), report.findings),
  });
}

function gainOf(site: string, gain: Gain): ChangedAccess {
  return {
    ...accessOf(site, gain),
    exampleText: null,
    notes: [],
  };
}

function lossOf(site: string, loss: Loss): ChangedAccess {
  return {
    ...accessOf(site, loss),
    exampleText: removedFlowText(loss),
    notes: [
      ...(loss.tier === 'required' ? [requiredWarning] : []),
      ...keptTexts(loss).map((text) => `still allowed by ${text}`),
    ],
  };
}

function accessOf(
  site: string,
  change: AccessChange<string>,
): Omit<ChangedAccess, 'exampleText' | 'notes'> {
  const { kind, ports, tier, origins, witness, outputs, findings, output, at } = change;
  const places = origins.map(({ endpoint }) => formatPlace(endpoint.place));
  const portsText = ports.map(formatPortRange).join(', ');
  return {
    site,
    kind,
    severity: severityOf(findings),
    destination: accessText(change).slice(0, -` on ${portsText}`.length),
    ports: portsText,
    clients: clientsText(change),
    tier,
    groups: [...new Set(origins.map(({ group }) => group.id))],
    example: witness,
    was: relatedTexts(change),
    outputs,
    reasons: reasonsOf(change),
    findings: pageFindings(findings),
    places: [
      ...new Set(places),
      ...(output === null || at === null ? [] : [`${output}, ${at.file}:${at.line}`]),
    ],
  };
}

/** The highest severity of the findings that no exception accepts. */
function severityOf(findings: readonly Finding[]): SeverityName | null {
  const open = findings.filter(({ exception }) => exception === null);
  return open.length === 0
    ? null
    : wordOf(open.reduce((most, { severity }) => Math.max(most, severity), 0));
}

function checksOf({ verified }: DiffReport, out: string): Checks | null {
  if (verified === null) return null;
  const { checked, failures, stale } = verified;
  return {
    checked,
    failed: failures.length,
    outputs: [],
    failures: pageFailures(failures, out),
    notes: stale.map((site) => staleText({ site, command: 'portolan generate' })),
  };
}
