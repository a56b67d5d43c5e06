import { literal, prose } from '../../markdown.ts';
import { type JoinedFinding, joinFindings } from '../../review/findings/join.ts';
import { ruleInfo } from '../../review/findings/registry.ts';
import type { Links } from '../page/links.ts';
import {
  fitted,
  longestPage,
  marker,
  placeLink,
  ruleLink,
  type Section,
} from '../page/markdown.ts';
import type { LintAnswer } from './answer.ts';
import {
  type Accepted,
  acceptedText,
  firstOf,
  groupBy,
  isAccepted,
  jointText,
  lintSentence,
  ratingOf,
} from './words.ts';

/** Findings as a comment: a summary, then each rule, highest severity first. Accepted findings are folded at the end. */
export function lintMarkdown({ findings: all, spec, links }: LintAnswer): string {
  const findings = joinFindings(all);
  const open = findings.filter((finding) => !isAccepted(finding));
  const head = [marker('lint', spec), `**${lintSentence(findings)}**`];
  const sections = [
    ...groupBy(open, ({ rule, severity, help }) => `${rule} ${severity} ${help}`).map((own) =>
      ruleSection(own, links),
    ),
    acceptedSection(findings.filter(isAccepted), links),
  ];
  const room = longestPage - head.join('\n\n').length;
  return `${[...head, ...fitted(sections, room, 'portolan lint --format json')].join('\n\n')}\n`;
}

function ruleSection(
  findings: readonly [JoinedFinding, ...JoinedFinding[]],
  links: Links,
): Section {
  const [{ rule, severity, help }] = findings;
  return {
    heading: `${ruleLink(links, rule)} (${ratingOf(severity)})`,
    intro: [`${prose(ruleInfo(rule).title)}; help: ${prose(help)}`, ''],
    items: groupBy(findings, ({ message }) => message).flatMap((own) => [
      `- ${prose(own[0].message)}`,
      ...own.flatMap((finding) => placeItems(finding, links)),
    ]),
    noun: 'line',
  };
}

/** A finding as an item; a joined one with its count and the first of its members below. */
function placeItems(finding: JoinedFinding, links: Links): string[] {
  const joint = jointText(finding);
  const { first, more } = firstOf(finding);
  const items = first.map(({ at, subject }) => `  - ${placeLink(links, at)} ${literal(subject)}`);
  if (joint === null) return items;
  const rest = more > 0 ? [`  - and ${more} more`] : [];
  return [`  - ${prose(joint)}`, ...[...items, ...rest].map((item) => `  ${item}`)];
}

function acceptedSection(findings: readonly Accepted[], links: Links): Section {
  return {
    heading: 'Accepted by exception',
    intro: [],
    items: findings.map((finding) => {
      const { rule, at, subject } = finding;
      const joint = jointText(finding);
      const what = joint === null ? literal(subject) : prose(joint);
      return `- ${rule}: ${placeLink(links, at)} ${what}: ${prose(acceptedText(finding))}`;
    }),
    noun: 'line',
    folded: true,
  };
}
