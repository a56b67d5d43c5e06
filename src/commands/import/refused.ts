import { quote, visible } from '../../characters.ts';
import type { DocumentReading, DocumentRow, DocumentText } from '../../documents/document.ts';
import { exitCode, UserError } from '../../errors.ts';
import type { ImportRecord } from '../../import/record/record.ts';
import { shrinkingOf } from '../../import/shrinking.ts';
import { type Refusal, refuse } from '../../problem.ts';
import { count } from '../../report/page/words.ts';
import { refusedAs } from './document.ts';
import type { Run } from './state.ts';
import type { ImportWords } from './words.ts';

/** The error for a document of which no part is made. */
export function refusedDocument(
  document: DocumentText,
  words: Pick<ImportWords, 'kind' | 'id'>,
  { rows }: DocumentReading,
  refusals: readonly Refusal[],
): UserError {
  const [first] = refusals;
  const messages = refusals.map(({ message }) => message).join('; ');
  const helps = [...new Set(refusals.map(({ help }) => help))].join('; ');
  const isEmpty = first?.rule === 'import-no-facts';
  const message = isEmpty ? `${messages}: ${whyNot(rows)}` : messages;
  return refusedAs(document, words, refuse(first?.rule ?? '', message, helps));
}

const mostNamed = 3;

/** How many rows became nothing, and why the first ones did. */
function whyNot(rows: readonly DocumentRow[]): string {
  const unresolved = rows.filter(({ verdict }) => ['unresolved', 'facts'].includes(verdict.kind));
  const declined = rows.filter(({ verdict }) => verdict.kind === 'declined');
  const refused = rows.filter(({ verdict }) => verdict.kind === 'refused');
  const named = [...refused, ...unresolved].slice(0, mostNamed).map(reasonOf);
  const counts = `${unresolved.length} unresolved, ${declined.length} declined, ${refused.length} refused`;
  return [`${count(rows.length, 'row')} read, ${counts}`, ...named].join('; ');
}

function reasonOf({ line, words, verdict }: DocumentRow): string {
  const place = `line ${line} ${quote(words)}`;
  switch (verdict.kind) {
    case 'facts':
      return `${place} (no port)`;
    case 'refused':
      return `${place} (${visible(verdict.refusal.message)})`;
    default:
      return `${place} (${visible(verdict.reason)})`;
  }
}

/** Throws a UserError with exit code 4 for a document that lost more than half of the facts. */
export function requireNotShrunken({ text }: Run, former: ImportRecord, next: ImportRecord): void {
  const shrinking = shrinkingOf(former, next);
  if (shrinking === undefined) return;
  const { gone, former: all } = shrinking;
  throw new UserError(
    `${visible(text.document.name)} no longer has ${gone} of the ${count(all, 'destination')} of the last import; nothing was written`,
    'check that the file is complete; if it is, add --accept-shrink',
    exitCode.needsApproval,
  );
}
