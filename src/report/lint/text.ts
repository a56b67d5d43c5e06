import { visible, withoutCommands } from '../../characters.ts';
import { formatPlace } from '../../problem.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { type JoinedFinding, joinFindings } from '../../review/findings/join.ts';
import { ruleInfo } from '../../review/findings/registry.ts';
import { type Paint, plain } from '../page/paint.ts';
import { severityPaint } from '../page/severity.ts';
import { fits, wrap } from '../page/wrap.ts';
import type { LintAnswer } from './answer.ts';
import {
  acceptedText,
  firstOf,
  groupBy,
  isAccepted,
  jointText,
  lintSentence,
  ratingOf,
} from './words.ts';

/**
 * Findings as text, one block per rule: its title, each cause with its locations, and the fix. Accepted findings come
 * last, then a summary with counts.
 */
export function lintText({ findings: all }: LintAnswer, paint: Paint): string {
  const findings = joinFindings(all);
  const open = findings.filter(({ exception }) => exception === null);
  const blocks = [
    ...groupBy(open, ({ rule, severity, help }) => `${rule} ${severity} ${help}`).map((own) =>
      ruleText(own, paint),
    ),
    ...acceptedBlocks(findings, paint),
    lintSentence(findings),
  ];
  return `${withoutCommands(blocks.join('\n\n'))}\n`;
}

function ruleText(findings: readonly [JoinedFinding, ...JoinedFinding[]], paint: Paint): string {
  const [{ rule, severity, help }] = findings;
  const mark = severityPaint(severity, paint);
  return [
    `${mark(rule)} (${ratingOf(severity)})`,
    ...wrap(ruleInfo(rule).title, 2),
    ...groupBy(findings, ({ message }) => message).flatMap((own) => causeLines(own, paint)),
    ...wrap(`help: ${help}`, 2).map(paint.dim),
  ].join('\n');
}

/** One cause and its locations. */
function causeLines(
  findings: readonly [JoinedFinding, ...JoinedFinding[]],
  paint: Paint,
): string[] {
  return [...wrap(visible(findings[0].message), 4), ...placeLines(findings, paint)];
}

/** The most locations shown for one cause. The rest is only counted, to keep the report readable. */
const mostShown = 20;

function placeLines(findings: readonly JoinedFinding[], paint: Paint): string[] {
  const lines = findings.map((finding) => {
    const joint = jointText(finding);
    return joint === null ? placeLine(finding, paint, 6) : jointLines(joint, finding, paint);
  });
  // One exception may accept several findings of a line.
  const own = [...new Set(lines)];
  const more = own.length - mostShown;
  const rest = more > 0 ? [`      and ${more} more (--format json lists all)`] : [];
  return [...own.slice(0, mostShown), ...rest];
}

function placeLine({ at, subject }: Finding, paint: Paint, by: number): string {
  const [pad, place, own] = [' '.repeat(by), visible(formatPlace(at)), visible(subject)];
  const gap = fits(`${pad}${place} ${own}`) ? ' ' : `\n${pad}  `;
  return `${pad}${paint.bold(place)}${gap}${own}`;
}

/** A joined finding: what its members have in common, and the first of them. */
function jointLines(joint: string, finding: JoinedFinding, paint: Paint): string {
  const { first, more } = firstOf(finding);
  return [
    ...wrap(visible(joint), 6),
    ...first.map((member) => placeLine(member, paint, 8)),
    ...(more > 0 ? [`        and ${more} more (--format json lists all)`] : []),
  ].join('\n');
}

/** Accepted findings, grouped by rule and by reason. */
function acceptedBlocks(findings: readonly JoinedFinding[], paint: Paint): string[] {
  const accepted = findings.filter(isAccepted);
  if (accepted.length === 0) return [];
  const lines = groupBy(accepted, ({ rule }) => rule)
    .flatMap((own) => groupBy(own, acceptedText))
    .flatMap((own) => [
      ...wrap(visible(`${own[0].rule}: ${acceptedText(own[0])}`), 2),
      // The whole block is dimmed, and bold text inside it would end the dimming.
      ...placeLines(own, plain),
    ]);
  return [['accepted by exception', ...lines].map(paint.dim).join('\n')];
}
