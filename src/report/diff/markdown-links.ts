import { literal } from '../../markdown.ts';
import type { Place } from '../../problem.ts';
import type { DiffAnswer } from './answer.ts';

/**
 * A line of head's files in a few characters, as a link where the pipeline says where the repository is. The spec's own
 * lines need no file name then.
 */
export function lineLink(
  { links, head, spec }: DiffAnswer,
  { file, line }: Pick<Place, 'file' | 'line'>,
): string {
  const address = links.line(file, line, head.commit);
  if (address === undefined) return literal(`${file}:${line}`);
  const name = file === spec ? `L${line}` : literal(`${file}:${line}`);
  return `[${name}](${address})`;
}
