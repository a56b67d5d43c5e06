import { quote } from '../characters.ts';
import { failure, type Refusal, type Result, success } from '../problem.ts';
import { decodeUtf8 } from './yaml/text.ts';

/** The result of reading a file. */
export type ReadOutcome =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'too-large'; readonly limit: number };

/** Why a file was not read. */
export type Unread = Exclude<ReadOutcome, { kind: 'bytes' }>;

/** Reads a file; the path is relative to the spec's directory, with `/` between its parts. */
export type FileReader = (path: string) => ReadOutcome;

/** File name to text, in the order of reading; code frames quote these texts. */
export type FileTexts = ReadonlyMap<string, string>;

/** The directory of a spec's root file, and the files that were read from it. */
export type SpecFolder = {
  readonly read: FileReader;
  /** The prefix of paths in messages: the directory as the user wrote it, with its last slash. */
  readonly name: string;
  /** A `FileTexts` that grows. */
  readonly texts: Map<string, string>;
};

/** The directory of the spec whose root file the user names `file`. */
export function openFolder(read: FileReader, file: string): SpecFolder {
  return { read, name: file.slice(0, file.length - baseName(file).length), texts: new Map() };
}

/** The last part of a path, after a slash or (on Windows) a backslash. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** The name of a file in messages. */
export function nameOf(folder: SpecFolder, path: string): string {
  return folder.name + path;
}

/** The text of a file's bytes. It is kept for code frames, even if it is not UTF-8. */
export function keepText(folder: SpecFolder, path: string, bytes: Uint8Array): Result<string> {
  const file = nameOf(folder, path);
  const text = decodeUtf8(file, bytes);
  const shown = text.ok ? text.value : new TextDecoder().decode(bytes);
  folder.texts.set(file, shown);
  return text;
}

/** Why a file of the spec is read; the ids of the rules begin with it. */
export type Purpose = 'include' | 'list' | 'exceptions';

/** The refusal of a file that the spec names as `written`, and that was not read. */
export function readRefusal(purpose: Purpose, written: string, outcome: Unread): Refusal {
  switch (outcome.kind) {
    case 'missing':
      return {
        rule: `${purpose}-missing`,
        message: `file not found: ${quote(written)}`,
        help: 'correct the path: it is relative to the directory of this file',
      };
    case 'unreadable':
      return {
        rule: `${purpose}-unreadable`,
        message: `cannot read ${quote(written)}: ${outcome.reason}`,
        help: 'use a regular file that you have permission to read',
      };
    case 'too-large':
      return {
        rule: `${purpose}-too-large`,
        message: largerThan(quote(written), outcome.limit),
        help: 'split it, or raise the limit with --max-size',
      };
  }
}

/** The words for a file that is larger than its limit. */
export function largerThan(file: string, limit: number): string {
  return `${file} is larger than ${limit === 1 ? '1 byte' : `${limit} bytes`}`;
}

/**
 * The path of a file that the file `from` names, relative to the root's directory.
 * Refuses (`include-outside`, `list-outside`) a path that could leave the directory of `from`.
 */
export function relativePath(
  purpose: Purpose,
  from: string,
  written: string,
): Result<string, Refusal> {
  const reason = written.length > longestPath ? tooLong(written.length) : outsideReason(written);
  if (reason !== undefined) {
    return failure({
      rule: `${purpose}-outside`,
      message: `${quote(written)} ${reason}`,
      help: 'write a path inside the directory of this file, with "/" between its parts',
    });
  }
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  return success(folder + parts.join('/'));
}

const longestPath = 1000;

function tooLong(length: number): string {
  return `is ${length} characters long, and paths have at most ${longestPath}`;
}

function outsideReason(written: string): string | undefined {
  if (written.includes('\\'))
    return 'contains a backslash, which separates directories only on Windows';
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(written)) return 'is not a relative path';
  if (written.startsWith('/')) return 'is an absolute path';
  if (written.split('/').includes('..')) return 'leaves the directory with ".."';
  if (/(^|\/)\.?$/.test(written)) return 'is a directory, not a file';
  return undefined;
}

/** The path of a file, from its name in messages. */
export function pathOf(folder: SpecFolder, file: string): string {
  return file.slice(folder.name.length);
}
