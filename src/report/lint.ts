import { visible } from '../characters.ts';
import { type Finding, sentenceOf } from '../review/findings/finding.ts';
import { factsOf } from '../review/findings/registry.ts';
import { wordOf } from '../review/findings/rule.ts';
import type { Exception } from '../spec/exceptions/types.ts';
import { type Paint, plain } from './frame.ts';
import { wrap } from './wrap.ts';

/**
 * Findings in words, rule by rule: what it is, each cause with the lines that it is about, and the way out.
 * Those with an exception come last, then a sentence that counts.
 */
export function lintText(findings: readonly Finding[], paint: Paint): string {
  const open = findings.filter(({ exception }) => exception === null);
  const blocks = [
    ...groupBy(open, ({ rule }) => rule).map((own) => ruleText(own, paint)),
    ...acceptedText(findings, paint),
    countText(findings),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function ruleText(findings: readonly [Finding, ...Finding[]], paint: Paint): string {
  const [{ rule, severity, help }] = findings;
  const rating = `${severity.toFixed(1)} ${wordOf(severity)}`;
  const mark = severity >= 7 ? paint.red : paint.bold;
  return [
    `${mark(rule)} (${rating})`,
    ...wrap(factsOf(rule).title, 2),
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
    const place = paint.bold(`${visible(at.file)}:${at.line}:${at.column}`);
    return `      ${place} ${visible(subject)}`;
  });
  // One exception may accept several findings of a line.
  const own = [...new Set(lines)];
  const more = own.length - mostShown;
  const rest = more > 0 ? [`      and ${more} more (--format json has all of them)`] : [];
  return [...own.slice(0, mostShown), ...rest];
}

/** A finding that somebody has accepted. */
type Accepted = Finding & { readonly exception: Exception };

/** What is accepted, by rule and by reason. */
function acceptedText(findings: readonly Finding[], paint: Paint): string[] {
  const accepted = findings.filter(isAccepted);
  if (accepted.length === 0) return [];
  const lines = groupBy(accepted, ({ rule }) => rule)
    .flatMap((own) => groupBy(own, reasonOf))
    .flatMap((own) => [
      ...wrap(visible(`${own[0].rule}: ${reasonOf(own[0])}`), 2),
      // The whole block is dimmed: bold in it would end that.
      ...placeLines(own, plain),
    ]);
  return [['accepted by exception', ...lines].map(paint.dim).join('\n')];
}

function isAccepted(finding: Finding): finding is Accepted {
  return finding.exception !== null;
}

function reasonOf({ exception: { reason, ticket, approvedBy, until } }: Accepted): string {
  return `${reason} (${ticket}, ${approvedBy}, until ${until})`;
}

/** `3 findings: 1 high, 2 low; 4 accepted by exception`. */
function countText(findings: readonly Finding[]): string {
  const open = findings.filter(({ exception }) => exception === null);
  const words = groupBy(open, ({ severity }) => wordOf(severity)).map(
    (own) => `${own.length} ${wordOf(own[0].severity)}`,
  );
  const accepted = findings.length - open.length;
  const counted =
    open.length === 1 ? '1 finding' : `${open.length === 0 ? 'no' : open.length} findings`;
  const parts = [[counted, ...(words.length > 0 ? [words.join(', ')] : [])].join(': ')];
  if (accepted > 0) parts.push(`${accepted} accepted by exception`);
  return parts.join('; ');
}

/** Values with the same key, each group where its first stands. */
function groupBy<Value>(
  values: readonly Value[],
  key: (value: Value) => string,
): [Value, ...Value[]][] {
  const groups = new Map<string, [Value, ...Value[]]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return [...groups.values()];
}

/** The answer of `lint` for scripts; schema/report.schema.json describes it. */
export function lintJson(findings: readonly Finding[]): string {
  const report = {
    schemaVersion: 1,
    findings: findings.map(findingJson),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
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
