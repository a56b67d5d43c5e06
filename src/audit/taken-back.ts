import type { DocumentRow } from '../documents/document.ts';
import { takesBack } from '../documents/kit/denial.ts';

/** What readers say of a row that denies or takes back what it names. */
const takingBack = /^(?:the text takes back|the rule denies|the rule does not allow)/;

/** Whether a row takes access back: then a spec that does not allow it lacks nothing. */
export function takesBackAccess({ verdict, words }: DocumentRow): boolean {
  return takesBack(words) || (verdict.kind === 'unresolved' && takingBack.test(verdict.reason));
}
