import type { SpecFolder } from '../spec-folder.ts';
import type { Service, UnfinishedList } from '../types.ts';
import type { Decoded } from './decode.ts';
import type { Judgement } from './judgement.ts';
import type { rootKeys } from './keys.ts';
import type { ListEntry } from './list-file.ts';

/** What gives meaning to any entry of a spec: its files, and what its groups and sites fall back on. */
export type Context = Judgement & {
  readonly folder: SpecFolder;
  /** Without those that are not defined rightly. */
  readonly services: Map<string, Service>;
  readonly root: Decoded<typeof rootKeys>;
  /** Path to entries: a list that several endpoints name is read and judged once. */
  readonly lists: Map<string, readonly ListEntry[]>;
  readonly unfinishedLists: UnfinishedList[];
};
