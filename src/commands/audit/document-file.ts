import { basename } from 'node:path';
import { visible } from '../../characters.ts';
import type { DocumentReading, DocumentText } from '../../documents/document.ts';
import { documentText, largestDocument, tooLarge } from '../../documents/document-text.ts';
import { type DocumentFormat, documentFormats } from '../../documents/formats.ts';
import { guessFormat } from '../../documents/guess.ts';
import { UserError } from '../../errors.ts';
import { readerFor } from '../../io/read.ts';
import { sha256 } from '../../policy/digest.ts';
import type { Refusal } from '../../problem.ts';

/** A document as text, and the digest of its bytes. */
export type DocumentFile = { readonly document: DocumentText; readonly sha256: string };

/** Reads a document. Throws a UserError for what no reader can use. `name` is the name of the file in reports. */
export function readDocumentFile(file: string, name: string): DocumentFile {
  const outcome = readerFor(file, largestDocument)(basename(file));
  switch (outcome.kind) {
    case 'missing':
      throw new UserError(`file not found: ${visible(file)}`, 'pass the path of the document');
    case 'unreadable':
      throw new UserError(
        `cannot read ${visible(file)}: ${visible(outcome.reason)}`,
        'pass a regular file that you have permission to read',
      );
    case 'too-large':
      throw userError(tooLarge(file));
    case 'bytes': {
      const document = documentText(name, outcome.bytes);
      if (!document.ok) throw userError(document.error);
      return { document: document.value, sha256: sha256(outcome.bytes) };
    }
  }
}

/** The rows of a document. Throws a UserError if it is not of the format, or names nothing. */
export async function readRows(
  document: DocumentText,
  as: DocumentFormat | undefined,
): Promise<DocumentReading> {
  const format = as ?? guessFormat(document);
  const read = await documentFormats[format]();
  const reading = read(document, {});
  const name = visible(document.name);
  const how = as === undefined ? `${name}, read as ${format}` : name;
  if (!reading.ok)
    throw new UserError(`${how}: ${reading.error.message}`, helpFor(as, reading.error.help));
  if (reading.value.rows.length > 0) return reading.value;
  throw new UserError(
    `${how}, names no destination`,
    helpFor(as, 'pass the document that lists the access'),
  );
}

function helpFor(as: DocumentFormat | undefined, help: string): string {
  return as === undefined ? `${help}, or name its format with --as` : help;
}

function userError({ message, help }: Refusal): UserError {
  return new UserError(message, help);
}
