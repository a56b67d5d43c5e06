import { visible } from '../../characters.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { wordOf } from '../../review/rules/kit/rule-info.ts';

/** A finding that an exception accepts. */
export type Accepted = Finding & { readonly exception: Exception };

export function isAccepted(finding: Finding): finding is Accepted {
  return finding.exception !== null;
}

/** The reason for accepting a finding, with ticket, approver and last day. */
export function acceptanceOf({ reason, ticket, approvedBy, until }: Exception): string {
  return `${reason} (${ticket}, ${approvedBy}, until ${until})`;
}

/** A severity as a number and a word, such as `9.8 critical`. */
export function ratingOf(severity: number): string {
  return `${severity.toFixed(1)} ${wordOf(severity)}`;
}

/** A summary such as `3 findings: 1 high, 2 low; 4 accepted by exception`. */
export function lintSentence(findings: readonly Finding[]): string {
  const open = findings.filter((finding) => !isAccepted(finding));
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
    .map(({ rule, endpoint, place }) => {
      const at = `${visible(place.file)}:${place.line}:${place.column}`;
      return `note: ${at} the exception for rule "${rule}" and endpoint "${visible(endpoint)}" matches no finding\n  help: remove it\n`;
    })
    .join('');
}
