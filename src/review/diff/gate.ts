import { isRaised } from '../findings/except.ts';
import { joinFindings } from '../findings/join.ts';
import { approvalOf, exceeds } from './approvals.ts';
import type { Approval, DiffReport, Gain } from './change.ts';
import { gainsOf } from './order.ts';

/**
 * The report with a gate: added access needs approval if it has a finding of this severity or higher that no exception
 * of base accepts.
 */
export function withGate(report: DiffReport, failOn: number): DiffReport {
  return { ...report, failOn, approvals: [...severeAccess(report, failOn), ...report.approvals] };
}

/** Does the gate of the report hold this added access back? */
export function needsApproval({ failOn }: DiffReport, { findings }: Gain): boolean {
  return findings.some((finding) => isRaised(finding, failOn ?? undefined));
}

/** One approval for each finding; those of one list or domain are joined. */
function severeAccess(report: DiffReport, failOn: number): Approval[] {
  const raised = gainsOf(report)
    .flatMap(({ change }) => change.findings)
    .filter((finding) => isRaised(finding, failOn) && !exceeds(finding));
  const severe = new Set(raised);
  return joinFindings(report.findings.filter((finding) => severe.has(finding))).map((finding) =>
    approvalOf(finding, 'access'),
  );
}
