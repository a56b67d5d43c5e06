import type { Row } from '../table.ts';
import type { Workspace } from '../workspace.ts';

/** A part of the record, which can run alone: `npm run bench -- start`. */
export type Part = {
  /** Why it runs only if it is named or with --all. */
  readonly onRequest?: string;
  readonly rows: (workspace: Workspace) => Iterable<Row>;
};
