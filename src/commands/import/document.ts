import { visible } from '../../characters.ts';
import type { DocumentReading, DocumentText, ReaderOptions } from '../../documents/document.ts';
import { type DocumentFormat, documentFormats } from '../../documents/formats.ts';
import { guessFormat, namesAddress } from '../../documents/guess.ts';
import { UserError } from '../../errors.ts';
import { standardInput } from '../../io/input.ts';
import type { Refusal } from '../../problem.ts';
import { documentName } from '../shared/document.ts';
import { shellWord } from '../shared/shell.ts';
import type { ImportWords } from './words.ts';

/** The rows of a document. Throws a UserError for a document that is not of the format. */
export async function readRows(
  document: DocumentText,
  { kind: format, id }: Pick<ImportWords, 'kind' | 'id'>,
  options: ReaderOptions,
): Promise<DocumentReading> {
  const read = await documentFormats[format]();
  const reading = read(document, options);
  if (!reading.ok) throw refusedAs(document, { kind: format, id }, reading.error);
  return reading.value;
}

/** The error for a document that a reader refuses, with a hint if its content looks like that of another format. */
export function refusedAs(
  document: DocumentText,
  { kind: format, id }: Pick<ImportWords, 'kind' | 'id'>,
  { message, help }: Refusal,
): UserError {
  const guessed = guessFormat(document);
  const isTold = guessed !== 'text' && (guessed !== 'ranges' || namesAddress(document));
  const hint =
    guessed === format || !isTold
      ? ''
      : `; it looks like ${guessed}: ${importCommand(guessed, document.name, id)}`;
  return new UserError(
    `${visible(document.name)}: ${message}; nothing was written`,
    `${help}${hint}`,
  );
}

/** The command that imports a file in a format, as a shell reads it. */
function importCommand(format: DocumentFormat, name: string, id: string | undefined): string {
  const file = shellWord(name === documentName(standardInput) ? standardInput : name);
  const own = id === undefined ? '' : ` --id ${shellWord(id)}`;
  return `portolan import ${format} ${file}${own}`;
}

const jsonFormats: readonly string[] = ['m365', 'mud', 'ranges'];

/** A warning about JSON that is read as lines: each line with a destination would be taken, and its meaning lost. */
export function formatWarnings(
  document: DocumentText,
  { kind: format, id }: Pick<ImportWords, 'kind' | 'id'>,
): string[] {
  if (jsonFormats.includes(format)) return [];
  const guessed = guessFormat(document);
  if (!jsonFormats.includes(guessed)) return [];
  return [
    `The document looks like ${guessed}, and was read as ${format}: use ${importCommand(guessed, document.name, id)}`,
  ];
}
