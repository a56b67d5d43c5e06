import type { Site, Spec } from '../language/types.ts';
import { policiesOf } from '../policy/compile-sites.ts';
import type { Policy } from '../policy/types.ts';
import { failure, type Problem, type Result, success } from '../problem.ts';
import { targets as builtTargets } from '../targets/list.ts';
import type { Target } from '../targets/target.ts';
import type { SiteFinding } from './coverage.ts';
import type { MakeFiles } from './render-output.ts';
import { sharedPlaces } from './shared-places.ts';
import { type RenderedSite, renderSite, siteProblems } from './site.ts';

/** The names of the targets that this version renders, sorted. */
export const targetNames: readonly string[] = builtTargets.map(({ name }) => name);

/** The sites and targets to render; undefined means all. */
export type Selection = {
  readonly sites: ReadonlySet<string> | undefined;
  readonly targets: ReadonlySet<string> | undefined;
};

/** The findings for the coverage page of a site with these targets. */
export type SiteFindings = (policy: Policy, known: readonly Target[]) => readonly SiteFinding[];

/** Returns the same sites one by one, and may count them. */
type Walk = (sites: readonly Site[]) => Iterable<Site>;

/** What to render, and how. */
type Rendering = {
  readonly selection?: Selection | undefined;
  readonly known?: readonly Target[];
  readonly walk?: Walk;
  /** Makes the files of an output. By default they are read back, as files that are written must be. */
  readonly make?: MakeFiles;
};

const everything: Selection = { sites: undefined, targets: undefined };

/** Renders the selected sites in memory. Fails with the problems of all of them. */
export function renderSpec(
  spec: Spec,
  findingsOf: SiteFindings,
  selection: Selection = everything,
  known: readonly Target[] = builtTargets,
): Result<RenderedSite[]> {
  const rendered: RenderedSite[] = [];
  const sites = renderSites(spec, findingsOf, { selection, known });
  for (let next = sites.next(); ; next = sites.next()) {
    if (!next.done) rendered.push(next.value);
    else return next.value.length > 0 ? failure(next.value) : success(rendered);
  }
}

/**
 * Compiles every site of a spec, so that mistakes in sites that are not selected show too, and renders the selected
 * ones, with one site in memory at a time. Yields rendered sites until a site has a problem, and returns the problems of
 * all sites: what was yielded is valid only if there are none.
 */
export function* renderSites(
  spec: Spec,
  findingsOf: SiteFindings,
  { selection = everything, known = builtTargets, walk = (sites) => sites, make }: Rendering = {},
): Generator<RenderedSite, Problem[]> {
  const policies = policiesOf(spec);
  if (!policies.ok) return policies.error;
  const problems = sharedPlaces(spec.sites, known);
  for (const site of walk(selectedSites(spec, selection))) {
    const policy = policies.value.of(site);
    const findings = findingsOf(policy, known);
    const rendered = renderSite(known, policy, spec, findings, selection.targets, make);
    if (rendered.ok && problems.length === 0) yield rendered.value;
    for (const problem of rendered.ok ? [] : rendered.error) problems.push(problem);
  }
  return problems;
}

/**
 * The problems that `renderSites` returns for the whole spec, in the same order. Makes only what can show a problem: no
 * coverage page, and no file that no target proves.
 */
export function problemsOf(
  spec: Spec,
  known: readonly Target[] = builtTargets,
  walk: Walk = (sites) => sites,
): Problem[] {
  const policies = policiesOf(spec);
  if (!policies.ok) return policies.error;
  const problems = sharedPlaces(spec.sites, known);
  for (const site of walk(spec.sites))
    for (const problem of siteProblems(known, policies.value.of(site))) problems.push(problem);
  return problems;
}

/** The sites to render. A site without any of the selected targets has nothing to render. */
function selectedSites({ sites }: Spec, { sites: ids, targets }: Selection = everything): Site[] {
  return sites
    .filter(({ id }) => ids === undefined || ids.has(id))
    .filter((site) => targets === undefined || isNamed(site, targets));
}

function isNamed(site: Site, targets: ReadonlySet<string>): boolean {
  return Object.keys(site.targets).some((name) => targets.has(name));
}
