import { summarizeLabels } from '../../import/labels.ts';
import type { LabelsAnswer } from '../../report/import/answer.ts';
import { readDocument } from '../shared/document.ts';
import { readRows } from './document.ts';
import { factOptions, type ImportWords, readerOptions, requireOptionsOf } from './words.ts';

/** The labels by which `--where` can select rows of a document. */
export async function labelsOf(words: ImportWords): Promise<LabelsAnswer> {
  requireOptionsOf(words);
  const { document } = readDocument(words.file ?? '', 'nothing was written');
  const { rows } = await readRows(document, words, readerOptions(factOptions(words)));
  return { file: document.name, rows: rows.length, labels: summarizeLabels(rows) };
}
