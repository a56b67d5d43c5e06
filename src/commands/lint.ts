import { quote } from '../characters.ts';
import { type ExitCode, exitCode, InvalidSpec, UserError } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { loadExceptions } from '../language/exceptions/load.ts';
import { tooLong } from '../language/exceptions/term.ts';
import type { Exception } from '../language/exceptions/types.ts';
import { didYouMean } from '../language/suggest.ts';
import { compileSites } from '../policy/compile-sites.ts';
import { refusedBy } from '../render/refused.ts';
import { lintJson, lintText, unusedText } from '../report/lint.ts';
import { lintGithub } from '../report/lint-github.ts';
import { lintMarkdown } from '../report/lint-markdown.ts';
import { lintSarif } from '../report/lint-sarif.ts';
import { except, isRaised } from '../review/findings/except.ts';
import type { Finding } from '../review/findings/finding.ts';
import { lintSpec } from '../review/findings/lint.ts';
import { severityWords } from '../review/rules/kit/rule-info.ts';
import { readerOf, readSpec, type SpecOptions } from './common.ts';
import { dayOf } from './day.ts';
import type { ReviewFormat } from './formats.ts';
import { answerOfSarif } from './sarif-answer.ts';

export type LintOptions = SpecOptions & {
  readonly failOn: string | undefined;
  readonly asOf: string | undefined;
  readonly format: ReviewFormat;
};

/**
 * Says what a security reviewer would raise: exit 0, or 1 when a finding that nobody has accepted is as grave as
 * `--fail-on` says, and the format is not SARIF. Writes nothing.
 */
export function lint(options: LintOptions): ExitCode {
  const [failOn, asOf] = [severityOf(options.failOn), dayOf(options.asOf)];
  const { spec, sources } = readSpec(options);
  const exceptions = readExceptions(options, asOf);
  const compiled = compileSites(spec);
  const refused = compiled.ok ? refusedBy(spec, compiled.value) : [];
  if (refused.length > 0) throw new InvalidSpec(refused, sources);
  const found = lintSpec(spec, asOf, compiled);
  if (!found.ok) throw new InvalidSpec(found.error, sources);
  const { findings, unused } = except(found.value, exceptions, asOf);
  printResult(textOf(findings, options));
  printMessage(unusedText(unused));
  const isFailure = findings.some((finding) => isRaised(finding, failOn));
  if (options.format === 'sarif') return answerOfSarif(isFailure);
  return isFailure ? exitCode.no : exitCode.yes;
}

function textOf(findings: readonly Finding[], { format, called, paint }: LintOptions): string {
  switch (format) {
    case 'json':
      return lintJson(findings);
    case 'markdown':
      return lintMarkdown(findings, called);
    case 'sarif':
      return lintSarif(findings, { spec: called, version: PORTOLAN_VERSION });
    case 'github':
      return lintGithub(findings);
    case 'text':
      return lintText(findings, paint);
  }
}

function readExceptions(options: SpecOptions, asOf: string | undefined): readonly Exception[] {
  const loaded = loadExceptions(readerOf(options), options.called);
  if (!loaded.ok) throw new InvalidSpec(loaded.error.problems, loaded.error.sources);
  const { exceptions, sources } = loaded.value;
  const problems = asOf === undefined ? [] : tooLong(exceptions, asOf);
  if (problems.length > 0) throw new InvalidSpec(problems, sources);
  return exceptions;
}

/** The severity from which on a finding is a failure; undefined when none is. */
function severityOf(failOn: string | undefined): number | undefined {
  if (failOn === undefined) return undefined;
  const [, word] = severityWords.find(([name]) => name === failOn) ?? [];
  const number = /^\d{1,2}(\.\d)?$/.test(failOn) ? Number(failOn) : undefined;
  const severity = word ?? number;
  if (severity !== undefined && severity <= 10) return severity;
  const words = severityWords.map(([name]) => name);
  const help = `${didYouMean(failOn, words)} A number from 0 to 10 will do too, as in 6.5`;
  throw new UserError(`--fail-on cannot be ${quote(failOn)}`, help);
}
