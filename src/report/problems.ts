import { withoutCommands } from '../characters.ts';
import type { Problem } from '../problem.ts';
import { codeFrame, type Paint } from './frame.ts';

/** More than this nobody reads in one go; the rest is counted. */
const mostShown = 50;

/** What a report of problems shows of them, and how many more there are. */
export function shownOf(problems: readonly Problem[]): {
  readonly shown: readonly Problem[];
  readonly more: number;
} {
  return { shown: problems.slice(0, mostShown), more: Math.max(0, problems.length - mostShown) };
}

/** Problems as code frames, an empty line between them, and their number at the end. */
export function problemsText(
  problems: readonly Problem[],
  texts: ReadonlyMap<string, string>,
  paint: Paint,
): string {
  const { shown, more } = shownOf(problems);
  const frames = shown.map((problem) => codeFrame(problem, texts.get(problem.at.file), paint));
  const rest = more > 0 ? [`and ${more} more`] : [];
  const blocks = [...frames, ...rest, countText(problems.length)];
  return `${withoutCommands(blocks.join('\n\n'))}\n`;
}

function countText(count: number): string {
  return count === 1 ? '1 problem' : `${count} problems`;
}
