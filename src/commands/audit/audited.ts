import { audit } from '../../audit/audit.ts';
import { quote, visible } from '../../characters.ts';
import type { DocumentReading, DocumentText } from '../../documents/document.ts';
import { type DocumentFormat, documentFormats } from '../../documents/formats.ts';
import { guessFormat } from '../../documents/guess.ts';
import { UserError } from '../../errors.ts';
import type { ImportRecord } from '../../import/record/record.ts';
import { standardInput } from '../../io/input.ts';
import { didYouMean } from '../../language/suggest.ts';
import type { SourceDocument, Spec } from '../../language/types.ts';
import type { AuditAnswer } from '../../report/audit/answer.ts';
import { usualPart } from '../import/places.ts';
import { readerOptions } from '../import/words.ts';
import { documentName, readDocument } from '../shared/document.ts';
import { nameIn } from '../shared/format.ts';
import { shellWord } from '../shared/shell.ts';
import { nameOf, readSpec, type SpecWords } from '../shared/spec.ts';
import { filtered, recordOf, refusedIn } from './recorded.ts';

/** The words of the command line. */
type Words = SpecWords & {
  readonly file: string;
  readonly format: string;
  readonly as: DocumentFormat | undefined;
  readonly document: string | undefined;
};

/** Compares the document with the spec. Throws a UserError for a document that cannot be read, and InvalidSpec. */
export async function auditDocument(words: Words): Promise<AuditAnswer> {
  const { document, sha256 } = readDocument(words.file, 'nothing was compared');
  const { spec } = readSpec(words);
  const entry = entryOf(spec, words.document, sha256);
  const record = recordOf(entry, words);
  const reading = await readRows(document, words.as, record);
  const isRefusedByImport = refusedIn(record);
  const specName = nameOf(words);
  const isPiped = words.file === standardInput;
  const name = isPiped ? documentName(words.file) : nameIn(words.format, words.spec, words.file);
  const report = audit({ spec, entry, document, reading, sha256, isRefusedByImport });
  const update = record && updateCommand(record, words, entry?.place.file);
  return {
    report,
    document: name,
    isFileOfTree: !isPiped && !/^(?:[/\\]|\.\.|[A-Za-z]:)/.test(name),
    listedAt: entry?.place ?? { file: specName, line: 1, column: 1, length: 1 },
    warnings: [...warningsOf(reading), ...updateNote(update, report.missing.length)],
    update,
    spec: specName,
    version: PORTOLAN_VERSION,
  };
}

function warningsOf(reading: DocumentReading): string[] {
  // An audit has no such option: the import of the spec decides.
  return [...reading.warnings, ...(reading.warningsOf?.(reading.rows) ?? [])].map((text) =>
    text.replace('Add --hosts to include them.', 'Its import leaves them out.'),
  );
}

/** What adds everything that is missing at once. */
function updateNote(update: string | undefined, missing: number): string[] {
  if (update === undefined || missing === 0) return [];
  return [`An import wrote the part of this document. To update it: ${update}`];
}

/** The command that updates the part of a document, from the working directory. */
function updateCommand(
  { format, id }: ImportRecord,
  words: Words,
  part: string | undefined,
): string {
  const out = part === undefined || part === usualPart(id) ? [] : ['--out', part];
  const all = ['portolan', 'import', format, words.file, '--id', id, ...out];
  return all.map(shellWord).join(' ');
}

/** The entry of the document in the spec: the named one, the one with this digest, or the only one. */
function entryOf(
  { documents }: Spec,
  id: string | undefined,
  sha256: string,
): SourceDocument | undefined {
  if (id !== undefined) {
    const named = documents.get(id);
    if (named !== undefined) return named;
    throw new UserError(`unknown document ${quote(id)}`, didYouMean(id, documents.keys()));
  }
  const all = [...documents.values()];
  const [same] = all.filter((each) => each.sha256 === sha256);
  if (same !== undefined) return same;
  if (all.length <= 1) return all[0];
  const ids = all
    .map(({ id: each }) => visible(each))
    .sort()
    .join(', ');
  throw new UserError(
    'the spec lists several documents, and none has the sha256 of this file',
    `name one of them with --document: ${ids}`,
  );
}

/**
 * The rows of a document, read with the options of its import. Throws a UserError if it is not of the format, or names
 * nothing.
 */
async function readRows(
  document: DocumentText,
  as: DocumentFormat | undefined,
  record: ImportRecord | undefined,
): Promise<DocumentReading> {
  const imported = record !== undefined && isFormat(record.format) ? record.format : undefined;
  const format = as ?? imported ?? guessFormat(document);
  const own = record?.format === format ? record : undefined;
  const read = await documentFormats[format]();
  const reading = read(document, own === undefined ? { hosts: true } : readerOptions(own.options));
  const name = visible(document.name);
  const how = as === undefined ? ` (read as ${format})` : '';
  const other = as === undefined ? ', or name its format with --as' : '';
  if (!reading.ok) {
    const { message, help } = reading.error;
    throw new UserError(`${name}: ${message}${how}; nothing was compared`, `${help}${other}`);
  }
  if (reading.value.rows.length > 0)
    return own === undefined ? reading.value : filtered(reading.value, own);
  throw new UserError(
    `${name} names no destination${how}; nothing was compared`,
    `pass the document that lists the access${other}`,
  );
}

function isFormat(word: string): word is DocumentFormat {
  return Object.hasOwn(documentFormats, word);
}
