import { literal, prose } from '../../markdown.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { ruleInfo } from '../../review/findings/registry.ts';
import { fitted, longestPage, marker, placeCode, type Section } from '../page/markdown.ts';
import type { LintAnswer } from './answer.ts';
import {
  type Accepted,
  acceptanceOf,
  groupBy,
  isAccepted,
  lintSentence,
  ratingOf,
} from './words.ts';

/** Findings as a comment: a summary, then each rule, highest severity first. Accepted findings are folded at the end. */
export function lintMarkdown({ findings, spec }: LintAnswer): string {
  const open = findings.filter((finding) => !isAccepted(finding));
  const head = [marker('lint', spec), `**${lintSentence(findings)}**`];
  const sections = [
    ...groupBy(open, ({ rule, severity }) => `${rule} ${severity}`).map(ruleSection),
    acceptedSection(findings.filter(isAccepted)),
  ];
  const room = longestPage - head.join('\n\n').length;
  return `${[...head, ...fitted(sections, room, 'portolan lint --format json')].join('\n\n')}\n`;
}

function ruleSection(findings: readonly [Finding, ...Finding[]]): Section {
  const [{ rule, severity, help }] = findings;
  return {
    heading: `${rule} (${ratingOf(severity)})`,
    intro: [`${prose(ruleInfo(rule).title)}; help: ${prose(help)}`, ''],
    items: groupBy(findings, ({ message }) => message).flatMap((own) => [
      `- ${prose(own[0].message)}`,
      ...own.map(({ at, subject }) => `  - ${placeCode(at)} ${literal(subject)}`),
    ]),
    noun: 'line',
  };
}

function acceptedSection(findings: readonly Accepted[]): Section {
  return {
    heading: 'Accepted by exception',
    intro: [],
    items: findings.map(
      ({ rule, at, subject, exception }) =>
        `- ${rule}: ${placeCode(at)} ${literal(subject)}: ${prose(acceptanceOf(exception))}`,
    ),
    noun: 'line',
    folded: true,
  };
}
