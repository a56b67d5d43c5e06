import { InvalidSpec } from '../../errors.ts';
import { counted } from '../../io/terminal.ts';
import { loadExceptions } from '../../language/exceptions/load.ts';
import { tooLong } from '../../language/exceptions/term.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import { unknownSubjects } from '../../language/exceptions/unknown.ts';
import type { Spec } from '../../language/types.ts';
import { compileSites } from '../../policy/compile-sites.ts';
import type { Policy } from '../../policy/types.ts';
import { targetNames } from '../../render/all-sites.ts';
import { refusedBy } from '../../render/refused.ts';
import { except, isRaised } from '../../review/findings/except.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { lintSpec } from '../../review/findings/lint.ts';
import type { Given } from '../cli/verb.ts';
import type { asOf } from '../shared/options.ts';
import { severityOf } from '../shared/severity.ts';
import { nameOf, readerOf, readSpec, type SpecWords } from '../shared/spec.ts';
import { dayOf } from '../shared/values.ts';

/** The findings, and whether they fail the run. */
export type Found = {
  readonly findings: readonly Finding[];
  /** Exceptions that accept no finding. */
  readonly unused: readonly Exception[];
  /** True when a finding that no exception accepts reaches the severity of `--fail-on`. */
  readonly isFailure: boolean;
  /** Of every site. */
  readonly policies: readonly Policy[];
};

/** The findings of a spec. Throws a UserError for invalid options, and InvalidSpec. */
export function findingsOf(
  words: SpecWords & Given<typeof asOf> & { readonly failOn: string | undefined },
): Found {
  const failOn = words.failOn === undefined ? undefined : severityOf(words.failOn);
  const day = dayOf(words.asOf);
  const { spec, sources } = readSpec(words);
  const exceptions = readExceptions(words, spec, day);
  const compiled = compileSites(spec);
  const refused = compiled.ok ? refusedBy(spec, counted(compiled.value, 'Checking sites')) : [];
  if (refused.length > 0) throw new InvalidSpec(refused, sources);
  const found = lintSpec(spec, day, compiled);
  if (!found.ok) throw new InvalidSpec(found.error, sources);
  const { findings, unused } = except(found.value, exceptions, day);
  const isFailure = findings.some((finding) => isRaised(finding, failOn));
  return { findings, unused, isFailure, policies: compiled.ok ? compiled.value : [] };
}

function readExceptions(
  words: SpecWords,
  spec: Spec,
  day: string | undefined,
): readonly Exception[] {
  const loaded = loadExceptions(readerOf(words), nameOf(words));
  if (!loaded.ok) throw new InvalidSpec(loaded.error.problems, loaded.error.sources);
  const { exceptions, sources } = loaded.value;
  const unknown = unknownSubjects(exceptions, spec, targetNames);
  const problems = [...unknown, ...(day === undefined ? [] : tooLong(exceptions, day))];
  if (problems.length > 0) throw new InvalidSpec(problems, sources);
  return exceptions;
}
