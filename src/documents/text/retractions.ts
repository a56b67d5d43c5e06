import { hasDenial } from '../kit/denial.ts';
import type { Entry } from './parts.ts';
import { takenBack, takesBack } from './sources.ts';

/** Which entries of a list others take back: notes below them, entries above them, fields of their record, exclusions. */
export class Retractions {
  /** The entries that a field or an exclusion of their list is about. */
  readonly #taken = new Set<Entry>();

  constructor(entries: readonly Entry[]) {
    let isWhole = false;
    for (const [at, entry] of entries.entries()) {
      if (beginsWithDestination(entry) || !hasDenial(entry.reading.text)) continue;
      if (isField(entry)) isWhole = true;
      else if (isExclusion(entry)) for (const each of entries.slice(0, at)) this.#taken.add(each);
    }
    if (isWhole) for (const each of entries) this.#taken.add(each);
  }

  /** Why an entry is in doubt; undefined if no other one takes it back. */
  of(entry: Entry): string | undefined {
    const isTaken = this.#taken.has(entry) || isBelow(entry) || entry.children.some(isNote);
    return isTaken ? takenBack : undefined;
  }
}

function beginsWithDestination({ reading: { units } }: Entry): boolean {
  const [first] = units;
  return first !== undefined && !/[\p{L}\p{N}]/u.test(first.before);
}

/** `Action: Deny`, `Status: Removed`. */
function isField({ reading: { text, units } }: Entry): boolean {
  return units.length === 0 && /^[*_\s]*\p{L}[\p{L} /-]{1,30}[*_]*\s?[:=]\s*\S/u.test(text);
}

/** `except 198.51.100.7`, `but not port 25`. */
function isExclusion({ reading: { text } }: Entry): boolean {
  return /^\W*(?:(?:with the )?except|exclud|exclusion|but|not|without|other than|apart from|minus|ausser|au\u00dfer|ausgenommen|ausnahme|mit ausnahme|ohne|nicht|aber|bis auf)/i.test(
    text,
  );
}

/** Whether an entry above takes it back. */
function isBelow({ parent, head }: Entry): boolean {
  for (let above = parent; above !== undefined; above = above.parent)
    if (takesBack(above.reading) || (above.head && takesBack(above.head.reading))) return true;
  return head !== undefined && takesBack(head.reading);
}

/** Whether an entry below is about the one above it, and takes it back. */
function isNote(entry: Entry): boolean {
  return !beginsWithDestination(entry) && hasDenial(entry.reading.text);
}
