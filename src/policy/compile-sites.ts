import type { Site, Spec } from '../language/types.ts';
import { compareText, firstDifference } from '../net/order.ts';
import { failure, type Problem, type Result, success } from '../problem.ts';
import { devicesOf } from './device.ts';
import { compileShared } from './shared-selection.ts';
import { judgeSiteValues } from './site-values.ts';
import type { Policy, SitePolicy } from './types.ts';

/** The policies of a spec. They are compiled when they are asked for, and not kept. */
export type Policies = {
  /** The policy of a site of the spec, with the other sites of its device. */
  of(site: Site): Policy;
};

/**
 * Compiles every site of a spec, in the order of their ids, each with the other sites of its device.
 * Fails with the problems of all sites by location. A problem of several sites is reported once.
 */
export function compileSites(spec: Spec): Result<Policy[]> {
  const policies = policiesOf(spec);
  return policies.ok ? success(spec.sites.map(policies.value.of)) : policies;
}

/** The same, with one site in memory at a time: each policy is compiled again when it is asked for. */
export function policiesOf(spec: Spec): Result<Policies> {
  const compile = compileShared(spec);
  const judged = judgeSiteValues(spec);
  const whole = spec.sites.filter((site) => !judged.sites.has(site));
  const problems = [...judged.problems, ...problemsOf(whole, compile)].sort(byPlace);
  if (problems.length > 0) return failure(problems);
  const compiled = (site: Site): SitePolicy => {
    const policy = compile(site);
    if (!policy.ok) throw new Error(`the site "${site.id}" compiled before`);
    return policy.value;
  };
  const deviceOf = devicesOf(spec.sites, compiled);
  return success({ of: (site) => ({ ...compiled(site), device: deviceOf(site) }) });
}

function problemsOf(
  sites: readonly Site[],
  compile: (site: Site) => Result<SitePolicy>,
): Problem[] {
  const first = new Map<string, Problem>();
  for (const site of sites) {
    const policy = compile(site);
    for (const problem of policy.ok ? [] : policy.error) {
      const { file, line, column } = problem.at;
      const key = JSON.stringify([file, line, column, problem.rule, problem.message]);
      if (!first.has(key)) first.set(key, problem);
    }
  }
  return [...first.values()];
}

function byPlace(a: Problem, b: Problem): number {
  return firstDifference(
    compareText(a.at.file, b.at.file),
    a.at.line - b.at.line,
    a.at.column - b.at.column,
    compareText(a.rule, b.rule),
  );
}
