import { withoutCommands } from '../../characters.ts';
import type { Paint } from '../page/paint.ts';
import { wrap } from '../page/wrap.ts';
import type { ImportAnswer } from './answer.ts';
import {
  accessText,
  headline,
  keptText,
  lostTexts,
  movedText,
  movesOf,
  recordedTexts,
  rowsText,
  rowText,
} from './words.ts';

/** The change for the person who ran the import: what was written, what it does to access, and what is left to do. */
export function importText(answer: ImportAnswer, paint: Paint): string {
  const { access, files, written, kept, lost, warnings, unresolved, refused, next } = answer;
  const texts = (heading: string, lines: readonly string[], most = lines.length) =>
    block(paint.bold(heading), lines, most);
  const blocks = [
    [
      ...wrap(headline(answer), 0).map(paint.bold),
      ...[rowsText(answer), ...recordedTexts(answer)].flatMap((line) => wrap(line, 0)),
    ].join('\n'),
    ...texts('warnings', warnings),
    ...texts('access added', access.added.map(accessText)),
    ...texts('access removed', access.removed.map(accessText)),
    ...texts('tier', movesOf(answer, 'tier').map(movedText)),
    ...texts('inspection', movesOf(answer, 'inspection').map(movedText)),
    ...texts('stays as you wrote it', kept.map(keptText), mostShown),
    ...texts('lost with what is gone', lost.flatMap(lostTexts)),
    ...texts('unresolved', unresolved.map(rowText), mostRows),
    ...texts('refused', refused.map(rowText), mostRows),
    ...texts(
      written ? 'files' : 'files that would change',
      files.map(({ path, change }) => `${change} ${path}`),
      mostShown,
    ),
    ...(next === null ? [] : [wrap(`next: ${next}`, 0).join('\n')]),
  ];
  return `${withoutCommands(blocks.join('\n\n'))}\n`;
}

/** How many files the text shows. Access is never left out: one host among many is what a reviewer looks for. */
const mostShown = 20;
const mostRows = 5;

function block(heading: string, lines: readonly string[], most: number): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - most;
  const shown = lines.slice(0, most).flatMap((line) => wrap(line, 2));
  const rest = more > 0 ? [`  and ${more} more: --format json lists all`] : [];
  return [[heading, ...shown, ...rest].join('\n')];
}
