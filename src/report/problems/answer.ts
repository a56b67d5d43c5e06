import { mostShown, type Problem } from '../../problem.ts';
import type { Links } from '../page/links.ts';

/** What every format prints for an invalid spec, for any command. */
export type ProblemsAnswer = {
  readonly problems: readonly Problem[];
  /** The command that failed, such as `lint`. */
  readonly command: string;
  /** The spec, as the user named it. */
  readonly spec: string;
  readonly version: string;
  readonly links: Links;
};

/** The problems that a report shows, and the number of the rest. There may be more, since Portolan stops early. */
export function shownOf(problems: readonly Problem[]): {
  readonly shown: readonly Problem[];
  readonly more: number;
} {
  return { shown: problems.slice(0, mostShown), more: Math.max(0, problems.length - mostShown) };
}

/** Printed when there are more problems than a report shows. */
export const moreText = `showing the first ${mostShown} problems; there are more`;
