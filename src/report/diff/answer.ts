import type { DiffReport, Gain } from '../../review/diff/change.ts';
import type { Links } from '../page/links.ts';

/** A line of an output; its file is relative to the site's directory. */
export type OutputLine = NonNullable<Gain['at']>;

/** One side of a comparison. */
export type ComparedRevision = {
  /** What the reader calls it: a revision, a file, or the working tree. */
  readonly name: string;
  /** The whole hash; undefined for files outside of a commit. */
  readonly commit: string | undefined;
};

/** What every format of `diff` prints. */
export type DiffAnswer = {
  readonly report: DiffReport;
  /** What reports call the new spec. */
  readonly spec: string;
  /** The name of the output directory in this format. */
  readonly out: string;
  readonly version: string;
  /** Does a SARIF log list accepted findings too? */
  readonly suppressed?: boolean;
  readonly base: ComparedRevision;
  readonly head: ComparedRevision;
  readonly links: Links;
  /** The lines of head's committed outputs that allow added access. */
  openedAt(site: string, gain: Gain): readonly OutputLine[];
};
