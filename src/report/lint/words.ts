import { visible } from '../../characters.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { wordOf } from '../../review/rules/kit/rule-info.ts';

/** A finding that somebody has accepted. */
export type Accepted = Finding & { readonly exception: Exception };

export function isAccepted(finding: Finding): finding is Accepted {
  return finding.exception !== null;
}

/** Why a finding is accepted, by whom, and until when. */
export function acceptanceOf({ reason, ticket, approvedBy, until }: Exception): string {
  return `${reason} (${ticket}, ${approvedBy}, until ${until})`;
}

/** `9.8 critical`: a severity as a number and in words. */
export function ratingOf(severity: number): string {
  return `${severity.toFixed(1)} ${wordOf(severity)}`;
}

/** `3 findings: 1 high, 2 low; 4 accepted by exception`. */
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

/** Values with the same key, each group where its first stands. */
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

/** A note for each exception that no finding needs. */
export function unusedText(unused: readonly Exception[]): string {
  return unused
    .map(({ rule, endpoint, place }) => {
      const at = `${visible(place.file)}:${place.line}:${place.column}`;
      return `note: ${at} no finding needs the exception from ${rule} for "${visible(endpoint)}"\n  help: remove it\n`;
    })
    .join('');
}
