import type { DocumentFact, DocumentReader, ReaderOptions } from '../../src/documents/document.ts';
import { formatDestination } from '../../src/net/destination.ts';
import { formatPortRange } from '../../src/net/port.ts';

/** The rows that a reader makes of a text, a line each: `2 required: https a.example/b tcp/443`; or the refusal. */
export function rowsIn(
  read: DocumentReader,
  text: string,
  options: ReaderOptions = {},
): readonly string[] {
  const reading = read({ name: 'document', text }, options);
  if (!reading.ok) return [`refused ${reading.error.rule}: ${reading.error.message}`];
  return reading.value.rows.map(({ line, section, verdict }) => {
    const place = section.key === '' ? `${line}` : `${line} ${section.key}`;
    if (verdict.kind === 'facts') return `${place}: ${verdict.facts.map(factText).join('; ')}`;
    const why = verdict.kind === 'refused' ? verdict.refusal.rule : verdict.reason;
    return `${place}: ${verdict.kind}, ${why}`;
  });
}

/** A fact in a line, without what it prints. */
export function factText({ scheme, destination, path, ports }: DocumentFact): string {
  const where = formatDestination(destination) + (path === '/' ? '' : path);
  return [scheme ?? '', where, ...ports.map(formatPortRange)]
    .filter((part) => part !== '')
    .join(' ');
}
