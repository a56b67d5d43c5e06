import type { Site } from '../language/types.ts';
import type { Address } from '../net/address.ts';
import type { Destination } from '../net/destination.ts';
import type { Flow } from '../net/flow.ts';
import type { Network } from '../net/network.ts';
import type { UrlPath } from '../net/path.ts';
import type { PortRange } from '../net/port.ts';
import type { Origin, Rule, RuleDestination, TargetPolicy } from '../policy/types.ts';
import type { Refusal, Result } from '../problem.ts';

declare const encoded: unique symbol;

/** Text that an encoder has made safe for one place of one output, such as a comment or a set's name. */
export type Encoded<Place extends string> = string & { readonly [encoded]: Place };

/** What a template may print: encoded text only, so that a raw string of the spec does not compile. */
export type Leaf = Encoded<string>;

/** The plain data of one template. */
export type View = {
  readonly [key: string]: Leaf | boolean | View | readonly View[] | readonly Leaf[];
};

/** Makes the text of a file from its view; `madeFrom` proves of each that it is given what it asks for. */
export type Template = (view: never) => string;

/**
 * What an output may open besides an endpoint: every name below a host, the apex of a wildcard, the rest of the host
 * of a path, further spellings of a path, or the site's inner networks, at which `to: any` should stop.
 */
export type Widening = 'below' | 'apex' | 'whole-host' | 'spellings' | 'inner';

/** What is opened besides, on these ports of the rule. */
export type Addition = { readonly what: Widening; readonly ports: readonly PortRange[] };

/**
 * Through what access passes, which no flow shows: such as `application` with the names of those that do. Each has to
 * hold; one that is missing is not looked at.
 */
export type Qualities = Readonly<Record<string, readonly string[]>>;

/** The qualities of an endpoint on these ports of its rule. */
export type Passage = { readonly ports: readonly PortRange[]; readonly qualities: Qualities };

/** A list that is never empty. */
export type Some<Item> = readonly [Item, ...Item[]];

/** How the files open what they open of an endpoint. */
export type Opening = {
  /** Destinations that stand for the endpoint's own, such as the addresses of the resolvers. */
  readonly as?: readonly Destination[];
  /** Through what the files open it; ports that are missing here have no qualities. */
  readonly passages?: readonly Passage[];
};

/** What the files leave out of an endpoint. */
type Lacking = {
  /**
   * Ports of the rule on which the files do not open the endpoint by a line of its own. Narrower without them lacks
   * nothing that a flow shows, but may deny what looks like the flow, such as another application on its port.
   */
  readonly lacks?: readonly PortRange[];
};

/**
 * What the files open besides an endpoint (`adds`), and what no flow can show of it, such as another application
 * (`unseen`, sentences of the reason). One of the two is always there.
 */
export type Widened =
  | { readonly adds: Some<Addition>; readonly unseen?: readonly string[] }
  | { readonly adds?: readonly Addition[]; readonly unseen: Some<string> };

/** Enforced as the spec says. */
export type Exact = Opening & { readonly kind: 'exact'; readonly reason: '' };

/** More is open than the spec says. */
export type Wider = Opening &
  Lacking &
  Widened & { readonly kind: 'wider'; readonly reason: string };

/** Less is open than the spec says. */
export type Narrower = Opening &
  Lacking & {
    readonly kind: 'narrower';
    readonly reason: string;
    /** Of an endpoint whose rule the files hold switched off: its coverage once the rule is switched on. */
    readonly dormant?: Opened;
  };

/** Left out, since the output cannot say it. */
export type Unsupported = { readonly kind: 'unsupported'; readonly reason: string };

/** Not for this output to decide. */
export type NotApplicable = { readonly kind: 'not-applicable'; readonly reason: string };

/** The files open something for the endpoint. */
export type Opened = Exact | Wider | Narrower;

/**
 * How closely an output enforces an endpoint. `reason` is one sentence in words of the spec, the same for the same
 * cause; empty for exact.
 */
