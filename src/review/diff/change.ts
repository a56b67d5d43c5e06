import type { Exception } from '../../language/exceptions/types.ts';
import type { Spec, Tier } from '../../language/types.ts';
import type { DestinationRegion } from '../../net/destination-set.ts';
import type { Network } from '../../net/network.ts';
import type { UrlPath } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Origin, Policy } from '../../policy/types.ts';
import type { Place } from '../../problem.ts';
import type { CoverageKind } from '../../targets/coverage.ts';
import type { OutputPlace } from '../../targets/reading.ts';
import type { Subtree } from '../access/box.ts';
import type { Finding } from '../findings/finding.ts';
import type { FailedIn } from '../verify/failed-flows.ts';
import type { Related } from './related.ts';

/** The most severe that applies: any destination, cleartext, more than before, or all new. */
export type GainKind = 'ANY' | 'CLEARTEXT' | 'WIDER' | 'NEW';

/** A part of the access is removed, or all of it. */
export type LossKind = 'NARROWER' | 'REMOVED';

/** Access that one side has and the other has not, as one set. */
export type AccessChange<Kind> = {
  readonly kind: Kind;
  readonly clients: readonly Network[];
  readonly destination: DestinationRegion;
  readonly path: UrlPath;
  /** Destinations excluded from a path on. */
  readonly exceptBelow: readonly Subtree[];
  /** Sorted and merged; never empty. */
  readonly ports: readonly PortRange[];
  /** An example flow, as `explain` reads it; null for access to the enforcing device, whose address no spec has. */
  readonly witness: string | null;
  /** For added access, what was allowed before; for removed access, what remains. On overlapping ports. */
  readonly related: Related;
  /** The outputs to which the spec gives it, whether or not they decide its flows. Findings are about these. */
  readonly givenBy: readonly string[];
  /** Those of them that add or remove it; empty if they decide none of its flows. */
  readonly outputs: readonly string[];
  /** Are these all the outputs of the site that decide its flows? */
  readonly byEveryOutput: boolean;
  /** Of access that a spec gives; null and empty where an output alone was read. */
  readonly tier: Tier | null;
  readonly origins: readonly Origin[];
  /** Of access that an output gives: the name of its target, and the line that gives it. */
  readonly output: string | null;
  readonly at: OutputPlace | null;
  /** The findings at its origins. */
  readonly findings: readonly Finding[];
};

/** Access that head has and base has not. */
export type Gain = AccessChange<GainKind>;

/** Why an output still allows what the spec no longer allows. */
export type KeptOpen = {
  readonly target: string;
  /** The endpoint that causes it, as the spec writes it. */
  readonly destination: string;
  /** Why the output allows more than that; empty where it allows just that. */
  readonly reason: string;
};

/** Access that base has and head has not. */
export type Loss = AccessChange<LossKind> & {
  /** Outputs that still allow it, wholly or in part; sorted. */
  readonly keptOpen: readonly KeptOpen[];
  /** The outputs that still allow the example flow. */
  readonly witnessOpenIn: readonly string[];
};

/** Access that stays, in another tier. */
export type TierMove = {
  readonly destination: string;
  readonly ports: readonly PortRange[];
  /** The tier, or the tiers of its parts. */
  readonly from: string;
  readonly to: Tier;
  readonly at: Place;
};

/** An enforcement difference from the spec that base does not have. */
export type EnforcedRow = {
  readonly target: string;
  readonly endpoint: string;
  readonly service: string;
  readonly kind: CoverageKind;
  readonly reason: string;
  readonly at: Place;
};

/** A setting of a site that governs which flows its devices allow. */
export type AccessSetting = {
  readonly site: string;
  /** `default-deny`: `enforce`, which every site has. `target`: whether the site has this target at all. */
  readonly kind: 'default-deny' | 'target' | 'other';
  /** The target that the setting belongs to; null for a setting of the site. */
  readonly target: string | null;
  /** Its name in the spec, such as `resolvers`; of a target's option also the target's, as `squid.direct`. */
  readonly name: string;
  /** The access that it is about, in words; null for all access of the site. */
  readonly of: string | null;
};

/** A statement of the spec that changed; null where a side has no such statement. */
export type StatementChange = {
  /** The statement in words of the spec, such as `group web: purpose`. */
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
  /** In head, or in base where head has removed the statement. */
  readonly at: Place | null;
  /** The setting that changed, if it governs access; no report may call such a change "no access change". */
  readonly setting?: AccessSetting | undefined;
};

/** A changed setting, test or exception. */
export type RuledChange = StatementChange & {
  /** Can it allow access that no added flow shows? */
  readonly needsApproval: boolean;
};

/** One of the two specs that are compared. */
export type ComparedSpec = {
  readonly spec: Spec;
  /** Of every site of the spec. */
  readonly policies: readonly Policy[];
  readonly exceptions: readonly Exception[];
  /** SHA-256 of all the files that it was read from, in hex. */
  readonly digest: string;
};

/** The two policies of a site; undefined where a spec has no such site. */
export type PolicyPair = {
  readonly before: Policy | undefined;
  readonly after: Policy | undefined;
};

/** The change of one site. */
export type SiteChange = {
  /** Most severe first, then by destination, path, ports and clients. */
  readonly gained: readonly Gain[];
  /** That of a required tier first, then by destination, path, ports and clients. */
  readonly lost: readonly Loss[];
  readonly moved: readonly TierMove[];
  readonly enforcement: readonly EnforcedRow[];
};

/** A change that its author must not approve. */
export type Approval = {
  readonly what: string;
  readonly help: string;
  /** `access` if it is about the finding of added access; missing for any other change. */
  readonly about?: 'access';
};

/** A file below the output directory that differs between the two sides. */
export type FileChange = {
  readonly path: string;
  readonly state: 'new' | 'changed' | 'removed';
  readonly added: number;
  readonly removed: number;
  /** SHA-256 of what head has; null where it has none. */
  readonly digest: string | null;
};

/** How head's committed outputs verify. */
export type VerifiedOutputs = {
  readonly checked: number;
  /** In the order of sites and targets. */
  readonly failures: readonly FailedIn[];
  /** Sites whose files were generated from another policy than head gives: that alone may be why checks fail. */
  readonly stale: readonly string[];
};

/** Everything that differs between base and head. */
export type DiffReport = {
  /** Sorted by id; also the sites in which nothing changed. */
  readonly sites: ReadonlyMap<string, SiteChange>;
  readonly wording: readonly StatementChange[];
  readonly settings: readonly RuledChange[];
  readonly tests: readonly RuledChange[];
  readonly exceptions: readonly RuledChange[];
  /** What head gives cause to raise of what base did not have or not open; excepted by base's exceptions. */
  readonly findings: readonly Finding[];
  readonly approvals: readonly Approval[];
  /** Added access with a finding of this severity or higher needs approval; null without such a gate. */
  readonly failOn: number | null;
  /** Does a threshold hold the change back? */
  readonly held: boolean;
  readonly outputs: readonly FileChange[];
  /** New or changed paths below the output directory that belong to no site of head; sorted. */
  readonly unknown: readonly string[];
  /** How head's committed outputs verify; null where there are none. */
  readonly verified: VerifiedOutputs | null;
  readonly reviewId: string;
};
