import type { Finding } from '../findings/finding.ts';
import type { Approval, DiffReport, RuledChange } from './change.ts';

const thresholds: readonly string[] = ['mass-removal', 'output-empties'];

/** What must not be waved through: changes of how things are judged or enforced, and what exceeds a threshold. */
export function approvalsOf(
  changes: readonly RuledChange[],
  findings: readonly Finding[],
): Approval[] {
  const ruled = changes
    .filter(({ needsApproval }) => needsApproval)
    .map(({ what }) => ({ what, help: 'whoever answers for security approves the change' }));
  const exceeded = findings.filter(exceeds).map(({ rule, subject, message, help }) => ({
    what: `${rule} of ${subject}: ${message}`,
    help: `${help}; approved, it is an entry in the base's exceptions.yaml: rule: ${rule}, endpoint: ${subject}`,
  }));
  return [...exceeded, ...ruled];
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
export type Expectation = 'none' | 'narrow-only';

/** What a change does that it should not, in words. */
export function unexpected(report: DiffReport, expected: Expectation): Approval[] {
  const changes = [...report.sites].flatMap(([site, { gained, lost, moved }]) => [
    ...gained.map(({ witness }) => ({ what: `${site} gains ${witness}`, help: 'keep it shut' })),
    ...(expected === 'none'
      ? [
          ...lost.map(({ witness }) => `${site} loses ${witness}`),
          ...moved.map(({ destination, to }) => `${site} has ${destination} as ${to} now`),
        ].map((what) => ({ what, help: 'leave access as it is' }))
      : []),
  ]);
  const failed = report.verified?.failed ?? 0;
  const outputs =
    failed === 0
      ? []
      : [
          {
            what: `${failed} checks of the committed outputs fail`,
            help: 'portolan verify shows them',
          },
        ];
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
