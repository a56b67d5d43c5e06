import type { DocumentRow } from '../document.ts';
import { directionIn } from './headers.ts';

const mostNamed = 3;

/**
 * A warning about rows whose note names connections to the clients. A note is free text, such as "incoming mail", so it
 * decides nothing: the rows are read as connections that the clients open.
 */
export function inboundWarnings(rows: readonly DocumentRow[]): string[] {
  const lines = [...new Set(rows.filter(isNotedInbound).map(({ line }) => line))];
  const [first, ...others] = lines;
  if (first === undefined) return [];
  const more = lines.length - mostNamed;
  const named = lines.slice(0, mostNamed).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const where = others.length === 0 ? `The note on line ${first}` : `The notes on lines ${named}`;
  const has = others.length === 0 ? 'has' : 'have';
  return [
    `${where} ${has} a word for incoming connections, such as "inbound". The part allows what the clients open: if others open a connection, leave its row out with --where.`,
  ];
}

function isNotedInbound({ verdict }: DocumentRow): boolean {
  return (
    verdict.kind === 'facts' &&
    verdict.facts.some(({ note }) => note !== undefined && directionIn(note) === 'inbound')
  );
}
