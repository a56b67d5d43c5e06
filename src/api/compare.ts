import type { DiffReport } from '../../compiled/reports.js';
import { unknownSubjects } from '../language/exceptions/unknown.ts';
import { compileSites } from '../policy/compile-sites.ts';
import { problemsOf, targetNames } from '../render/all-sites.ts';
import type { ComparedRevision } from '../report/diff/answer.ts';
import { diffJson } from '../report/diff/json.ts';
import type { ComparedSpec } from '../review/diff/change.ts';
import { diff } from '../review/diff/diff.ts';
import { withGate } from '../review/diff/gate.ts';
import { setDigest, sourcesDigest } from '../review/diff/review-id.ts';
import { partsOfSpec } from './handles.ts';
import { mistakes, value } from './results.ts';
import type { Result, Spec } from './types.ts';

/** Compares two specs without generated files. Added access with a finding of `failOn` or higher needs approval. */
export function compareSpecs(
  base: Spec,
  head: Spec,
  { asOf, failOn }: { readonly asOf: string | undefined; readonly failOn: number },
): Result<DiffReport> {
  const [before, after] = [sideOf(base), sideOf(head)];
  if (!after.ok) return after;
  if (!before.ok) return before;
  const wrong = [
    ...problemsOf(after.value.spec),
    ...unknownSubjects(after.value.exceptions, after.value.spec, targetNames),
  ];
  if (wrong.length > 0) return mistakes(wrong);
  const digest = setDigest(new Map());
  const committed = {
    outputs: [],
    unknown: [],
    verified: null,
    baseDigest: digest,
    headDigest: digest,
  };
  const report = diff(before.value, after.value, committed, asOf, PORTOLAN_VERSION);
  const sides = { base: revisionOf(base), head: revisionOf(head) };
  return value(JSON.parse(diffJson({ report: withGate(report, failOn), ...sides })));
}

/** What the caller calls a side. */
function revisionOf(handle: Spec): ComparedRevision {
  return { name: partsOfSpec(handle).file, commit: undefined };
}

/** One side. It is compiled, and its exceptions must be valid. */
function sideOf(handle: Spec): Result<ComparedSpec> {
  const { file, loaded, exceptions: excepted } = partsOfSpec(handle);
  const policies = compileSites(loaded.spec);
  if (!policies.ok) return mistakes(policies.error);
  if (!excepted.ok) return mistakes(excepted.error.problems);
  const { exceptions, sources } = excepted.value;
  const digest = sourcesDigest(file, [...loaded.sources, ...sources]);
  return value({ spec: loaded.spec, policies: policies.value, exceptions, digest });
}
