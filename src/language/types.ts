import type { Destination } from '../net/destination.ts';
import type { Flow } from '../net/flow.ts';
import type { Host } from '../net/host.ts';
import type { Network } from '../net/network.ts';
import type { UrlPath } from '../net/path.ts';
import type { PortRange } from '../net/port.ts';
import type { Place } from '../problem.ts';
import type { SiteTargets } from './document.ts';
import type { Decoded } from './meaning/decode.ts';
import type { annotationKeys, documentKeys } from './meaning/keys.ts';

/** How important a group is, the strongest first. */
export const tiers = ['required', 'recommended', 'optional'] as const;
export type Tier = (typeof tiers)[number];

/** bypass: allowed and never inspected. allow: permission only. */
export type Inspection = 'bypass' | 'allow';

/** The application protocol of a service. It decides whether a path can be enforced. */
export type Application = 'dns' | 'http' | 'tls' | 'other';

/** A named set of ports. */
export type Service = {
  readonly name: string;
  /** Sorted and merged; never empty. */
  readonly ports: readonly PortRange[];
  readonly application: Application;
  /** The included spec that it comes from. */
  readonly unit: Unit;
};

/**
 * An included spec that stands alone, by the names of the includes, joined by slashes: `docker`, or `suite/docker` if
 * that spec includes it. Empty for the spec itself.
 */
export type Unit = string;

/** A document that facts of the spec come from. */
export type SourceDocument = Decoded<typeof documentKeys> & {
  readonly id: string;
  /** Where the spec writes its sha256; undefined without one. */
  readonly sha256Place: Place | undefined;
  readonly place: Place;
};

/** The keys of an endpoint that do not change access. */
export type Annotations = Decoded<typeof annotationKeys>;

/** The document and the section that contain a fact. */
export type Citation = NonNullable<Annotations['source']>;

/** One destination of a group, on one or more services. A line of a list file is an endpoint too. */
export type Endpoint = Annotations & {
  /** As the spec writes it: a URL, a host, a network, `resolvers`, `any` or the name of a destination. */
  readonly written: string;
  readonly destination: Destination;
  /** The whole host unless a URL names a path. */
  readonly path: UrlPath;
  /** Never empty. */
  readonly services: readonly Service[];
  readonly inspection: Inspection;
  /** Extra application names of this endpoint alone, by target. */
  readonly applications: Readonly<Record<string, readonly string[]>>;
  /** The list that it is a line of, by its path from the directory of the spec; undefined for all others. */
  readonly list: string | undefined;
  /** What the site gives for it; undefined for an endpoint that is the same at every site. */
  readonly given: Given | undefined;
  readonly place: Place;
};

/** The value that a site gives for an endpoint. */
export type Given = {
  /** The value in words, as reports show it beside the written form. */
  readonly text: string;
  /** The values by the names that the spec uses for them. */
  readonly values: Readonly<Record<string, string>>;
  /** Where the site writes the values, in the order of the names; never empty. */
  readonly places: readonly Place[];
};

/** An endpoint whose destination each site gives. Only an opened endpoint has a destination. */
export type WantedEndpoint = Omit<Endpoint, 'destination' | 'given'> & { readonly wants: Want };

/** What an endpoint wants from a site: a destination by its name, or the values of the variables in its host. */
export type Want =
  | {
      readonly kind: 'destination';
      readonly name: string;
      /** The name that is probably meant, if no site defines this one. */
      readonly near: string | undefined;
    }
  | HostWant;

/** A host with variables. */
export type HostWant = {
  readonly kind: 'variables';
  /** The host with each variable as `${id}`, by its id in the whole spec. */
  readonly host: string;
  /** The variables in it, each once, in their order; never empty. */
  readonly names: readonly string[];
};

/** A part of hosts that each site gives. */
export type Variable = {
  readonly name: string;
  readonly description: string | undefined;
  /** Whether values may contain dots. */
  readonly dots: boolean;
  readonly place: Place;
};

/** The values of a variable at a site. */
export type SiteVariable = {
  /** Whether the site writes a list. A host has at most one such variable. */
  readonly isList: boolean;
  /** Empty only where the site's value has a problem. */
  readonly values: readonly { readonly text: string; readonly place: Place }[];
};

/** One item of a destination that a site defines. */
export type SiteDestination = {
  readonly destination: Extract<Destination, { kind: 'host' | 'network' | 'self' }>;
  readonly place: Place;
};

/** A purpose, which a reviewer approves or rejects as a whole. */
export type Group = {
  readonly id: string;
  readonly title: string;
  readonly tier: Tier;
  readonly purpose: string | undefined;
  readonly inspection: Inspection;
  readonly source: Citation | undefined;
  /** Words by which sites select groups; may be empty. */
  readonly tags: readonly string[];
  /** Extra application names, by target. */
  readonly applications: Readonly<Record<string, readonly string[]>>;
  /** Those that are the same at every site. A policy also has those that its site gives. */
  readonly endpoints: readonly Endpoint[];
  /** Those that each site gives. */
  readonly wanted: readonly WantedEndpoint[];
  /** The included spec that it comes from. */
  readonly unit: Unit;
  readonly place: Place;
};

