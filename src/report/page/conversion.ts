import type { Conversion } from '../../file-set.ts';
import { count } from './words.ts';

/** A converted file: its path and conversion. */
export type ConvertedFile = { readonly path: string; readonly conversion: Conversion };

/** The output directory as the user named it, and its path from the directory of .gitattributes. */
export type OutputFolder = { readonly out: string; readonly fromTop: string };

/** One sentence for each kind of conversion, for any number of files. */
export function conversionSentences(
  files: readonly ConvertedFile[],
  folder: OutputFolder,
): string[] {
  return (['crlf', 'mark', 'final-line-feed'] as const).flatMap((conversion) => {
    const [first, ...more] = files.filter((file) => file.conversion === conversion);
    if (first === undefined) return [];
    const words = wordsOf(conversion, attributesLine(folder.fromTop));
    if (more.length === 0) return [`${first.path}: ${words}`];
    return [`${count(more.length + 1, 'file')} below ${folder.out}: ${words}`];
  });
}

function wordsOf(conversion: Conversion, line: string): string {
  switch (conversion) {
    case 'crlf':
      return `CRLF line ends, converted by Git; add \`${line}\` to .gitattributes`;
    case 'mark':
      return 'byte order mark at the start, added by an editor';
    case 'final-line-feed':
      return 'final line feed missing, removed by an editor';
  }
}

/** The line of .gitattributes that keeps Git from converting files below a directory. */
export function attributesLine(folder: string): string {
  const escaped = folder.replaceAll(/[*?[\]\\]/g, '\\$&');
  const pattern = folder === '' ? '**' : `${escaped}/**`;
  // Git requires quotes around a pattern with spaces, and a doubled backslash in quotes.
  const isPlain = /^[^\s"\\#!][^\s"\\]*$/.test(pattern);
  const quoted = isPlain ? pattern : `"${pattern.replaceAll(/["\\]/g, '\\$&')}"`;
  return `${quoted} text eol=lf`;
}