export type Coverage = Opened | Unsupported | NotApplicable;

export type CoverageKind = Coverage['kind'];

/** One endpoint on one service, as a rule of the policy carries it. */
export type Question = {
  readonly policy: TargetPolicy;
  readonly rule: Rule;
  readonly to: RuleDestination;
  readonly origin: Origin;
};

/** A line of a generated file; `file` is relative to the site's folder. */
export type OutputPlace = { readonly file: string; readonly line: number };

/** One thing that an output allows, as its reader understands it. */
export type Access = {
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: PortRange;
  readonly clients: readonly Network[];
  readonly at: OutputPlace;
  /** Missing where the files look at nothing else. */
  readonly qualities?: Qualities;
};

/** not-applicable: the output does not decide such flows. `at` is the deciding line, null when no line decides. */
export type Decision = {
  readonly verdict: 'allow' | 'deny' | 'not-applicable';
  readonly at: OutputPlace | null;
};

/** What the files say of one of the site's options, under the option's own name. */
export type Setting = { readonly name: string; readonly value: string; readonly at: OutputPlace };

/** What the files of one target say, understood without the spec. */
export type Reading = {
  readonly access: readonly Access[];
  /** What the rules that are switched off would open; missing where a target has no such rules. */
  readonly dormant?: readonly Access[];
  /** What the files say besides access; an option of which they say nothing is missing. */
  readonly settings: readonly Setting[];
  /** The names and numbers by which the device knows the objects, where the target lists what they must be. */
  readonly identifiers?: readonly Setting[];
  decide(flow: Flow, client: Address): Decision;
};

/** A file that is not exactly what the tool writes. `line` counts from 1. */
export type NotCanonical = {
  readonly file: string;
  readonly line: number;
  readonly message: string;
};

/** File name (relative to the site's folder) to content. */
export type TargetFiles = ReadonlyMap<string, string>;

/** One output technology. Everything that is particular to it lives in its own folder. */
export type Target = {
  readonly name: string;
  /** Whose flows the files decide: those of the site's clients, told by their addresses, or those of everyone. */
  readonly clients: 'filtered' | 'everyone';
  /** Of filtered: the clients that the files decide for, where an option leaves some of the policy's out. */
  filteredClients?(policy: TargetPolicy): readonly Network[];
  /** Who connects to a destination: the client itself, or a proxy, through which it reaches the other family too. */
  readonly connects: 'directly' | 'by-proxy';
  /** The template that makes each file, by the file's name below the site's folder. */
  readonly files: Readonly<Record<string, Template>>;
  /** What each file's template prints, by the file's name. Refuses what the technology cannot express safely at all. */
  view(policy: TargetPolicy): Result<Readonly<Record<string, View>>, readonly Refusal[]>;
  /** Tries the rendered files on a real engine before they are written; refuses what does not answer as the policy says. */
  prove?(files: TargetFiles, policy: TargetPolicy): readonly Refusal[];
  /** What whoever runs the tool must hear of files that are written all the same; each a sentence. */
  warnings?(files: TargetFiles, policy: TargetPolicy): readonly string[];
  /** Would two sites write objects of the same names to the same device, where each would undo the other? */
  sharesPlace?(a: Site, b: Site): boolean;
  /** How closely this output enforces one endpoint. */
  coverage(question: Question): Coverage;
  /** What holds for the whole output and is said once; each a sentence. */
  caveats(policy: TargetPolicy): readonly string[];
  /** What the files should say of the site's options, defaults filled in, by the option's name. */
  stated(policy: TargetPolicy): Readonly<Record<string, string>>;
  /**
   * The spec and the prefix that the files should name, and the identifiers that they should give the objects, by what
   * they say of each. They open nothing and follow from the rest, so only verify looks at them. Missing means that the
   * reader itself knows them.
   */
  identifiers?(policy: TargetPolicy): Readonly<Record<string, string>>;
  /** Reads the target's own files back; accepts the canonical form only. */
  read(files: TargetFiles): Result<Reading, NotCanonical>;
};
