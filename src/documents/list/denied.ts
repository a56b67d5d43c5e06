import { quote } from '../../characters.ts';
import type { RowVerdict } from '../document.ts';
import { denialIn } from '../kit/denial.ts';
import { plainWords } from '../kit/words.ts';

/** What the comments of a list deny or limit: one in a line its own line, one above lines all up to the next comment. */
export class Comments {
  #above: string | undefined;
  #isBelowLine = true;

  /** A line that is a comment. Together with the comments right above it, it is about the lines below. */
  add(comment: string): void {
    if (comment.trim() === '') return;
    if (this.#isBelowLine) this.#above = undefined;
    this.#isBelowLine = false;
    this.#above ??= denialIn(comment);
  }

  /** The verdict on a line with this comment, if its own would give access. */
  judge(verdict: RowVerdict, comment: string): RowVerdict {
    this.#isBelowLine = true;
    const denial = denialIn(comment) ?? this.#above;
    if (denial === undefined || verdict.kind !== 'facts') return verdict;
    const reason = `a comment denies or limits it: ${quote(plainWords(denial, 60))}`;
    return { kind: 'unresolved', reason };
  }
}
