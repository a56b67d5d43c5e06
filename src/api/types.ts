/** One mistake: in a file of the spec, or in an argument. The same shape as in the JSON report of `validate`. */
export type Problem = {
  /** The stable id of the kind of mistake. */
  readonly rule: string;
  /** What is wrong. */
  readonly message: string;
  /** The fix. */
  readonly help: string;
  /** The file, as `load` was given it, or a file next to it. Without a file, the mistake is in an argument. */
  readonly file?: string;
  /** Counts from 1. */
  readonly line?: number;
  /** Counts code points from 1. */
  readonly column?: number;
  /** How many code points of the line the mistake covers. */
  readonly length?: number;
};

/** A value, or the problems that prevent it. There is at least one problem then. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A spec that was read. Only `load` makes one; its content is not part of the interface. */
export type Spec = {
  readonly kind: 'spec';
  /** The `name` of the spec. */
  readonly name: string;
  /** The ids of its sites, sorted. */
  readonly sites: readonly string[];
};

/** The policies of all sites of a spec. Only `compile` makes them; their content is not part of the interface. */
export type Policies = {
  readonly kind: 'policies';
  /** The `name` of the spec. */
  readonly name: string;
  /** The ids of its sites, sorted. */
  readonly sites: readonly string[];
};

/** How a spec is read. */
export type LoadOptions = {
  /** The maximum size of each file, in bytes. The default is 16 MiB. */
  readonly maxSize?: number | undefined;
};

/** The sites and targets that a call is about. A missing list means all; an empty one is a problem. */
export type Selection = {
  /** The ids of sites. */
  readonly sites?: readonly string[] | undefined;
  /** The names of targets. */
  readonly targets?: readonly string[] | undefined;
};

/** How two specs are compared. */
export type DiffOptions = {
  /** The date of expiry checks, YYYY-MM-DD. Without it, no date is checked: Portolan does not read the clock. */
  readonly asOf?: string | undefined;
  /**
   * Added access whose finding has this severity, or a higher one, needs approval: a word, or a score from 0 to 10. The
   * default is high.
   */
  readonly failOn?: 'low' | 'medium' | 'high' | 'critical' | number | undefined;
};

/** The files of one site, as `portolan generate` writes them below `generated/SITE`. */
export type RenderedSite = {
  readonly site: string;
  /**
   * The text of each file, by its path from the directory of the site. With selected targets, only their files:
   * `coverage.md` and `manifest.json` are about all targets. A text that begins with `#!` is an executable file.
   */
  readonly files: Readonly<Record<string, string>>;
  /** What an administrator must know about the files, each a sentence. */
  readonly warnings: readonly string[];
};
