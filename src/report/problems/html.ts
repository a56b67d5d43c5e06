import type { PageData, PageFinding } from '../../page/data.ts';
import { formatPlace, type Problem } from '../../problem.ts';
import { pageFile } from '../html/file.ts';
import { pageLinks } from '../html/links.ts';
import { count } from '../page/words.ts';
import { moreText, type ProblemsAnswer, shownOf } from './answer.ts';

/** Problems as the page of the command that failed. */
export function problemsHtml({ problems, command, spec, version, links }: ProblemsAnswer): string {
  const { shown, more } = shownOf(problems);
  const total = more > 0 ? moreText : count(problems.length, 'problem');
  return pageFile({
    ...nothing,
    command,
    spec,
    version,
    sentences: [`Invalid spec: ${total}.`],
    // The problems of a base are in another commit than those of head.
    links: pageLinks(links, command === 'diff' ? undefined : links.commit, undefined),
    findings: shown.map(problemFinding),
  });
}

const nothing = {
  facts: [],
  gains: [],
  losses: [],
  changes: [],
  checks: null,
  entries: [],
  reasons: [],
  sites: [],
  sets: [],
  destinations: [],
  files: [],
} satisfies Partial<PageData>;

function problemFinding({ rule, message, help, at }: Problem): PageFinding {
  return {
    rule,
    severity: null,
    score: '',
    message,
    help,
    place: formatPlace(at),
    places: [],
    group: null,
    outputs: [],
    accepted: null,
  };
}
