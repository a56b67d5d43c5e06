import { type SeverityWord, wordOf } from '../../review/rules/kit/rule-info.ts';
import type { Paint } from './paint.ts';

type Mark = Paint['red'];

const marks: Readonly<Record<SeverityWord, (paint: Paint) => Mark>> = {
  critical:
    ({ bold, red }) =>
    (text) =>
      bold(red(text)),
  high: ({ red }) => red,
  medium: ({ yellow }) => yellow,
  low: ({ blue }) => blue,
};

/** The color of a severity on a terminal. */
export function severityPaint(severity: number, paint: Paint): Mark {
  return marks[wordOf(severity)](paint);
}
