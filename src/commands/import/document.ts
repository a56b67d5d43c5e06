import { visible } from '../../characters.ts';
import type { DocumentReading, DocumentText, ReaderOptions } from '../../documents/document.ts';
import { documentText, largestDocument, tooLarge } from '../../documents/document-text.ts';
import { type DocumentFormat, documentFormats } from '../../documents/formats.ts';
import { guessFormat } from '../../documents/guess.ts';
import { UserError } from '../../errors.ts';
import { readInput, standardInput } from '../../io/input.ts';
import { sha256 } from '../../policy/digest.ts';
import type { Refusal } from '../../problem.ts';

/** A document as text, and the digest of its bytes. */
export type ImportedText = { readonly document: DocumentText; readonly sha256: string };

/** Reads a document from a file or standard input. Throws a UserError for what no reader can use. */
export function readDocument(file: string): ImportedText {
  const name = file === standardInput ? 'standard input' : file;
  const outcome = readInput(file, largestDocument);
  switch (outcome.kind) {
    case 'missing':
      throw new UserError(`file not found: ${visible(file)}`, 'pass the path of the document');
    case 'unreadable':
      throw new UserError(
        `cannot read ${visible(name)}: ${visible(outcome.reason)}`,
        'pass a file that you have permission to read',
      );
    case 'too-large':
      throw refusedWith(tooLarge(name));
    case 'bytes': {
      const document = documentText(name, outcome.bytes);
      if (!document.ok) throw refusedWith(document.error);
      return { document: document.value, sha256: sha256(outcome.bytes) };
    }
  }
}

/** The rows of a document. Throws a UserError for a document that is not of the format. */
export async function readRows(
  document: DocumentText,
  format: DocumentFormat,
  options: ReaderOptions,
): Promise<DocumentReading> {
  const read = await documentFormats[format]();
  const reading = read(document, options);
  if (!reading.ok) throw refusedAs(document, format, reading.error);
  return reading.value;
}

/** The error for a document that a reader refuses, with a hint if its content looks like that of another format. */
export function refusedAs(
  document: DocumentText,
  format: DocumentFormat,
  { message, help }: Refusal,
): UserError {
  const guessed = guessFormat(document);
  const hint =
    guessed === format || guessed === 'text'
      ? ''
      : `; it looks like ${guessed}: portolan import ${guessed}`;
  return new UserError(
    `${visible(document.name)}: ${message}; nothing was written`,
    `${help}${hint}`,
  );
}

/** The error for what makes a document unusable. */
function refusedWith({ message, help }: Refusal): UserError {
  return new UserError(`${message}; nothing was written`, help);
}
