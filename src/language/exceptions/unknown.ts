import { quote } from '../../characters.ts';
import { enoughProblems, type Problem, problemAt, type Refusal } from '../../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { Spec } from '../types.ts';
import type { Exception, ExceptionKind } from './types.ts';

/**
 * Refuses (`unknown-group`, `unknown-list`, `unknown-target`) exceptions for a group or a list that the spec does not
 * have, and for a target that Portolan does not support. An exception for an endpoint is only reported as unused, since
 * its subject may be any text of the spec.
 */
export function unknownSubjects(
  exceptions: readonly Exception[],
  { groups }: Spec,
  targets: readonly string[],
): Problem[] {
  const known: Readonly<Record<Exclude<ExceptionKind, 'endpoint'>, ReadonlySet<string>>> = {
    group: new Set(groups.map(({ id }) => id)),
    list: new Set(groups.flatMap(({ endpoints }) => endpoints.flatMap(({ list }) => list ?? []))),
    target: new Set(targets),
  };
  const problems: Problem[] = [];
  for (const { kind, subject, subjectPlace } of exceptions) {
    if (kind === 'endpoint' || known[kind].has(subject)) continue;
    problems.push(problemAt(refuseUnknown(kind, subject, known[kind]), subjectPlace));
    if (problems.length >= enoughProblems) break;
  }
  return problems;
}

function refuseUnknown(kind: ExceptionKind, subject: string, known: ReadonlySet<string>): Refusal {
  return {
    rule: `unknown-${kind}`,
    message: `unknown ${kind} ${quote(subject)}`,
    help: known.size > 0 ? didYouMean(subject, known) : 'remove the exception: the spec has none',
  };
}
