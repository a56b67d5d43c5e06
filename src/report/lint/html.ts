import { joinFindings } from '../../review/findings/join.ts';
import type { WithSites } from '../html/answer.ts';
import { sitePart } from '../html/entries.ts';
import { pageFile } from '../html/file.ts';
import { pageFindings } from '../html/findings.ts';
import type { LintAnswer } from './answer.ts';
import { lintSentence } from './words.ts';

/** Findings as a page, with the endpoints of all sites and their outputs. */
export function lintHtml({ findings, spec, version, sites }: WithSites<LintAnswer>): string {
  return pageFile({
    command: 'lint',
    spec,
    version,
    sentence: sentenceCase(lintSentence(joinFindings(findings))),
    facts: [],
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
