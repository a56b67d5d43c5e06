import type { Enforce, SourceDocument } from '../../language/types.ts';
import type { Flow } from '../../net/flow.ts';
import type { Origin, Rule } from '../../policy/types.ts';
import type { CoverageKind, Decision, OutputPlace } from '../../targets/target.ts';

/** Why no rule of a site opens a flow; each kind is a stable word. */
export type ReasonKind =
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

/** One reason, and the endpoints of the spec that it speaks of. */
export type Reason = {
  readonly kind: ReasonKind;
  /** One sentence, without its full stop. */
  readonly message: string;
  readonly origins: readonly Origin[];
};

/** What a flow that is not open comes nearest to. */
export type Nearest = {
  /** The host as the spec writes it: the one asked for when it is open on another port, else one that looks like it or has its domain. */
  readonly host: string | null;
  /** The port of that host that is nearest to the one asked for, as in `tcp/443`. */
  readonly port: string | null;
};

/** What one output of a site does with the flow. */
export type OutputExplanation = {
  readonly target: string;
  /** By the committed files; null when they cannot be read. */
  readonly verdict: Decision['verdict'] | null;
  /** Of the endpoint that opens the flow, as the output holds it; null when none of the spec does. */
  readonly coverage: CoverageKind | null;
  /** Why coverage is not exact, or why there is no verdict; empty when there is nothing to say. */
  readonly reason: string;
  /** The line that decides, or that is not what the tool writes; its file is relative to the site's folder. */
  readonly at: OutputPlace | null;
  /** The endpoint for which the output opens the flow, where the spec itself does not. */
  readonly widens: Origin | null;
  /** Is the verdict another than spec and coverage say? */
  readonly differs: boolean;
};

/** What a site says of the flow. */
export type SiteExplanation = {
  readonly site: string;
  readonly enforce: Enforce;
  /** The rules that open the flow, strongest tier first; empty when none does. */
  readonly rules: readonly Rule[];
  /** The endpoints that ask for it, in the order of the rules. */
  readonly origins: readonly Origin[];
  /** What holds besides, each a sentence without its full stop. */
  readonly remarks: readonly string[];
  /** Empty when the flow is open. */
  readonly whyNot: readonly Reason[];
  readonly nearest: Nearest;
  /** By the name of the target. */
  readonly outputs: readonly OutputExplanation[];
};

/** A flow, explained site by site. */
export type Explanation = {
  readonly flow: Flow;
  readonly sites: readonly SiteExplanation[];
  readonly documents: ReadonlyMap<string, SourceDocument>;
};
