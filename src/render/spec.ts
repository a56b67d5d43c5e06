import { compile } from '../policy/compile.ts';
import { failure, type Problem, type Result, success } from '../problem.ts';
import type { Site, Spec } from '../spec/types.ts';
import { targets as builtTargets } from '../targets/list.ts';
import type { Target } from '../targets/target.ts';
import { type RenderedSite, renderSite } from './site.ts';

/** What of a spec is to be rendered; undefined means all. */
export type Selection = {
  readonly sites: ReadonlySet<string> | undefined;
  readonly targets: ReadonlySet<string> | undefined;
};

export const everything: Selection = { sites: undefined, targets: undefined };

/** Compiles and renders every selected site; fails with the problems of all of them. */
export function renderSpec(
  spec: Spec,
  selection: Selection = everything,
  known: readonly Target[] = builtTargets,
): Result<RenderedSite[]> {
  const results = spec.sites
    .filter((site) => isSelected(site, selection))
    .map((site) => renderCompiled(spec, site, known, selection.targets));
  const problems = results.flatMap((result) => (result.ok ? [] : result.error));
  if (problems.length > 0) return failure(withoutRepeats(problems));
  return success(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

/** A site without any of the wanted targets has nothing to render. */
function isSelected(site: Site, { sites, targets }: Selection): boolean {
  if (sites !== undefined && !sites.has(site.id)) return false;
  return targets === undefined || Object.keys(site.targets).some((name) => targets.has(name));
}

function renderCompiled(
  spec: Spec,
  site: Site,
  known: readonly Target[],
  wanted: Selection['targets'],
): Result<RenderedSite> {
  const policy = compile(spec, site);
  return policy.ok ? renderSite(known, policy.value, spec, wanted) : policy;
}

/** A mistake in a group shows up in every site that takes the group. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const keyed = problems.map((problem) => {
    const { file, line, column } = problem.at;
    return [[problem.rule, problem.message, file, line, column].join('\n'), problem] as const;
  });
  return [...new Map(keyed).values()];
}
