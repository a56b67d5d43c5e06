import type { Endpoint, Group, Inspection, Service, Site, Tier } from '../language/types.ts';
import type { Destination } from '../net/destination.ts';
import type { Network } from '../net/network.ts';
import type { UrlPath } from '../net/path.ts';
import type { PortRange } from '../net/port.ts';

/** An endpoint of the spec that asks for a destination, on one of its services. */
export type Origin = {
  readonly endpoint: Endpoint;
  readonly group: Group;
  readonly service: Service;
  /** Is the host below none of the domains that its document names as the publisher's? */
  readonly isThirdParty: boolean;
};

/** A destination of a rule. `path` is the whole host unless the service is cleartext http, where a path can hold. */
export type RuleDestination = {
  readonly destination: Destination;
  readonly path: UrlPath;
  /** Every endpoint that asks for it, also those of weaker tiers and later groups; never empty. */
  readonly origins: readonly Origin[];
};

/**
 * One group on one service. An atom (destination, path, transport, port) lives in exactly one rule of a policy;
 * where a part of a service's ports or another inspection sets destinations apart, they form a rule of their own.
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

/** What one site allows, seen without the other sites. */
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

/** What one site allows: compiled once; targets and the review read it and nothing else. */
export type Policy = SitePolicy & {
  /**
   * The policies of all sites on this site's device, its own included, sorted by site: what must be unique on the
   * device is chosen from all of them, whichever sites are rendered. The sites of a device share one array.
   */
  readonly device: readonly SitePolicy[];
};

/** What one site allows as one of its targets sees it: to the clients that the target's own option names. */
export type TargetSitePolicy = SitePolicy & { readonly target: string };

/** What one site allows as one of its targets sees it, beside the other sites on the device that have this target. */
export type TargetPolicy = TargetSitePolicy & { readonly device: readonly TargetSitePolicy[] };
