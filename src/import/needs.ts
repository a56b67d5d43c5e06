import type { DocumentRow } from '../documents/document.ts';
import { slugOf } from '../documents/kit/section.ts';
import { getOrAdd } from '../maps.ts';
import { distinctIds, type WantedId } from './ids.ts';
import type { ImportedNeed } from './part.ts';
import { noteTextOf, textOf, textWith } from './texts.ts';

/** A row that becomes no endpoint, and why. */
export type Need = {
  readonly kind: ImportedNeed['kind'];
  readonly row: DocumentRow;
  readonly reason: string;
};

/** The needs of an import, in the order of the document. Equal words of one section are one need. */
export function needsOf(
  id: string,
  needs: readonly Need[],
  sectionOf: (need: string) => string | undefined,
): ImportedNeed[] {
  const first = new Map<string, Need>();
  for (const need of needs) getOrAdd(first, wholeOf(need), () => need);
  const distinct = [...first.values()];
  const ids = distinctIds(distinct.map((need) => wantedId(id, need)));
  return distinct.map((need, index) => {
    const own = ids[index] ?? id;
    const section = sectionOf(own) ?? sectionWithLine(need.row);
    return { id: own, kind: need.kind, text: wordsOf(need), section };
  });
}

function wholeOf({ kind, row }: Need): string {
  return JSON.stringify([row.section.key, kind, row.words]);
}

function wantedId(id: string, need: Need): WantedId {
  const { key } = need.row.section;
  const plain = [id, key, slugOf(need.row.words)].filter((part) => part !== '').join('-');
  // Words with other characters have the slug of others too, and no id may depend on which of them a document has.
  return {
    plain,
    whole: wholeOf(need),
    isVague: !/^[a-z0-9]+(?: [a-z0-9]+)*$/.test(need.row.words),
  };
}

/** The vendor's words, and why they are no endpoint. */
function wordsOf({ row, reason }: Need): string {
  const words = textOf(row.words);
  return noteTextOf(words === undefined ? reason : `${words} (${reason})`) ?? 'no words';
}

/** Where the words are: an update keeps this, since each added line would change the lines below it. */
function sectionWithLine({ line, section }: DocumentRow): string {
  const place = textOf(section.citation) ?? textOf(section.title);
  return place === undefined ? `line ${line}` : textWith(place, `, line ${line}`);
}
