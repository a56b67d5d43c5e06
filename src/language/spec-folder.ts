import { quote } from '../characters.ts';
import { failure, type Refusal, type Result, success } from '../problem.ts';
import { decodeUtf8 } from './yaml/text.ts';

/** What reading a file gave. */
export type ReadOutcome =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'too-large'; readonly limit: number };

/** What kept a file from being read. */
export type Unread = Exclude<ReadOutcome, { kind: 'bytes' }>;

/** Reads a file; the path is relative to the spec's folder, with `/` between its parts. */
export type FileReader = (path: string) => ReadOutcome;

/** File name to text, in the order of reading: what code frames quote. */
export type FileTexts = ReadonlyMap<string, string>;

/** The folder of one spec's root: its files, as far as they are read. */
export type SpecFolder = {
  readonly read: FileReader;
  /** What stands before a path in messages: the folder as the user wrote it, with its last slash. */
  readonly name: string;
  /** A `FileTexts` that grows. */
  readonly texts: Map<string, string>;
};

/** The folder of the spec whose root the user calls `file`. */
export function openFolder(read: FileReader, file: string): SpecFolder {
  return { read, name: file.slice(0, file.length - baseName(file).length), texts: new Map() };
}

/** The last part of a path; Windows writes a backslash before it. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** The name of a file in messages. */
export function nameOf(folder: SpecFolder, path: string): string {
  return folder.name + path;
}

/** The text of a file's bytes; it is kept for code frames even where it is not UTF-8. */
export function keepText(folder: SpecFolder, path: string, bytes: Uint8Array): Result<string> {
  const file = nameOf(folder, path);
  const text = decodeUtf8(file, bytes);
  const shown = text.ok ? text.value : new TextDecoder().decode(bytes);
  folder.texts.set(file, shown);
  return text;
}

/** Why a file beside the spec is read; the rules are named after it. */
export type Purpose = 'include' | 'list' | 'exceptions';

/** What keeps a file that the spec names from being read, as the place that names it says it. */
export function readRefusal(purpose: Purpose, written: string, outcome: Unread): Refusal {
  switch (outcome.kind) {
    case 'missing':
      return {
        rule: `${purpose}-missing`,
        message: `there is no file ${quote(written)}`,
        help: 'correct the path: it begins in the folder of the file that names it',
      };
    case 'unreadable':
      return {
        rule: `${purpose}-unreadable`,
        message: `${quote(written)} cannot be read: ${outcome.reason}`,
        help: 'make it a plain file that you may read',
      };
    case 'too-large':
      return {
        rule: `${purpose}-too-large`,
        message: `${quote(written)} is larger than ${outcome.limit} bytes`,
        help: 'split it, or raise the limit with --max-size',
      };
  }
}

/**
 * The path of a file that another file names, relative to the root's folder.
 * Refuses (`include-outside`, `list-outside`) whatever could leave the folder of the naming file.
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
      help: 'name a file in the folder of this file or below it, with "/" between the parts',
    });
  }
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  return success(folder + parts.join('/'));
}

const longestPath = 1000;

function tooLong(length: number): string {
  return `is ${length} characters long, and a path has at most ${longestPath}`;
}

function outsideReason(written: string): string | undefined {
  if (written.includes('\\')) return 'has a backslash, which only Windows takes for a folder';
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(written)) return 'is not a path below this folder';
  if (written.startsWith('/')) return 'is an absolute path';
  if (written.split('/').includes('..')) return 'leaves the folder with ".."';
  if (/(^|\/)\.?$/.test(written)) return 'names a folder, not a file';
  return undefined;
}

/** The path of a file whose name in messages is known. */
export function pathOf(folder: SpecFolder, file: string): string {
  return file.slice(folder.name.length);
}
