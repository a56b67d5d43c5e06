import { failure, success } from '../../problem.ts';
import type { DocumentReader, DocumentRow } from '../document.ts';
import { refuseCount, refuseLength } from '../kit/rows.ts';
import { plainWords } from '../kit/words.ts';
import { refuseMarkup } from '../other-format.ts';
import { blocksOf } from './blocks.ts';
import { withoutEmphasis } from './markup.ts';
import { outlineOf } from './outline.ts';
import type { Part } from './parts.ts';
import { rowsOfList, rowsOfSentence } from './rows.ts';
import { Sections } from './sections.ts';
import { Tables } from './tables.ts';

/**
 * Reads a guide: text in Markdown or without marks, with bullets, numbered lists, records and tables. A destination of a
 * list has the ports of its line, else those of the text that heads it, else that of its scheme, else none. Prose gives
 * facts only for URLs.
 */
export const readText: DocumentReader = (document) => {
  const { text } = document;
  const refusal = refuseLength(text) ?? refuseMarkup(document, 'a guide');
  if (refusal !== undefined) return failure(refusal);
  const sections = new Sections();
  const tables = new Tables(sections);
  const { parts, title } = outlineOf(blocksOf(text));
  const rows: DocumentRow[] = [];
  for (const part of parts) {
    for (const row of rowsOf(part, sections, tables)) rows.push(row);
    const tooMany = refuseCount(rows.length);
    if (tooMany !== undefined) return failure(tooMany);
  }
  rows.sort((a, b) => a.line - b.line);
  return success({
    facts: { title: (title && plainWords(withoutEmphasis(title))) || undefined },
    rows,
    warnings: [],
  });
};

function rowsOf(part: Part, sections: Sections, tables: Tables): DocumentRow[] {
  switch (part.kind) {
    case 'list':
      return rowsOfList(part.entries, sections);
    case 'sentence':
      return rowsOfSentence(part.line, part.reading, part.context, sections);
    case 'table':
      return tables.rowsOf(part);
  }
}
