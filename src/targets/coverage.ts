import type { Destination } from '../net/destination.ts';
import type { PortRange } from '../net/port.ts';
import type { Origin, Rule, RuleDestination, TargetPolicy } from '../policy/types.ts';
import type { Passage } from './reading.ts';

/**
 * Additional access of an output for an endpoint: the subdomains of a host, the parent domain of a wildcard, the whole
 * host of a path, other spellings of a path, or the site's inner networks, which `to: any` should not include.
 */
export type Widening = 'below' | 'apex' | 'whole-host' | 'spellings' | 'inner';

/** The additional access, on these ports of the rule. */
export type Addition = { readonly what: Widening; readonly ports: readonly PortRange[] };

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

/** The additional access in the files for an endpoint. */
export function additionsOf(coverage: Coverage): readonly Addition[] {
  return coverage.kind === 'wider' ? (coverage.adds ?? []) : [];
}

/** The ports on which no line allows the endpoint, although the files allow a part of it. */
export function lacksOf(coverage: Coverage): readonly PortRange[] {
  return coverage.kind === 'wider' || coverage.kind === 'narrower' ? (coverage.lacks ?? []) : [];
}
