import type { Conversion } from '../../file-set.ts';
import { count } from './words.ts';

/** A file that was converted: its path, and how. */
export type ConvertedFile = { readonly path: string; readonly conversion: Conversion };

/** The output folder as it is named, and as .gitattributes names it: by its path from the folder of that file. */
export type OutputFolder = { readonly out: string; readonly fromTop: string };

/** What happened to files, one sentence for each way, however many they are. */
export function conversionSentences(
  files: readonly ConvertedFile[],
  folder: OutputFolder,
): string[] {
  return (['crlf', 'mark', 'final-line-feed'] as const).flatMap((conversion) => {
    const [first, ...more] = files.filter((file) => file.conversion === conversion);
    if (first === undefined) return [];
    const [one, many] = wordsOf(conversion, attributesLine(folder.fromTop));
    if (more.length === 0) return [`${first.path}: ${one}`];
    return [`${count(more.length + 1, 'file')} below ${folder.out}: ${many}`];
  });
}

function wordsOf(conversion: Conversion, line: string): readonly [one: string, many: string] {
  switch (conversion) {
    case 'crlf': {
      const advice = `put \`${line}\` into .gitattributes`;
      return [
        `its lines end in CRLF: git converted it; ${advice}`,
        `their lines end in CRLF: git converted them; ${advice}`,
      ];
    }
    case 'mark':
      return [
        'it begins with a byte order mark: an editor put it there',
        'they begin with a byte order mark: an editor put it there',
      ];
    case 'final-line-feed':
      return [
        'its last line feed is gone: an editor took it away',
        'their last line feed is gone: an editor took it away',
      ];
  }
}

/** The line of .gitattributes that keeps git from converting what is below a folder. */
export function attributesLine(folder: string): string {
  const escaped = folder.replaceAll(/[*?[\]\\]/g, '\\$&');
  const pattern = folder === '' ? '**' : `${escaped}/**`;
  // Git takes a pattern with spaces in quotes, where a backslash stands for itself when it is doubled.
  const isPlain = /^[^\s"\\#!][^\s"\\]*$/.test(pattern);
  const quoted = isPlain ? pattern : `"${pattern.replaceAll(/["\\]/g, '\\$&')}"`;
  return `${quoted} text eol=lf`;
}
