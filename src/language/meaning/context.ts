import type { Place } from '../../problem.ts';
import type { SpecFolder } from '../spec-folder.ts';
import type { Service, Site, UnfinishedList, Variable } from '../types.ts';
import type { Decoded } from './decode.ts';
import type { Judgement } from './judgement.ts';
import type { rootKeys } from './keys.ts';
import type { ListEntry } from './list-file.ts';

/** What all specs share: the directory, and the lists in it. */
export type Shared = {
  readonly folder: SpecFolder;
  /** Path to entries. A list that several endpoints name is read and checked once. */
  readonly lists: Map<string, readonly ListEntry[]>;
  readonly unfinishedLists: UnfinishedList[];
};

/** What the resolvers of entries share: the files of the spec, its services and the defaults of its root file. */
export type Context = Judgement &
  Shared & {
    /** By the names that this spec uses, also those of the specs that it includes. Without services that have a mistake. */
    readonly services: Map<string, Service>;
    readonly root: Decoded<typeof rootKeys>;
    /** The names of the includes from the spec that is loaded, joined by slashes; empty for that one. */
    readonly unit: string;
    /** The destinations that a site defines, by name. */
    readonly siteNames: ReadonlySet<string>;
    /** The variables that the spec declares, by name. */
    readonly variables: Map<string, Variable>;
    /** The values at the site for which a test with variables is read; undefined where it is only checked. */
    readonly siteValues: Site['variables'] | undefined;
    /** The names in `${name}`, each with its first location. */
    readonly usedVariables: Map<string, Place>;
    /** The names after `to`, without `resolvers` and `any`, each with its first location. */
    readonly wantedNames: Map<string, Place>;
  };
