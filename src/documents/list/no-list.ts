import { type Refusal, refuse } from '../../problem.ts';
import type { DocumentRow } from '../document.ts';

/** The rule of a line without a destination. */
export const notDestination = 'import-not-destination';

const mostNamed = 3;

/** A short list may have a few lines of words. */
const fewLines = 2;

/**
 * Refuses a text most of whose lines are no destinations. It may be the configuration of a device, which has passwords,
 * so no line of it is quoted.
 */
export function refuseNoList(rows: readonly DocumentRow[]): Refusal | undefined {
  const others = rows.filter(
    ({ verdict }) => verdict.kind === 'refused' && verdict.refusal.rule === notDestination,
  );
  if (others.length <= fewLines || others.length * 2 <= rows.length) return undefined;
  const lines = others.slice(0, mostNamed).map(({ line }) => line);
  const more = others.length - lines.length;
  const named = lines.join(', ') + (more > 0 ? ` and ${more} more` : '');
  return refuse(
    'import-not-list',
    `the document is not a list: most of its lines are no destinations (lines ${named})`,
    'import a list of destinations, or name the format of the document',
  );
}
