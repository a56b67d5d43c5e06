import type { Refusal, Result } from '../problem.ts';
import type { Access, OutputPlace, TargetFiles } from './reading.ts';

/** A dump of a device that a user took: the name of its file, and its text. */
export type Dump = { readonly name: string; readonly text: string };

/** What a dump says about itself; null for what dumps of its kind do not contain. */
export type DumpFacts = {
  readonly name: string;
  /** The program that prints such dumps. */
  readonly kind: string;
  readonly host: string | null;
  readonly date: string | null;
};

/** One statement about a device, with the line of the dump or of the site's file that it is about. */
export type LiveStatement = {
  readonly message: string;
  readonly at: OutputPlace | null;
  /** The line as it is in the dump or the file; it may contain any character. */
  readonly text: string | null;
};

/** What dumps say that a device allows and has, compared with the files of a site. */
export type LiveReading = {
  readonly dumps: readonly DumpFacts[];
  /** What the device allows to the clients of the site; `at` is a line of a dump. */
  readonly access: readonly Access[];
  /** What differs from the files. */
  readonly differences: readonly LiveStatement[];
  /** What the reader should know, and is no difference. */
  readonly notes: readonly LiveStatement[];
  /** The line of a dump at a place of `access`; null for another place. */
  lineAt(place: OutputPlace): string | null;
};

/** How dumps of the target's devices are read. */
export type LiveTarget = {
  /** The dumps that are known, as the end of the sentence "pass ...". */
  readonly takes: string;
  /** What the comparison leaves out, and what shows it. */
  readonly notJudged: string;
  /** Is this text a dump of such a device? Undefined if not; a refusal for one that does not show enough. */
  recognize(dump: Dump): Result<true, Refusal> | undefined;
  /** Is an empty file a dump too? Some programs print nothing where nothing is loaded. */
  readonly canBeEmpty: boolean;
  /**
   * The prefixes of sites whose objects the dumps contain; undefined if such dumps contain no prefix. Refuses dumps that
   * cannot be read.
   */
  prefixesIn(dumps: readonly Dump[]): Result<ReadonlySet<string> | undefined, Refusal>;
  /** Compares dumps with the files of a site, which its reader accepts. Refuses dumps that do not show enough. */
  read(dumps: readonly Dump[], files: TargetFiles): Result<LiveReading, Refusal>;
};

/**
 * Two sites with the same key write objects with the same names. On one device, each would replace the other's. The
 * device of a site without `device` is `any` of them, or one of its `own`.
 */
export type NamingPlace = { readonly key: string; readonly unnamedDevice: 'any' | 'own' };

/** The older state of a device: files of a site, a dump of its configuration, or nothing of this site. */
export type Former =
  | { readonly kind: 'files'; readonly files: TargetFiles }
  | { readonly kind: 'dump'; readonly dump: Dump }
  | { readonly kind: 'nothing' };

/**
 * `set`: commands to paste before the newer files. `multi-config`: one request that also contains the newer state.
 * `ansible`: tasks that delete.
 */
export type RetireFormat = 'set' | 'multi-config' | 'ansible';

/** What a device needs before newer files, and notes about what it keeps; each a sentence. */
export type Retired = { readonly text: string; readonly notes: readonly string[] };

/** How what left the files of a site is deleted from its device. */
export type RetireTarget = {
  /** The formats that it prints. */
  readonly formats: readonly RetireFormat[];
  /** The prefixes of sites whose rules a dump contains. */
  prefixesIn(dump: Dump): Result<ReadonlySet<string>, Refusal>;
  /** Where the objects in files of a site get their names, as the target says of a site; undefined if no line tells. */
  namesIn(files: TargetFiles): NamingPlace | undefined;
  /** The changes from an older state to that of newer files; without files, the device keeps nothing of the site. */
  retire(
    former: Former,
    files: TargetFiles | undefined,
    format: RetireFormat,
  ): Result<Retired, Refusal>;
};
