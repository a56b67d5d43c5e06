import type { Site, Spec } from '../language/types.ts';
import { compileSites } from '../policy/compile-sites.ts';
import type { Policy } from '../policy/types.ts';
import { failure, type Result, success } from '../problem.ts';
import { targets as builtTargets } from '../targets/list.ts';
import type { Target } from '../targets/target.ts';
import type { SiteFinding } from './coverage.ts';
import { sharedPlaces } from './shared-places.ts';
import { type RenderedSite, renderSite } from './site.ts';

/** The names of the targets that this version renders, sorted. */
export const targetNames: readonly string[] = builtTargets.map(({ name }) => name);

/** The sites and targets to render; undefined means all. */
export type Selection = {
  readonly sites: ReadonlySet<string> | undefined;
  readonly targets: ReadonlySet<string> | undefined;
};

/** The findings for the coverage page of a site with these targets. */
export type SiteFindings = (policy: Policy, known: readonly Target[]) => readonly SiteFinding[];

const everything: Selection = { sites: undefined, targets: undefined };

/**
 * Compiles every site of a spec, so that mistakes in sites that are not selected show too, and renders the selected ones.
 * Fails with the problems of all of them.
 */
export function renderSpec(
  spec: Spec,
  findingsOf: SiteFindings,
  selection: Selection = everything,
  known: readonly Target[] = builtTargets,
): Result<RenderedSite[]> {
  const policies = compileSites(spec);
  if (!policies.ok) return policies;
  const results = policies.value
    .filter((policy) => isSelected(policy.site, selection))
    .map((policy) => renderSite(known, policy, spec, findingsOf(policy, known), selection.targets));
  const problems = [
    ...sharedPlaces(spec.sites, known),
    ...results.flatMap((result) => (result.ok ? [] : result.error)),
  ];
  if (problems.length > 0) return failure(problems);
  return success(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

/** A site without any of the selected targets has nothing to render. */
function isSelected(site: Site, { sites, targets }: Selection): boolean {
  if (sites !== undefined && !sites.has(site.id)) return false;
  return targets === undefined || Object.keys(site.targets).some((name) => targets.has(name));
}
