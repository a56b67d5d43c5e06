import { joinFindings } from '../../review/findings/join.ts';
import type { WithSites } from '../html/answer.ts';
import { sitePart } from '../html/entries.ts';
import { pageFile } from '../html/file.ts';
import { pageFindings } from '../html/findings.ts';
import { pageLinks } from '../html/links.ts';
import type { LintAnswer } from './answer.ts';
import { lintSentence } from './words.ts';

/** Findings as a page, with the endpoints of all sites and their outputs. */
export function lintHtml(answer: WithSites<LintAnswer>): string {
  const { findings, spec, version, sites, links } = answer;
  return pageFile({
    command: 'lint',
    spec,
    version,
    sentences: [sentenceCase(lintSentence(joinFindings(findings)))],
    facts: [],
    links: pageLinks(links, links.commit, undefined),
    gains: [],
    losses: [],
    changes: [],
    findings: pageFindings(findings),
    checks: null,
    ...sitePart(sites(), findings),
  });
}

function sentenceCase(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
