import type { Endpoint, Group, Inspection, Service, Site, Tier } from '../language/types.ts';
import type { Destination } from '../net/destination.ts';
import type { Network } from '../net/network.ts';
import type { UrlPath } from '../net/path.ts';
import type { PortRange } from '../net/port.ts';

/** An endpoint of the spec on one of its services: why a rule has a destination. */
export type Origin = {
  readonly endpoint: Endpoint;
  readonly group: Group;
  readonly service: Service;
  /** Whether the host is outside the domains of its document's publisher. */
  readonly isThirdParty: boolean;
};

/** A destination of a rule. `path` is the whole host unless the service is cleartext http, where it can be enforced. */
export type RuleDestination = {
  readonly destination: Destination;
  readonly path: UrlPath;
  /** Every endpoint with this destination, also in weaker tiers and later groups; never empty. */
  readonly origins: readonly Origin[];
};

/**
 * One group on one service. Each combination of destination, path, transport and port is in exactly one rule of a policy.
 * Destinations with another inspection, or with only a part of the service's ports, form a separate rule.
 */
export type Rule = {
  /** `group/service`, then `/inspection` where it differs from the group's, then `/tcp-80` for a part of the ports. */
  readonly id: string;
  readonly tier: Tier;
  readonly group: Group;
  readonly service: Service;
  /** Sorted and merged; all of the service's ports or a part of them; never empty. */
  readonly ports: readonly PortRange[];
  /** Sorted; never empty. */
  readonly destinations: readonly RuleDestination[];
  readonly clients: readonly Network[];
  readonly inspection: Inspection;
};

/** The access that one site allows, without the other sites. */
export type SitePolicy = {
  readonly spec: {
    readonly name: string;
    readonly title: string;
    readonly owner: string | undefined;
  };
  readonly site: Site;
  /** Sorted by tier, then id; never empty. */
  readonly rules: readonly Rule[];
};

/** The access that one site allows. It is compiled once, and is the only input of targets and of the review. */
export type Policy = SitePolicy & {
  /**
   * The policies of all sites on this site's device, with its own, sorted by site. Names that must be unique on the device
   * depend on all of them, even if only some are rendered. The sites of a device share one object. Each iteration may
   * compile the policies again, so that they are not all in memory.
   */
  readonly device: Iterable<SitePolicy>;
};

/** The policy of one site for one target, with the clients of the target's option. */
export type TargetSitePolicy = SitePolicy & { readonly target: string };

/** The same, with the policies of the other sites on the device that have this target. */
export type TargetPolicy = TargetSitePolicy & { readonly device: Iterable<TargetSitePolicy> };
