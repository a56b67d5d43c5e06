import { failure, success } from '../../problem.ts';
import type { DocumentReader, DocumentRow } from '../document.ts';
import { mostRows, refuseRows } from '../kit/rows.ts';
import { blocksOf } from './blocks.ts';
import { outlineOf, type Part } from './outline.ts';
import { rowsOfList, rowsOfSentence } from './rows.ts';
import { Sections } from './sections.ts';

/**
 * Reads a guide: text in Markdown or without marks, with bullets, numbered lists, records and tables. A destination of a
 * list has the ports of its line, else those of the text that heads it, else that of its scheme, else none. Prose gives
 * facts only for URLs.
 */
export const readText: DocumentReader = ({ text }) => {
  const sections = new Sections();
  const parts = outlineOf(blocksOf(text));
  const rows: DocumentRow[] = [];
  for (const part of parts) {
    for (const row of rowsOf(part, sections)) rows.push(row);
    if (rows.length > mostRows) return failure(refuseRows());
  }
  rows.sort((a, b) => a.line - b.line);
  return success({ facts: {}, rows, warnings: [] });
};

function rowsOf(part: Part, sections: Sections): DocumentRow[] {
  switch (part.kind) {
    case 'list':
      return rowsOfList(part.entries, sections);
    case 'sentence':
      return rowsOfSentence(part.line, part.reading, part.context, sections);
    case 'table':
      return [];
  }
}
