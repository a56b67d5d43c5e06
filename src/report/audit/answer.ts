import type { AuditReport } from '../../audit/report.ts';
import type { Place } from '../../problem.ts';

/** The input of every format of `audit`. */
export type AuditAnswer = {
  readonly report: AuditReport;
  /** The name of the document in reports. */
  readonly document: string;
  /** Whether its lines are locations that a report on a repository can show. */
  readonly isFileOfTree: boolean;
  /** Where the spec lists the document, or begins: the location of rows if their lines are none. */
  readonly listedAt: Place;
  /** What the reader of the document says about it as a whole. */
  /** The command that imports the document, if an import wrote its entry in the spec. */
  readonly update?: string | undefined;
  readonly warnings: readonly string[];
  /** The name of the spec in reports. */
  readonly spec: string;
  readonly version: string;
};
