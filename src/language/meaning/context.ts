import type { Sources } from '../read-source.ts';
import type { Service, UnfinishedList } from '../types.ts';
import type { Decoded } from './decode.ts';
import type { Judgement } from './judgement.ts';
import type { rootKeys } from './keys.ts';
import type { ListEntry } from './list-file.ts';

/** What gives meaning to any entry of a spec: its files, and what its groups and sites fall back on. */
export type Context = Judgement & {
  readonly sources: Sources;
  /** Undefined for a service that is defined, but not rightly. */
  readonly services: Map<string, Service | undefined>;
  readonly root: Decoded<typeof rootKeys>;
  /** Path to entries: a list that several endpoints name is read and judged once. */
  readonly lists: Map<string, readonly ListEntry[]>;
  readonly unfinishedLists: UnfinishedList[];
};
