import type { AuditReport } from '../../audit/report.ts';
import type { Place } from '../../problem.ts';

/** The input of every format of `audit`. */
export type AuditAnswer = {
  readonly report: AuditReport;
  /** The name of the document in reports. */
  readonly document: string;
  /** Where the spec lists the document, or begins: the location of rows of a document outside of the working tree. */
  readonly listedAt: Place;
  /** What the reader of the document says about it as a whole. */
  readonly warnings: readonly string[];
  /** The name of the spec in reports. */
  readonly spec: string;
  readonly version: string;
};
