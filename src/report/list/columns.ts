import { formatNetwork } from '../../net/network.ts';
import { formatPortRange } from '../../net/port.ts';
import { writtenText } from '../../policy/written.ts';
import { formatPlace } from '../../problem.ts';
import type { ListEntry } from '../../review/list/entries.ts';
import type { ListAnswer } from './answer.ts';

/** One column of a table: its name, and the text of an entry in it. */
type Column = { readonly name: string; readonly textOf: (entry: ListEntry) => string };

/** The columns of the tables, one for each target at the end. A new column is a new row here. */
function columnsOf({ targets }: ListAnswer): Column[] {
  return [...columns, ...targets.map(coverageColumn)];
}

const columns: readonly Column[] = [
  { name: 'site', textOf: ({ site }) => site },
  { name: 'tier', textOf: ({ origin }) => origin.group.tier },
  { name: 'group', textOf: ({ origin }) => origin.group.id },
  { name: 'destination', textOf: ({ destination, path }) => `${destination}${path ?? ''}` },
  { name: 'written', textOf: ({ origin }) => writtenText(origin.endpoint) },
  { name: 'service', textOf: ({ origin }) => origin.service.name },
  { name: 'ports', textOf: ({ ports }) => ports.map(formatPortRange).join(' ') },
  { name: 'clients', textOf: ({ clients }) => clients.map(formatNetwork).join(' ') },
  { name: 'inspection', textOf: ({ rule }) => rule.inspection },
  { name: 'ticket', textOf: ({ origin }) => origin.endpoint.ticket ?? '' },
  { name: 'document', textOf: ({ origin }) => origin.endpoint.source?.document ?? '' },
  { name: 'section', textOf: ({ origin }) => origin.endpoint.source?.section ?? '' },
  { name: 'expires', textOf: ({ origin }) => origin.endpoint.expires ?? '' },
  { name: 'spec', textOf: ({ origin }) => formatPlace(origin.endpoint.place) },
];

/** Empty at a site without the target. */
function coverageColumn(target: string): Column {
  const textOf = ({ coverage }: ListEntry) =>
    coverage.find((each) => each.target === target)?.kind ?? '';
  return { name: target, textOf };
}

/** The names of the columns, and the texts of each entry. */
export function cellsOf(answer: ListAnswer): [names: string[], ...rows: string[][]] {
  const all = columnsOf(answer);
  const rows = answer.entries.map((entry) => all.map(({ textOf }) => textOf(entry)));
  return [all.map(({ name }) => name), ...rows];
}
