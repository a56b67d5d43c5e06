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

/** How much a purpose matters, strongest first. */
export const tiers = ['required', 'recommended', 'optional'] as const;
export type Tier = (typeof tiers)[number];

/** bypass: allowed and never inspected; allow: permission only. */
export type Inspection = 'bypass' | 'allow';

/** What is spoken on a service; it decides whether a path can hold. */
export type Application = 'dns' | 'http' | 'tls' | 'other';

/** A named set of ports. */
export type Service = {
  readonly name: string;
  /** Sorted and merged; never empty. */
  readonly ports: readonly PortRange[];
  readonly application: Application;
};

/** A document that the spec takes its facts from. */
export type SourceDocument = Decoded<typeof documentKeys> & {
  readonly id: string;
  readonly place: Place;
};

/** What an endpoint says besides what it opens. */
export type Annotations = Decoded<typeof annotationKeys>;

/** Where in which document a fact stands. */
export type Citation = NonNullable<Annotations['source']>;

/** One destination of a group, on one or more services. A line of a list file is an endpoint too. */
export type Endpoint = Annotations & {
  /** As the spec writes it: a URL, a host, a network, `resolvers` or `any`. */
  readonly written: string;
  readonly destination: Destination;
  /** The whole host unless a URL names a path. */
  readonly path: UrlPath;
  /** Never empty. */
  readonly services: readonly Service[];
  readonly inspection: Inspection;
  /** Extra application names of this endpoint alone, by target. */
  readonly applications: Readonly<Record<string, readonly string[]>>;
  readonly place: Place;
};

/** A purpose, which a reviewer accepts or refuses as a whole. */
export type Group = {
  readonly id: string;
  readonly title: string;
  readonly tier: Tier;
  readonly purpose: string | undefined;
  readonly inspection: Inspection;
  readonly source: Citation | undefined;
  /** Extra application names, by target. */
  readonly applications: Readonly<Record<string, readonly string[]>>;
  readonly endpoints: readonly Endpoint[];
  readonly place: Place;
};

/** Demanded by a document without a name, or plainly missing from it. */
export type Unresolved = {
  readonly id: string;
  readonly kind: 'demanded' | 'silent';
  readonly text: string;
  readonly source: Citation | undefined;
  readonly place: Place;
};

/** A list whose last line is an entry without a line feed: what a download that broke off leaves. */
export type UnfinishedList = {
  /** The entry, as its endpoints are written. */
  readonly written: string;
  readonly place: Place;
};

/** Who answers DNS for the clients: named addresses, the enforcing device itself, or anyone. */
export type Resolvers =
  | { readonly kind: 'any' }
  | { readonly kind: 'listed'; readonly self: boolean; readonly addresses: readonly Network[] };

/** closed: what is not allowed is refused for the clients; additive: only open. */
export type Enforce = 'closed' | 'additive';

/** Where the rules go: everything that a deployer changes. */
export type Site = {
  readonly id: string;
  readonly prefix: string;
  /** The device that the site is on; in no name and no digest. */
  readonly device: string | undefined;
  /** Sorted and merged; never empty. */
  readonly clients: readonly Network[];
  readonly resolvers: Resolvers;
  readonly enforce: Enforce;
  readonly tiers: readonly Tier[];
  readonly exclude: readonly string[];
  /** The site's own address space, which no listed name may lead to; sorted and merged, empty when none is named. */
  readonly inner: readonly Network[];
  /** Options by target name; a target is generated when it is named. */
  readonly targets: SiteTargets;
  /** Where each target is named, and by `target.option` where each option that is written has its value. */
  readonly targetPlaces: ReadonlyMap<string, Place>;
  readonly place: Place;
};

/** A part of all access, for the tests of the spec: a destination on ports. */
export type Scope = {
  readonly written: string;
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: readonly PortRange[];
};

/** What a test of the spec demands of every output. */
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
  readonly name: string;
  /** Site ids; undefined means every site. */
  readonly sites: readonly string[] | undefined;
  readonly demand: Demand;
  readonly place: Place;
};

/** A whole spec, includes and lists read, every name resolved, every value typed. */
export type Spec = {
  readonly name: string;
  readonly title: string;
  readonly owner: string | undefined;
  readonly documents: ReadonlyMap<string, SourceDocument>;
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
