import type { Enforce, SourceDocument } from '../../language/types.ts';
import type { Flow } from '../../net/flow.ts';
import type { UrlPath } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Origin, Rule } from '../../policy/types.ts';
import type { CoverageKind } from '../../targets/coverage.ts';
import type { Decision, OutputPlace } from '../../targets/reading.ts';

/** Why no rule of a site allows a flow. Each kind is a stable word. */
export type ReasonKind =
  | 'declined'
  | 'other-port'
  | 'cleartext'
  | 'path'
  | 'family'
  | 'not-selected'
  | 'other-site'
  | 'resolvers'
  | 'inner'
  | 'below-host'
  | 'apex'
  | 'one-label'
  | 'near-host'
  | 'near-network'
  | 'same-domain'
  | 'names-only'
  | 'nothing-near';

/** One reason, and the endpoints of the spec that it is about. */
export type Reason = {
  readonly kind: ReasonKind;
  /** One sentence, without its full stop. */
  readonly message: string;
  readonly origins: readonly Origin[];
};

/** The allowed access that is nearest to a denied flow. */
export type Nearest = {
  /** The host as the spec writes it: the flow's own if it is allowed on another port, else a similar one or one of its domain. */
  readonly host: string | null;
  /** The allowed port of that host that is nearest to the flow's port, as in `tcp/443`. */
  readonly port: string | null;
};

/** How one output of a site treats the flow. */
export type OutputExplanation = {
  readonly target: string;
  /** The verdict of the committed files; null if they cannot be read. */
  readonly verdict: Decision['verdict'] | null;
  /** How the output enforces the closest endpoint that allows the flow; null if no endpoint of the spec does. */
  readonly coverage: CoverageKind | null;
  /** Why coverage is not exact, or why there is no verdict; else empty. */
  readonly reason: string;
  /** The line that decides, or that has unexpected content. Its file is relative to the site's directory. */
  readonly at: OutputPlace | null;
  /** The endpoint for which the output allows a flow that the spec does not allow. */
  readonly widens: Origin | null;
  /** True if the verdict differs from the spec and its coverage. */
  readonly differs: boolean;
};

/** How one site treats the flow. */
export type SiteExplanation = {
  readonly site: string;
  readonly enforce: Enforce;
  /** The rules that allow the flow, strongest tier first; empty if none does. */
  readonly rules: readonly Rule[];
  /** The endpoints that allow the flow, in the order of the rules. */
  readonly origins: readonly Origin[];
  /** The targets that allow the flow, if only some targets of the site do; else empty. */
  readonly only: readonly string[];
  /** Additional facts, each a sentence without its full stop. */
  readonly remarks: readonly string[];
  /** Empty if the flow is allowed. */
  readonly whyNot: readonly Reason[];
  readonly nearest: Nearest;
  /** The outputs of the site, in the order of the targets. */
  readonly outputs: readonly OutputExplanation[];
};

/** A flow, explained site by site. */
export type Explanation = {
  readonly flow: Flow;
  readonly sites: readonly SiteExplanation[];
  readonly documents: ReadonlyMap<string, SourceDocument>;
};

/** Ports of a host that are open at a site, or in an output of it, for the same reasons. */
export type OpenPorts = {
  readonly ports: readonly [PortRange, ...PortRange[]];
  readonly path: UrlPath;
  /** The flow to the first port that `site` explains. */
  readonly flow: Flow;
  readonly site: SiteExplanation;
};

/** What is open for a host at one site; empty if nothing is. */
export type OpenSite = {
  readonly site: string;
  readonly open: readonly OpenPorts[];
  /** What the spec cannot tell about an address, each a sentence without its full stop. */
  readonly remarks: readonly string[];
};

/** All that is open for a host, site by site. */
export type OpenExplanation = {
  readonly host: string;
  readonly sites: readonly OpenSite[];
  readonly documents: ReadonlyMap<string, SourceDocument>;
};
