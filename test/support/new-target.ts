import { readText } from './schema.ts';

/**
 * The files that a table of docs/new-target.md lists, sorted, for a target of this name; a directory ends in a slash.
 * `title` is the title of the table's second column.
 */
export function filesNamed(title: string, target: string): string[] {
  const [, rows = ''] = readText('docs/new-target.md').split(
    `| file | ${title} |\n| --- | --- |\n`,
  );
  const [table = ''] = rows.split('\n\n');
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)]
    .map(([, path = '']) => path.replaceAll('NAME', target))
    .sort();
}
