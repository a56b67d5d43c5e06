import { type ExitCode, exitCode, InvalidSpec } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import type { Problem } from '../problem.ts';
import { problemsGithub } from '../report/github.ts';
import { problemsText } from '../report/problems.ts';
import { validationJson, validText } from '../report/validation.ts';
import { readSpec, render, type SpecOptions } from './common.ts';

export type ValidateOptions = SpecOptions & { readonly format: 'text' | 'json' | 'github' };

type Verdict = { readonly problems: readonly Problem[]; readonly text: string };

/** Says whether `generate` would take the spec: exit 0, or 3 with every problem. Writes nothing. */
export function validate(options: ValidateOptions): ExitCode {
  const { problems, text } = judge(options);
  if (options.format === 'json') printResult(validationJson(problems));
  else if (options.format === 'github') printResult(problemsGithub(problems));
  else printResult(text);
  return problems.length === 0 ? exitCode.yes : exitCode.invalidSpec;
}

function judge(options: ValidateOptions): Verdict {
  try {
    const loaded = readSpec(options);
    render(loaded);
    return { problems: [], text: validText(options.spec, loaded.spec) };
  } catch (error) {
    if (!(error instanceof InvalidSpec)) throw error;
    const { problems, sources } = error;
    return { problems, text: problemsText(problems, sources, options.paint) };
  }
}
