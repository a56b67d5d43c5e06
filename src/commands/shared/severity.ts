import { quote } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { nearest } from '../../language/suggest.ts';
import { severityWords } from '../../review/rules/kit/rule-info.ts';

/** The lowest score of a severity, given as a word or a number. Throws a UserError. */
export function severityOf(failOn: string): number {
  const [, word] = severityWords.find(([name]) => name === failOn) ?? [];
  const number = /^\d{1,2}(\.\d)?$/.test(failOn) ? Number(failOn) : undefined;
  const severity = word ?? number;
  if (severity !== undefined && severity <= 10) return severity;
  const near = nearest(
    failOn,
    severityWords.map(([name]) => name),
  );
  throw new UserError(
    `invalid value ${quote(failOn)} for --fail-on`,
    near === undefined
      ? 'use low, medium, high or critical, or a score from 0 to 10'
      : `did you mean ${quote(near)}?`,
  );
}
