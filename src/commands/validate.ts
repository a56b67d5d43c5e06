import { type ExitCode, exitCode, InvalidSpec } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import type { Spec } from '../language/types.ts';
import { problemsGithub } from '../report/page/annotations.ts';
import { problemsText } from '../report/problems/text.ts';
import { validationJson, validText } from '../report/validate/text.ts';
import { readSpec, render, type SpecOptions } from './shared/spec.ts';

export type ValidateOptions = SpecOptions & { readonly format: 'text' | 'json' | 'github' };

/** Says whether `generate` would take the spec: exit 0, or 3 with every problem. Writes nothing. */
export function validate(options: ValidateOptions): ExitCode {
  try {
    const loaded = readSpec(options);
    render(loaded);
    printResult(validAnswer(options, loaded.spec));
    return exitCode.yes;
  } catch (error) {
    if (!(error instanceof InvalidSpec) || options.format !== 'text') throw error;
    // The problems are what was asked for, so they are the result.
    printResult(problemsText(error.problems, error.sources, options.paint));
    return exitCode.invalidSpec;
  }
}

function validAnswer({ format, spec: file }: ValidateOptions, spec: Spec): string {
  switch (format) {
    case 'json':
      return validationJson([]);
    case 'github':
      return problemsGithub([]);
    case 'text':
      return validText(file, spec);
  }
}
