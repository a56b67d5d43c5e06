import { literal } from '../../markdown.ts';
import type { Place } from '../../problem.ts';
import type { DiffAnswer } from './answer.ts';

/**
 * A line of head's files, or of base's, in a few characters, as a link where the pipeline says where the repository is. The spec's own
 * lines need no file name then.
 */
export function lineLink(
  { links, base, head, spec }: DiffAnswer,
  { file, line }: Pick<Place, 'file' | 'line'>,
  isOfBase = false,
): string {
  const address = links.line(file, line, isOfBase ? base.commit : head.commit);
  if (address === undefined) return literal(`${file}:${line}`);
  const name = file === spec ? `L${line}` : literal(`${file}:${line}`);
  return `[${name}](${address})`;
}
