import type { DocumentRow } from '../documents/document.ts';
import { onlyLimits, takesBack } from '../documents/kit/denial.ts';

/** What readers say of a row that denies or takes back what it names. */
const takingBack =
  /^(?:the text takes back|the rule denies|the rule does not allow|its (?:key|label) .* denies or limits it$)/;

/** The same of a row beside a word that denies, such as a comment or the text above it: that word decides. */
const denying = / denies or limits it: "(.*)"$/;

/** Whether a row takes access back: then a spec that does not allow it lacks nothing. */
export function takesBackAccess({ verdict, words }: DocumentRow): boolean {
  if (takesBack(words)) return true;
  if (verdict.kind !== 'unresolved') return false;
  const [, denial] = denying.exec(verdict.reason) ?? [];
  return denial === undefined ? takingBack.test(verdict.reason) : !onlyLimits(denial);
}
