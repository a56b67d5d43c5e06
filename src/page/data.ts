import type { UrlScheme } from '../net/flow.ts';
import type { PathMatching } from '../net/path-matching.ts';
import type { Transport } from '../net/transport.ts';

/** What a page shows, as the JSON in its file has it. Texts are for people; numbers are positions in the lists. */
export type PageData = {
  readonly command: string;
  /** The name of the spec in reports. */
  readonly spec: string;
  readonly version: string;
  /** The result in a few sentences, the worst first; never empty. */
  readonly sentences: readonly string[];
  /** Facts that identify the run, such as the review id. */
  readonly facts: readonly Labelled[];
  readonly links: PageLinks;
  readonly gains: readonly ChangedAccess[];
  readonly losses: readonly ChangedAccess[];
  /** Other changes that a reviewer must see. */
  readonly changes: readonly OtherChange[];
  readonly findings: readonly PageFinding[];
  /** Null where the command verifies nothing. */
  readonly checks: Checks | null;
  readonly entries: readonly PageEntry[];
  /** The reasons of coverage, by their positions. */
  readonly reasons: readonly string[];
  readonly sites: readonly PageSite[];
  /** The sets of access, each once: sites may have the same ones. */
  readonly sets: readonly PackedSet[];
  /** The destinations of all sets. */
  readonly destinations: readonly PackedDestination[];
  /** The files of all places of sets. */
  readonly files: readonly string[];
};

/** The addresses to which a page links; null where one is unknown. */
export type PageLinks = {
  /** The files of the commit that the page is about are below this address. */
  readonly files: string | null;
  /** The same of the commit that it is compared with. */
  readonly before: string | null;
  /** README.md of Portolan, from which its documents have their addresses. */
  readonly homepage: string | null;
};

export type Labelled = readonly [label: string, text: string];

export type SeverityName = 'critical' | 'high' | 'medium' | 'low';

/** Added or removed access. */
export type ChangedAccess = {
  readonly site: string;
  /** NEW, WIDER, CLEARTEXT, ANY, NARROWER or REMOVED. */
  readonly kind: string;
  /** The highest severity of its findings; null without findings. */
  readonly severity: SeverityName | null;
  readonly destination: string;
  readonly ports: string;
  readonly clients: string;
  readonly tier: string | null;
  readonly groups: readonly string[];
  /** An example flow; null for access to the enforcing device. */
  readonly example: string | null;
  /** What became of it; null for added access, whose examples were denied and are now allowed. */
  readonly exampleText: string | null;
  /** Access of the other side in words. */
  readonly was: readonly string[];
  readonly outputs: readonly string[];
  /** Why the spec has it. */
  readonly reasons: readonly Labelled[];
  readonly findings: readonly PageFinding[];
  /** Lines of the spec, and of an output where no spec was read. */
  readonly places: readonly string[];
  /** Why outputs still allow removed access, and warnings. */
  readonly notes: readonly string[];
};

/** A change of another kind than access. */
export type OtherChange = {
  readonly area: ChangeArea;
  readonly what: string;
  /** What it was and what it is; null where the change has no such values. */
  readonly values: readonly [before: string | null, after: string | null] | null;
  /** More about it; may be empty. */
  readonly text: string;
  readonly places: readonly string[];
  readonly needsApproval: boolean;
  /** Does it take away all protection of a site or a target? Then it comes before added access. */
  readonly isUnprotecting: boolean;
};

export type ChangeArea =
  | 'Settings'
  | 'Tests'
  | 'Exceptions'
  | 'Unknown files'
  | 'Tiers'
  | 'Enforcement'
  | 'Wording'
  | 'Files';

export type PageFinding = {
  readonly rule: string;
  /** Null for a problem of an invalid spec, whose rule has no page. */
  readonly severity: SeverityName | null;
  /** The number of the severity, such as `9.8`. */
  readonly score: string;
  readonly message: string;
  readonly help: string;
  readonly place: string;
  /** Lines of the spec that it is about, if there are several. */
  readonly places: readonly string[];
  readonly group: string | null;
  readonly outputs: readonly string[];
  /** Why an exception accepts it; null if none does. */
  readonly accepted: string | null;
};

/** The checks of generated files. */
export type Checks = {
  readonly checked: number;
  readonly failed: number;
  readonly outputs: readonly {
    readonly site: string;
    readonly target: string;
    readonly checked: number;
    readonly deviations: number;
    readonly failed: number;
  }[];
  readonly failures: readonly PageFailure[];
  /** Sites that are out of date, and files that belong to no site. */
  readonly notes: readonly string[];
};

/** A failed check, and all outputs that it failed in. */
export type PageFailure = {
  readonly text: string;
  /** Each with its line that decides; null where none does. */
  readonly outputs: readonly {
    readonly site: string;
    readonly target: string;
    readonly place: string | null;
  }[];
  /** Lines of the spec, or of the spec that it is compared with, whose tests it has to pass. */
  readonly places: readonly string[];
  readonly isBefore: boolean;
};

/** One endpoint of the policy of sites, and how each output enforces it. */
export type PageEntry = {
  readonly sites: readonly string[];
  readonly tier: string;
  readonly group: string;
  readonly destination: string;
  readonly ports: string;
  readonly details: readonly Labelled[];
  /** The highest severity of the findings at its line; null without findings. */
  readonly severity: SeverityName | null;
  readonly place: string;
  readonly coverage: Readonly<Record<string, PageCoverage>>;
};

/** A kind of coverage, and the position of its reason; -1 without a reason. */
export type PageCoverage = readonly [kind: CoverageName, reason: number];

export type CoverageName = 'exact' | 'wider' | 'narrower' | 'unsupported' | 'not-applicable';

/** A site, and where its access is in the list of sets. */
export type PageSite = {
  readonly id: string;
  readonly enforce: string;
  /** What the spec allows to the clients of the outputs. */
  readonly spec: number;
  readonly outputs: readonly PageOutput[];
};

/** An output: the position of its set, or why its files cannot be read. */
export type PageOutput =
  | { readonly target: string; readonly set: number }
  | { readonly target: string; readonly unread: string };

/** The destination of a flow by its kind: a name, or an address of a family. */
export type PeerKind = 'name' | '4' | '6';

/** A set of access as a reader or the policy gives it, for the client that a flow is tested with. */
export type PackedSet = {
  readonly sees?: 'requests';
  readonly names?: 'longest';
  readonly paths?: PathMatching;
  /** Flows to these are not decided by the output, because packets of its clients do not go there. */
  readonly undecided: readonly PeerKind[];
  readonly conditions: readonly PackedCondition[];
  /** Four numbers for each row: destination, condition, file and line. */
  readonly rows: readonly number[];
};

/** What rows have in common. */
export type PackedCondition = {
  readonly ports: readonly [transport: Transport, low: number, high: number];
  readonly path: string;
  /** The kinds of destinations for which the client is one of the row's. */
  readonly to: readonly PeerKind[];
  readonly schemes?: readonly UrlScheme[];
};

/** A host as the spec writes it, a network, or any address except some networks. */
export type PackedDestination =
  | string
  | { readonly network: PackedNetwork }
  | { readonly except: readonly PackedNetwork[] };

/** The first and the last address are hexadecimal. */
export type PackedNetwork = readonly [family: 4 | 6, first: string, last: string];
