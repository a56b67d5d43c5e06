import { mostShown, type Problem } from '../../problem.ts';

/** What every format tells of a spec that is not valid, whatever the command was. */
export type ProblemsAnswer = {
  readonly problems: readonly Problem[];
  /** The command that could not answer, such as `lint`. */
  readonly command: string;
  /** The spec, as the user named it. */
  readonly spec: string;
  readonly version: string;
};

/** What a report of problems shows of them, and how many more are known: there may be others, since judging stops. */
export function shownOf(problems: readonly Problem[]): {
  readonly shown: readonly Problem[];
  readonly more: number;
} {
  return { shown: problems.slice(0, mostShown), more: Math.max(0, problems.length - mostShown) };
}

/** Says that there are more problems than a report shows. */
export const moreText = `${mostShown} problems are shown; there are more`;
