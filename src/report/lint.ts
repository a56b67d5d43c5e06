import { visible, withoutCommands } from '../characters.ts';
import type { Exception } from '../language/exceptions/types.ts';
import { formatPlace } from '../problem.ts';
import { type Finding, sentenceOf } from '../review/findings/finding.ts';
import { ruleInfo } from '../review/findings/registry.ts';
import { type Paint, plain } from './frame.ts';
import { jsonText } from './json.ts';
import { acceptanceOf, groupBy, isAccepted, lintSentence, ratingOf } from './lint-words.ts';
import { fits, wrap } from './wrap.ts';

/**
 * Findings in words, rule by rule: what it is, each cause with the lines that it is about, and the way out.
 * Those with an exception come last, then a sentence that counts.
 */
export function lintText(findings: readonly Finding[], paint: Paint): string {
  const open = findings.filter(({ exception }) => exception === null);
  const blocks = [
    ...groupBy(open, ({ rule }) => rule).map((own) => ruleText(own, paint)),
    ...acceptedText(findings, paint),
    lintSentence(findings),
  ];
  return `${withoutCommands(blocks.join('\n\n'))}\n`;
}

function ruleText(findings: readonly [Finding, ...Finding[]], paint: Paint): string {
  const [{ rule, severity, help }] = findings;
  const mark = severity >= 7 ? paint.red : paint.bold;
  return [
    `${mark(rule)} (${ratingOf(severity)})`,
    ...wrap(ruleInfo(rule).title, 2),
    ...groupBy(findings, ({ message }) => message).flatMap((own) => causeLines(own, paint)),
    ...wrap(`help: ${help}`, 2).map(paint.dim),
  ].join('\n');
}

/** One cause, and the lines that have it. */
function causeLines(findings: readonly [Finding, ...Finding[]], paint: Paint): string[] {
  return [...wrap(visible(findings[0].message), 4), ...placeLines(findings, paint)];
}

/** More lines of one cause nobody reads in one go; the rest is counted. */
const mostShown = 20;

function placeLines(findings: readonly Finding[], paint: Paint): string[] {
  const lines = findings.map(({ at, subject }) => {
    const place = visible(formatPlace(at));
    const own = visible(subject);
    const gap = fits(`      ${place} ${own}`) ? ' ' : '\n        ';
    return `      ${paint.bold(place)}${gap}${own}`;
  });
  // One exception may accept several findings of a line.
  const own = [...new Set(lines)];
  const more = own.length - mostShown;
  const rest = more > 0 ? [`      and ${more} more (--format json has all of them)`] : [];
  return [...own.slice(0, mostShown), ...rest];
}

/** What is accepted, by rule and by reason. */
function acceptedText(findings: readonly Finding[], paint: Paint): string[] {
  const accepted = findings.filter(isAccepted);
  if (accepted.length === 0) return [];
  const lines = groupBy(accepted, ({ rule }) => rule)
    .flatMap((own) => groupBy(own, ({ exception }) => acceptanceOf(exception)))
    .flatMap((own) => [
      ...wrap(visible(`${own[0].rule}: ${acceptanceOf(own[0].exception)}`), 2),
      // The whole block is dimmed: bold in it would end that.
      ...placeLines(own, plain),
    ]);
  return [['accepted by exception', ...lines].map(paint.dim).join('\n')];
}

/** The answer of `lint` for scripts; schema/report.schema.json describes it. */
export function lintJson(findings: readonly Finding[]): string {
  const report = {
    schemaVersion: 1,
    findings: findings.map(findingJson),
  };
  return jsonText(report);
}

/** A finding as every answer for scripts tells it. */
export function findingJson(finding: Finding): unknown {
  const { rule, severity, help, subject, exception } = finding;
  const { file, line, column } = finding.at;
  return {
    rule,
    severity,
    subject,
    message: sentenceOf(finding),
    help,
    file,
    line,
    column,
    exception: exception === null ? null : exceptionJson(exception),
  };
}

function exceptionJson({ place, untilPlace: _, ...words }: Exception) {
  return { ...words, file: place.file, line: place.line, column: place.column };
}

/** A note for each exception that no finding needs. */
export function unusedText(unused: readonly Exception[]): string {
  return unused
    .map(({ rule, endpoint, place }) => {
      const at = `${visible(place.file)}:${place.line}:${place.column}`;
      return `note: ${at} no finding needs the exception from ${rule} for "${visible(endpoint)}"\n  help: remove it\n`;
    })
    .join('');
}
