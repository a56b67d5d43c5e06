import type { AuditReport } from '../../src/audit/report.ts';
import type { AuditAnswer } from '../../src/report/audit/answer.ts';
import type { DiffAnswer } from '../../src/report/diff/answer.ts';
import type { LintAnswer } from '../../src/report/lint/answer.ts';
import { noLinks } from '../../src/report/page/links.ts';
import type { DiffReport } from '../../src/review/diff/change.ts';
import type { Finding } from '../../src/review/findings/finding.ts';

const run = { spec: 'spec.yaml', version: '1.0.0' };

/** What every format of lint prints of findings. */
export function lintAnswer(findings: readonly Finding[]): LintAnswer {
  return { ...run, findings, links: noLinks };
}

/** What every format of diff prints of a change. */
export function diffAnswer(report: DiffReport, more: Partial<DiffAnswer> = {}): DiffAnswer {
  const base = { name: 'main', commit: '1'.repeat(40) };
  const head = { name: 'working tree', commit: undefined };
  const sides = { base, head, links: noLinks };
  return { ...run, ...sides, report, out: 'generated', openedAt: () => [], ...more };
}

/** What every format of audit prints of a report. */
export function auditAnswer(report: AuditReport, more: Partial<AuditAnswer> = {}): AuditAnswer {
  const listedAt = { file: run.spec, line: 6, column: 3, length: 5 };
  const file = { document: 'guide.txt', isFileOfTree: true, listedAt };
  return { ...run, report, ...file, warnings: [], ...more };
}
