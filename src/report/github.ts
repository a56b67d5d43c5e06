import type { Problem } from '../problem.ts';
import { shownOf } from './problems.ts';

/** Problems as workflow commands, which GitHub shows at the lines that they are about. */
export function problemsGithub(problems: readonly Problem[]): string {
  const { shown, more } = shownOf(problems);
  const rest =
    more > 0 ? [`::error title=${property('portolan')}::${data(`and ${more} more problems`)}`] : [];
  return [...shown.map(annotation), ...rest].map((line) => `${line}\n`).join('');
}

function annotation({ rule, message, help, at }: Problem): string {
  const properties = [
    `file=${property(at.file)}`,
    `line=${at.line}`,
    `col=${at.column}`,
    `endColumn=${at.column + at.length}`,
    `title=${property(rule)}`,
  ];
  return `::error ${properties.join(',')}::${data(`${message}\nhelp: ${help}`)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