/** A host that a document names and the spec deliberately does not allow. */
export type DeclinedName = {
  /** As the spec writes it. */
  readonly written: string;
  readonly host: Host;
  readonly place: Place;
};

/** A need that a document demands without an address, or does not mention, or that the spec declines. */
export type Unresolved = {
  readonly id: string;
  readonly kind: 'demanded' | 'silent' | 'declined';
  readonly text: string;
  /** Of a declined need only; may be empty. */
  readonly names: readonly DeclinedName[];
  readonly source: Citation | undefined;
  /** The included spec that it comes from. What one spec declines says nothing about the groups of others. */
  readonly unit: Unit;
  readonly place: Place;
};

/** A list whose last line has no line feed, as after an interrupted download. */
export type UnfinishedList = {
  /** The path of the list from the directory of the spec. */
  readonly list: string;
  /** The last entry, in canonical form. */
  readonly written: string;
  readonly place: Place;
};

/** The DNS servers of the clients: listed addresses, the enforcing device itself, or any server. */
export type Resolvers =
  | { readonly kind: 'any' }
  | { readonly kind: 'listed'; readonly self: boolean; readonly addresses: readonly Network[] };

/** closed: default deny for the clients. additive: allow only; the device's own rules decide the rest. */
export type Enforce = 'closed' | 'additive';

/** The groups that a site selects in its tiers: those with one of the tags, and those with one of the ids. */
export type Selection = { readonly tags: readonly string[]; readonly groups: readonly string[] };

/** A deployment: the settings that change between sites. */
export type Site = {
  readonly id: string;
  readonly prefix: string;
  /** The device that the site is on. Names and digests do not depend on it. */
  readonly device: string | undefined;
  /** Sorted and merged; never empty. */
  readonly clients: readonly Network[];
  readonly resolvers: Resolvers;
  readonly enforce: Enforce;
  readonly tiers: readonly Tier[];
  /** Undefined means every group in the tiers. */
  readonly select: Selection | undefined;
  readonly exclude: readonly string[];
  /** The site's internal networks, which no listed name may resolve to; sorted and merged, may be empty. */
  readonly inner: readonly Network[];
  /** The destinations that endpoints want from the site, by name, in the order of their names. */
  readonly destinations: ReadonlyMap<string, readonly SiteDestination[]>;
  /** The values of variables, by name, in the order of their names. */
  readonly variables: ReadonlyMap<string, SiteVariable>;
  /** Options by target name. A target is generated if it has an entry. */
  readonly targets: SiteTargets;
  /** The location of each target by its name, and of each option's value by `target.option`. */
  readonly targetPlaces: ReadonlyMap<string, Place>;
  readonly place: Place;
};

/** An item of `only` in a test: a destination on ports. */
export type Scope = {
  readonly written: string;
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: readonly PortRange[];
};

/** What a test of the spec expects of every output. */
export type Demand =
  | { readonly kind: 'allow'; readonly flows: readonly Flow[] }
  | { readonly kind: 'deny'; readonly flows: readonly Flow[] }
  | { readonly kind: 'only'; readonly scopes: readonly Scope[] }
  | {
      readonly kind: 'never';
      readonly ports: readonly PortRange[];
      readonly except: readonly Host[];
    }
  | {
      readonly kind: 'expect';
      readonly flow: Flow;
      readonly verdicts: Readonly<Record<string, 'allow' | 'deny'>>;
    };

export type SpecTest = {
  /** A test of an included spec begins with that spec's name: `docker: pulls work`. */
  readonly name: string;
  /** Site ids; undefined means all sites. */
  readonly sites: readonly string[] | undefined;
  readonly demand: Demand;
  /**
   * The test as the spec writes it, if it has variables: there is one such test for each of its sites. Undefined for a
   * test that is the same at every site.
   */
  readonly written: string | undefined;
  /** The variables that it uses; may be empty. */
  readonly uses: readonly string[];
  /** The groups that a test of an included spec judges; undefined means all groups. */
  readonly groups: readonly Group[] | undefined;
  readonly place: Place;
};

/** A whole spec: includes and lists are read, names resolved, values typed. */
export type Spec = {
  readonly name: string;
  readonly title: string;
  readonly owner: string | undefined;
  readonly documents: ReadonlyMap<string, SourceDocument>;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly services: ReadonlyMap<string, Service>;
  /** In the order of the files. */
  readonly groups: readonly Group[];
  readonly unresolved: readonly Unresolved[];
  /** In the order in which they are named. */
  readonly unfinishedLists: readonly UnfinishedList[];
  /** Sorted by id. */
  readonly sites: readonly Site[];
  readonly tests: readonly SpecTest[];
};
