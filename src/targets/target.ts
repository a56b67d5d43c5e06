import type { Site } from '../language/types.ts';
import type { Address } from '../net/address.ts';
import type { Destination } from '../net/destination.ts';
import type { Flow, UrlScheme } from '../net/flow.ts';
import type { Network } from '../net/network.ts';
import type { UrlPath } from '../net/path.ts';
import type { PathMatching } from '../net/path-matching.ts';
import type { PortRange } from '../net/port.ts';
import type { Origin, Rule, RuleDestination, TargetPolicy } from '../policy/types.ts';
import type { Refusal, Result } from '../problem.ts';

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

/**
 * Additional access of an output for an endpoint: the subdomains of a host, the parent domain of a wildcard, the whole
 * host of a path, other spellings of a path, or the site's inner networks, which `to: any` should not include.
 */
export type Widening = 'below' | 'apex' | 'whole-host' | 'spellings' | 'inner';

/** The additional access, on these ports of the rule. */
export type Addition = { readonly what: Widening; readonly ports: readonly PortRange[] };

/**
 * Conditions of access that a flow does not show, such as `application` with the names that pass. All of them must
 * match; the device does not check a condition that is missing.
 */
export type Qualities = Readonly<Record<string, readonly string[]>>;

/** The qualities of an endpoint on these ports of its rule. */
export type Passage = { readonly ports: readonly PortRange[]; readonly qualities: Qualities };

/** A list that is never empty. */
export type Some<Item> = readonly [Item, ...Item[]];

/** How the files allow an endpoint. */
export type Opening = {
  /** Destinations that replace the endpoint's own, such as the addresses of the resolvers. */
  readonly as?: readonly Destination[];
  /** The conditions under which the files allow it; ports that are missing here have none. */
  readonly passages?: readonly Passage[];
};

/** What the files omit from an endpoint. */
type Lacking = {
  /**
   * Ports of the rule on which no line of the files allows the endpoint. Without them, a narrower output allows every
   * flow of the endpoint, but may deny traffic that looks the same, such as another application on its port.
   */
  readonly lacks?: readonly PortRange[];
};

/**
 * The additional access for an endpoint (`adds`), and additional access that a flow cannot show, such as another
 * application (`unseen`, as in the reason). At least one of the two is present.
 */
export type Widened =
  | { readonly adds: Some<Addition>; readonly unseen?: readonly string[] }
  | { readonly adds?: readonly Addition[]; readonly unseen: Some<string> };

/** Enforced as the spec says. */
export type Exact = Opening & { readonly kind: 'exact'; readonly reason: '' };

/** The files allow more than the spec. */
export type Wider = Opening &
  Lacking &
  Widened & { readonly kind: 'wider'; readonly reason: string };

/** The files allow less than the spec. */
export type Narrower = Opening &
  Lacking & {
    readonly kind: 'narrower';
    readonly reason: string;
    /** If the rule of the endpoint is disabled: its coverage once the rule is enabled. */
    readonly dormant?: Opened;
  };

/** Left out, since the output cannot express it. */
export type Unsupported = { readonly kind: 'unsupported'; readonly reason: string };

/** This output does not decide it. */
export type NotApplicable = { readonly kind: 'not-applicable'; readonly reason: string };

/** The files allow at least a part of the endpoint. */
export type Opened = Exact | Wider | Narrower;

/**
 * How closely an output enforces an endpoint. `reason` is one sentence in the terms of the spec. The same cause has the
 * same reason. It is empty for exact.
 */
export type Coverage = Opened | Unsupported | NotApplicable;

export type CoverageKind = Coverage['kind'];

/** One endpoint on one service, in a rule of the policy. */
export type Question = {
  readonly policy: TargetPolicy;
  readonly rule: Rule;
  readonly to: RuleDestination;
  readonly origin: Origin;
};

/** A line of a generated file; `file` is relative to the site's directory. */
export type OutputPlace = { readonly file: string; readonly line: number };

/** One destination that an output allows, according to its reader. */
export type Access = {
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: PortRange;
  readonly clients: readonly Network[];
  readonly at: OutputPlace;
  /** Missing if the files check nothing else. */
  readonly qualities?: Qualities;
  /** The schemes of URLs that the line allows; missing for all. It always allows a flow with only a transport. */
  readonly schemes?: readonly UrlScheme[];
};

/**
 * How the files choose among the lines that contain a flow, for code that has their access and not the reader. What is
 * missing is as in a set: any line that contains the flow allows it.
 */
export type Matching = {
  /** `requests`: the files decide TCP requests to a proxy, and no other flow. DNS does not use the proxy. */
  readonly sees?: 'requests';
  /** `longest`: of all listed names that contain a host, only the lines of the longest one count. */
  readonly names?: 'longest';
  readonly paths?: PathMatching;
};

/** not-applicable: the output does not decide such flows. `at` is the line that decides, or null if no line does. */
export type Decision = {
  readonly verdict: 'allow' | 'deny' | 'not-applicable';
  readonly at: OutputPlace | null;
};

/** The value of one of the site's options in the files, by the name of the option. */
export type Setting = { readonly name: string; readonly value: string; readonly at: OutputPlace };

/** The content of one target's files, read without the spec. */
export type Reading = {
  readonly access: readonly Access[];
  /** The access of disabled rules; missing if a target does not have such rules. */
  readonly dormant?: readonly Access[];
  /** The options in the files; an option that the files do not contain is missing. */
  readonly settings: readonly Setting[];
  /** The names and numbers of the objects on the device, if the target lists the expected ones. */
  readonly identifiers?: readonly Setting[];
  /** How `decide` differs from `access`; missing if it does not. */
  readonly matching?: Matching;
  decide(flow: Flow, client: Address): Decision;
};

/** The first difference of a file from what the tool writes. `line` counts from 1. */
export type NotCanonical = {
  readonly file: string;
  readonly line: number;
  readonly message: string;
};

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
  /** The changes from an older state to that of newer files; without files, the device keeps nothing of the site. */
  retire(
    former: Former,
    files: TargetFiles | undefined,
    format: RetireFormat,
  ): Result<Retired, Refusal>;
};

/** File name (relative to the site's directory) to content. */
export type TargetFiles = ReadonlyMap<string, string>;

/**
 * Two sites with the same key write objects with the same names. On one device, each would replace the other's. The
 * device of a site without `device` is `any` of them, or one of its `own`.
 */
export type NamingPlace = { readonly key: string; readonly unnamedDevice: 'any' | 'own' };

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
