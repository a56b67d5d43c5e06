import { visible } from '../../characters.ts';
import type { Place } from '../../problem.ts';

/** An annotation that GitHub shows at a line of a changed file, printed as a workflow command. */
export type Annotation = {
  readonly level: 'error' | 'warning' | 'notice';
  /** Null if there is no line; without a column for a whole line. */
  readonly at: Pick<Place, 'file' | 'line'> | Place | null;
  readonly title: string;
  readonly lines: readonly string[];
};

/** Annotations as GitHub's runner reads them. Text in them cannot start another workflow command. */
export function annotationsText(annotations: readonly Annotation[]): string {
  return annotations.map((annotation) => `${commandOf(annotation)}\n`).join('');
}

function commandOf({ level, at, title, lines }: Annotation): string {
  const properties = [...(at === null ? [] : placeOf(at)), `title=${property(title)}`];
  return `::${level} ${properties.join(',')}::${lines.map(data).join('%0A')}`;
}

function placeOf(at: NonNullable<Annotation['at']>): string[] {
  const lines = [`file=${property(at.file)}`, `line=${at.line}`, `endLine=${at.line}`];
  if (!('column' in at)) return lines;
  return [...lines, `col=${at.column}`, `endColumn=${at.column + at.length}`];
}

function data(text: string): string {
  return visible(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
