import type { Spec } from '../language/types.ts';
import { compareText, firstDifference } from '../net/order.ts';
import { failure, type Problem, type Result, success } from '../problem.ts';
import { compile } from './compile.ts';
import { withDevices } from './device.ts';
import type { Policy } from './types.ts';

/**
 * Compiles every site of a spec, in the order of their ids, each with the other sites of its device.
 * Fails with the problems of all sites by location. A problem of several sites is reported once.
 */
export function compileSites(spec: Spec): Result<Policy[]> {
  const results = spec.sites.map((site) => compile(spec, site));
  const problems = results.flatMap((result) => (result.ok ? [] : result.error));
  if (problems.length > 0) return failure(once(problems).sort(byPlace));
  return success(withDevices(results.flatMap((result) => (result.ok ? [result.value] : []))));
}

function once(problems: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const { file, line, column } = problem.at;
    const key = JSON.stringify([file, line, column, problem.rule, problem.message]);
    if (!first.has(key)) first.set(key, problem);
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
