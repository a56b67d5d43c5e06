import { quote, visible } from '../../characters.ts';
import { type Exception, subjectText } from '../../language/exceptions/types.ts';
import { type Finding, sentenceOf } from '../../review/findings/finding.ts';
import type { JoinedFinding } from '../../review/findings/join.ts';
import { wordOf } from '../../review/rules/kit/rule-info.ts';

/** A finding that an exception accepts. */
export type Accepted = JoinedFinding & { readonly exception: Exception };

export function isAccepted(finding: JoinedFinding): finding is Accepted {
  return finding.exception !== null;
}

/** The most members of a joined finding that are shown; the rest is counted. */
const mostShown = 3;

/** The first members of a joined finding, and the number of the others. */
export function firstOf({ members }: JoinedFinding): {
  readonly first: readonly Finding[];
  readonly more: number;
} {
  const first = members.slice(0, mostShown);
  return { first, more: members.length - first.length };
}

/** The subjects of a joined finding: `214 entries of list lists/cdn.txt`; null for a finding that is not joined. */
export function jointText({ of, members }: JoinedFinding): string | null {
  if (of === null) return null;
  return of.kind === 'list'
    ? `${members.length} entries of list ${of.name}`
    : `${members.length} endpoints of ${of.name} in group ${of.group}`;
}

/** The finding as a sentence that can be read alone; a joined one with its count and the first subjects. */
export function jointSentence(finding: JoinedFinding): string {
  const joint = jointText(finding);
  if (joint === null) return sentenceOf(finding);
  const { first, more } = firstOf(finding);
  const names = first.map(({ subject }) => quote(subject)).join(', ');
  return `${joint} (${names}${more > 0 ? ` and ${more} more` : ''}): ${finding.message}`;
}

/** What accepts a finding, and why. An exception that is not for one finding says how many it accepts. */
export function acceptedText({ exception, accepts }: Accepted): string {
  const reason = acceptanceOf(exception);
  const isOfEndpoint = exception.kind === 'endpoint';
  if (isOfEndpoint && accepts <= 1) return reason;
  const number = accepts === 1 ? '1 finding' : `${accepts} findings`;
  const subject = isOfEndpoint ? quote(exception.subject) : subjectText(exception);
  return `the exception for ${subject} accepts ${number}: ${reason}`;
}

/** The reason for accepting a finding, with ticket, approver and last day. */
function acceptanceOf({ reason, ticket, approvedBy, until }: Exception): string {
  return `${reason} (${ticket}, ${approvedBy}, until ${until})`;
}

/** A severity as a number and a word, such as `9.8 critical`. */
export function ratingOf(severity: number): string {
  return `${severity.toFixed(1)} ${wordOf(severity)}`;
}

/** A summary such as `3 findings: 1 high, 2 low; 4 accepted by exception`. Joined findings count once. */
export function lintSentence(findings: readonly JoinedFinding[]): string {
  const open = findings.filter((finding) => !isAccepted(finding));
  const words = groupBy(open, ({ severity }) => wordOf(severity)).map(
    (own) => `${own.length} ${wordOf(own[0].severity)}`,
  );
  const accepted = membersOf(findings.filter(isAccepted));
  const counted =
    open.length === 1 ? '1 finding' : `${open.length === 0 ? 'no' : open.length} findings`;
  const all = membersOf(open);
  const places = all > open.length ? ` at ${all} locations` : '';
  const parts = [
    [`${counted}${places}`, ...(words.length > 0 ? [words.join(', ')] : [])].join(': '),
  ];
  if (accepted > 0) parts.push(`${accepted} accepted by exception`);
  return parts.join('; ');
}

function membersOf(findings: readonly JoinedFinding[]): number {
  return findings.reduce((sum, { members }) => sum + members.length, 0);
}

/** Groups values by key, in the order of the first value of each group. */
export function groupBy<Value>(
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

/** A note for each exception that matches no finding. */
export function unusedText(unused: readonly Exception[]): string {
  return unused
    .map(({ rule, kind, subject, place }) => {
      const at = `${visible(place.file)}:${place.line}:${place.column}`;
      return `note: ${at} the exception for rule "${rule}" and ${kind} "${visible(subject)}" matches no finding\n  help: remove it, unless it is for another spec in this directory\n`;
    })
    .join('');
}
