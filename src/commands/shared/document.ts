import { visible } from '../../characters.ts';
import type { DocumentText } from '../../documents/document.ts';
import { documentText, largestDocument, tooLarge } from '../../documents/document-text.ts';
import { UserError } from '../../errors.ts';
import { readInput, standardInput } from '../../io/input.ts';
import { sha256 } from '../../policy/digest.ts';
import type { Refusal } from '../../problem.ts';

/** A document as text, and the digest of its bytes. */
export type DocumentFile = { readonly document: DocumentText; readonly sha256: string };

/** What a command did not do because of a document that it cannot read. */
export type Undone = 'nothing was written' | 'nothing was compared';

/** The name of a document in messages. */
export function documentName(file: string): string {
  return file === standardInput ? 'standard input' : file;
}

/** Reads a document from a file or standard input. Throws a UserError for what no reader can use. */
export function readDocument(file: string, undone: Undone): DocumentFile {
  const name = documentName(file);
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
      throw refusedWith(tooLarge(name), undone);
    case 'bytes': {
      const document = documentText(name, outcome.bytes);
      if (!document.ok) throw refusedWith(document.error, undone);
      return { document: document.value, sha256: sha256(outcome.bytes) };
    }
  }
}

function refusedWith({ message, help }: Refusal, undone: Undone): UserError {
  return new UserError(`${message}; ${undone}`, help);
}
