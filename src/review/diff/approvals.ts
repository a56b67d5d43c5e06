import { formatDestination } from '../../net/destination.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Finding } from '../findings/finding.ts';
import { type JoinedFinding, joinFindings } from '../findings/join.ts';
import { changeRules } from '../rules/change/list.ts';
import type { FailedIn } from '../verify/failed-flows.ts';
import { failureSentence } from '../verify/report.ts';
import type { AccessChange, Approval, DiffReport, RuledChange } from './change.ts';

/** The ids of the rules that block a change. */
const thresholds = changeRules.filter(({ holdsBack }) => holdsBack).map(({ id }) => id);

/** What needs approval: exceeded thresholds, files of no site, and changed settings, tests and exceptions. */
export function approvalsOf(
  changes: readonly RuledChange[],
  findings: readonly Finding[],
  unknown: readonly string[],
): Approval[] {
  const ruled = changes
    .filter(({ needsApproval }) => needsApproval)
    .map(({ what }) => ({ what, help: 'ask the security team to approve this change' }));
  const exceeded = joinFindings(findings.filter(exceeds)).map((finding) => approvalOf(finding));
  const stray = unknown.map((path) => ({
    what: `the output file ${path} is not in the directory of a site`,
    help: 'delete the file, so that no device loads it',
  }));
  return [...exceeded, ...stray, ...ruled];
}

/** The approval that a finding needs. An exception of base accepts added access only by its exact endpoint. */
export function approvalOf(finding: JoinedFinding, about?: Approval['about']): Approval {
  const { rule, subject, message, help, of, members } = finding;
  const entries =
    of === null
      ? `an entry in exceptions.yaml with rule: ${rule}, endpoint: ${subject}`
      : `an entry in exceptions.yaml with rule: ${rule} for each endpoint`;
  const whose = of === null ? subject : `${members.length} endpoints of ${subject}`;
  return {
    what: `${rule} of ${whose}: ${message}`,
    help: `${help}; to approve it, first merge ${entries}`,
    ...(about === undefined ? {} : { about }),
  };
}

/** Is a threshold exceeded that no exception of base accepts? */
export function holdsBack(findings: readonly Finding[]): boolean {
  return findings.some(exceeds);
}

/** Is it an exceeded threshold that no exception of base accepts? */
export function exceeds({ rule, exception }: Finding): boolean {
  return exception === null && thresholds.includes(rule);
}

/** What a pipeline expects of a change: none at all, or none that adds access. */
export type ExpectedChange = 'none' | 'narrow-only';

/** What a change does beyond the expectation, in words. */
export function unexpected(report: DiffReport, expected: ExpectedChange): Approval[] {
  const changes = [...report.sites].flatMap(([site, { gained, lost, moved }]) => [
    ...gained.map((gain) => ({
      what: `${site}: access added: ${exampleOf(gain)}`,
      help: 'remove the endpoint, or ask the security team to approve it',
    })),
    ...(expected === 'none'
      ? [
          ...lost.map((loss) => `${site}: access removed: ${exampleOf(loss)}`),
          ...moved.map(({ destination, to }) => `${site}: ${destination} moved to tier ${to}`),
        ].map((what) => ({ what, help: 'restore it, or run without --expect none' }))
      : []),
  ]);
  const outputs = (report.verified?.failures ?? []).map((failure) => ({
    what: `failed check of the committed outputs: ${failureText(failure)}`,
    help: staleHelp(report, failure.site),
  }));
  return [...changes, ...report.approvals, ...outputs];
}

/** The example flow, or the access to the enforcing device. */
function exampleOf({ witness, destination, ports }: AccessChange<string>): string {
  return (
    witness ?? `${formatDestination(destination.base)} on ${ports.map(formatPortRange).join(', ')}`
  );
}

/** Is there a change of any kind? */
export function isChanged(report: DiffReport): boolean {
  const { wording, settings, tests, exceptions } = report;
  return (
    changesAccess(report) || [wording, settings, tests, exceptions].some((list) => list.length > 0)
  );
}

/** Is access added, removed or moved to another tier? */
function changesAccess({ sites }: DiffReport): boolean {
  return [...sites.values()].some(({ gained, lost, moved }) =>
    [gained, lost, moved].some((list) => list.length > 0),
  );
}

/** A failed check in one sentence. */
function failureText(failure: FailedIn): string {
  return `${failure.site} ${failure.target}: ${failureSentence(failure)}`;
}

function staleHelp({ verified }: DiffReport, site: string): string {
  return verified?.stale.includes(site) === true
    ? 'the outputs are out of date: run "portolan generate"'
    : 'run "portolan verify" for the locations';
}
