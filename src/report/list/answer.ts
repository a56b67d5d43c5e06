import type { ListEntry } from '../../review/list/entries.ts';

/** What `list` prints. */
export type ListAnswer = {
  /** By site, then in the order of the site's rules. */
  readonly entries: readonly ListEntry[];
  /** The targets that have a column: those of a listed site. Sorted. */
  readonly targets: readonly string[];
};
