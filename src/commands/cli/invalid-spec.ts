import { type ExitCode, exitCode, type InvalidSpec } from '../../errors.ts';
import { printResult } from '../../io/terminal.ts';
import { problemsGithub } from '../../report/page/annotations.ts';
import { problemsMarkdown, problemsSarif } from '../../report/problems/markdown.ts';
import { validationJson } from '../../report/validate/text.ts';

/** What was asked, of which spec. */
export type Asked = { readonly command: string; readonly spec: string };

/**
 * Answers a command whose spec is not valid with the problems, in the format that was asked for: exit 3. Undefined where
 * people read the answer: they read the problems as a message.
 */
export function answerInvalid(
  { problems }: InvalidSpec,
  format: string | undefined,
  asked: Asked,
): ExitCode | undefined {
  const text = textOf(problems, format, asked);
  if (text === undefined) return undefined;
  printResult(text);
  return exitCode.invalidSpec;
}

function textOf(
  problems: InvalidSpec['problems'],
  format: string | undefined,
  { command, spec }: Asked,
): string | undefined {
  switch (format) {
    case 'json':
      return validationJson(problems);
    case 'github':
      return problemsGithub(problems);
    case 'markdown':
      return problemsMarkdown(problems, command, spec);
    case 'sarif':
      return problemsSarif(problems, {
        analysis: `portolan-${command}`,
        spec,
        version: PORTOLAN_VERSION,
      });
    default:
      return undefined;
  }
}
