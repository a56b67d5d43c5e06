import type { Site } from '../language/types.ts';
import type { Network } from '../net/network.ts';
import type { TargetPolicy } from '../policy/types.ts';
import type { Refusal, Result } from '../problem.ts';
import type { Coverage, Question } from './coverage.ts';
import type { LiveTarget, NamingPlace, RetireTarget } from './device.ts';
import type { NotCanonical, Reading, TargetFiles } from './reading.ts';

declare const encoded: unique symbol;

/** Text that an encoder made safe for one part of one output, such as a comment or the name of a set. */
export type Encoded<Place extends string> = string & { readonly [encoded]: Place };

/** What a template may print: only encoded text. A raw string of the spec does not compile. */
export type Leaf = Encoded<string>;

/** The plain data of one template. */
export type View = {
  readonly [key: string]: Leaf | boolean | View | readonly View[] | readonly Leaf[];
};

/** Makes the text of a file from its view; `madeFrom` checks that each template gets the view that it needs. */
export type Template = (view: never) => string;

/** One target platform. Everything specific to it is in its own directory. */
export type Target = {
  readonly name: string;
  /** Whose flows the files decide: those of the site's clients, by their addresses, or those of all hosts. */
  readonly clients: 'filtered' | 'everyone';
  /** For filtered: the clients whose flows the files decide, if an option excludes some of the policy's clients. */
  filteredClients?(policy: TargetPolicy): readonly Network[];
  /** What connects to a destination: the client itself, or a proxy, which can also use the other address family. */
  readonly connects: 'directly' | 'by-proxy';
  /** The template of each file, by the file's name in the site's directory. */
  readonly files: Readonly<Record<string, Template>>;
  /** The view of each file's template, by the file's name. Refuses what the platform cannot express safely. */
  view(policy: TargetPolicy): Result<Readonly<Record<string, View>>, readonly Refusal[]>;
  /** Tests the rendered files on a real engine before they are written; refuses answers that differ from the policy. */
  prove?(files: TargetFiles, policy: TargetPolicy): readonly Refusal[];
  /** Warnings about files that are written nevertheless; each a sentence. */
  warnings?(files: TargetFiles, policy: TargetPolicy): readonly string[];
  /** Where the site's objects get their names; undefined if the site has none. */
  namesAt?(site: Site): NamingPlace | undefined;
  /** How closely this output enforces one endpoint. */
  coverage(question: Question): Coverage;
  /** Limitations of the whole output, which a page lists once; each a sentence or a few. */
  caveats(policy: TargetPolicy): readonly string[];
  /** The expected values of the site's options in the files, including defaults, by the option's name. */
  stated(policy: TargetPolicy): Readonly<Record<string, string>>;
  /**
   * The expected spec, prefix and identifiers of objects in the files, by name. They allow nothing and follow from the
   * rest, so only verify checks them. Missing if the reader itself checks them.
   */
  identifiers?(policy: TargetPolicy): Readonly<Record<string, string>>;
  /** Reads the target's files back; accepts only the canonical form. */
  read(files: TargetFiles): Result<Reading, NotCanonical>;
  /** Loads what reads dumps of a device, which few starts need; missing if no dumps are read. */
  live?(): Promise<LiveTarget>;
  /** Loads what deletes from a device what left the files; missing for a target whose devices need no such step. */
  retire?(): Promise<RetireTarget>;
};
