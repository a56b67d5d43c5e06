import type { Finding } from '../findings/finding.ts';
import { changeRules } from '../rules/change/list.ts';
import type { Approval, DiffReport, FailedCheck, RuledChange } from './change.ts';

/** The ids of the rules that hold a change back. */
const thresholds = changeRules.filter(({ holdsBack }) => holdsBack).map(({ id }) => id);

/** What must not be waved through: changes of how things are judged or enforced, and what exceeds a threshold. */
export function approvalsOf(
  changes: readonly RuledChange[],
  findings: readonly Finding[],
  unknown: readonly string[],
): Approval[] {
  const ruled = changes
    .filter(({ needsApproval }) => needsApproval)
    .map(({ what }) => ({ what, help: 'whoever answers for security approves the change' }));
  const exceeded = findings.filter(exceeds).map(({ rule, subject, message, help }) => ({
    what: `${rule} of ${subject}: ${message}`,
    help: `${help}; approved, it is an entry in the base's exceptions.yaml: rule: ${rule}, endpoint: ${subject}`,
  }));
  const stray = unknown.map((path) => ({
    what: `the output file ${path} belongs to no site of the spec`,
    help: 'take it out of the output folder; a device may be given it by mistake',
  }));
  return [...exceeded, ...stray, ...ruled];
}

/** Does a threshold that no exception of base lifts hold the change back? */
export function holdsBack(findings: readonly Finding[]): boolean {
  return findings.some(exceeds);
}

/** Is a threshold exceeded, and no exception of base lifts it? */
export function exceeds({ rule, exception }: Finding): boolean {
  return exception === null && thresholds.includes(rule);
}

/** What a pipeline may expect of a change: nothing at all, or nothing that opens more. */
export type ExpectedChange = 'none' | 'narrow-only';

/** What a change does that it should not, in words. */
export function unexpected(report: DiffReport, expected: ExpectedChange): Approval[] {
  const changes = [...report.sites].flatMap(([site, { gained, lost, moved }]) => [
    ...gained.map(({ witness }) => ({ what: `${site} gains ${witness}`, help: 'keep it shut' })),
    ...(expected === 'none'
      ? [
          ...lost.map(({ witness }) => `${site} loses ${witness}`),
          ...moved.map(({ destination, to }) => `${site} has ${destination} as ${to} now`),
        ].map((what) => ({ what, help: 'leave access as it is' }))
      : []),
  ]);
  const outputs = (report.verified?.failures ?? []).map((failure) => ({
    what: `a check of the committed outputs fails: ${failureText(failure)}`,
    help: staleHelp(report, failure.site),
  }));
  return [...changes, ...report.approvals, ...outputs];
}

/** Is there a change of any kind? */
export function isChanged(report: DiffReport): boolean {
  const { wording, settings, tests, exceptions } = report;
  return (
    changesAccess(report) || [wording, settings, tests, exceptions].some((list) => list.length > 0)
  );
}

/** Is access gained, lost or moved to another tier? */
export function changesAccess({ sites }: DiffReport): boolean {
  return [...sites.values()].some(({ gained, lost, moved }) =>
    [gained, lost, moved].some((list) => list.length > 0),
  );
}

/** A failed check in one sentence. */
export function failureText({ site, target, flow, expected, got, check }: FailedCheck): string {
  const what = flow === null ? check : `${flow}: ${check}`;
  return `${site}/${target}: ${what}: expected ${expected}, found ${got}`;
}

function staleHelp({ verified }: DiffReport, site: string): string {
  return verified?.stale.includes(site) === true
    ? `the files of ${site} are stale: portolan generate`
    : 'portolan verify tells more';
}
