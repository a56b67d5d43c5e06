import { visible } from '../../characters.ts';
import type { DocumentReading, DocumentText, ReaderOptions } from '../../documents/document.ts';
import { type DocumentFormat, documentFormats } from '../../documents/formats.ts';
import { guessFormat } from '../../documents/guess.ts';
import { UserError } from '../../errors.ts';
import type { Refusal } from '../../problem.ts';

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

const jsonFormats: readonly string[] = ['m365', 'mud', 'ranges'];

/** A warning about JSON that is read as lines: each line with a destination would be taken, and its meaning lost. */
export function formatWarnings(document: DocumentText, format: DocumentFormat): string[] {
  if (jsonFormats.includes(format)) return [];
  const guessed = guessFormat(document);
  if (!jsonFormats.includes(guessed)) return [];
  return [
    `The document looks like ${guessed}, and was read as ${format}: use portolan import ${guessed}.`,
  ];
}
