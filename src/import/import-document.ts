import type { DocumentReading, DocumentRow } from '../documents/document.ts';
import { failure, type Refusal, type Result, refuse, success } from '../problem.ts';
import { documentOf } from './document.ts';
import { GroupDrafts, groupsOf } from './groups.ts';
import { needsOf } from './needs.ts';
import type { ImportedPart } from './part.ts';
import { type SortedRows, sortRows } from './rows.ts';
import { ServiceNames } from './services.ts';
import type { FormerImport, ImportSettings } from './settings.ts';
import { listTexts } from './text/part.ts';

/** How many rows there are, and what becomes of them. */
export type RowSums = {
  /** The sum of all others. */
  readonly read: number;
  readonly taken: number;
  readonly unresolved: number;
  /** Also those that a filter leaves out. */
  readonly declined: number;
  readonly refused: number;
};

/** What an import makes of a document. */
export type Imported = {
  readonly part: ImportedPart;
  /** The text of each list file, by its path from the part. */
  readonly lists: ReadonlyMap<string, string>;
  readonly sums: RowSums;
  readonly warnings: readonly string[];
};

/** Makes a part of a spec from the rows of a document. Refuses a document of which no safe part can be made. */
export function importDocument(
  reading: DocumentReading,
  settings: ImportSettings,
  former?: FormerImport,
): Result<Imported, Refusal[]> {
  const sorted = sortRows(reading.rows, []);
  if (sorted.taken.length === 0) return failure([refuseNoFacts(sorted)]);
  const part = partOf(reading, sorted, settings, former);
  return success({
    part,
    lists: listTexts(part),
    sums: sumsOf(reading.rows, sorted),
    warnings: reading.warnings,
  });
}

/** An update from such a document would remove everything. */
function refuseNoFacts({ withoutPorts }: SortedRows): Refusal {
  const help =
    withoutPorts === 0
      ? 'check that the file is complete, and that its format is the one that you named'
      : `name the services of ${withoutPorts} rows without a port with --service, as in --service https`;
  return refuse('import-no-facts', 'no row of the document becomes an endpoint', help);
}

function sumsOf(rows: readonly DocumentRow[], { taken, needs, refused }: SortedRows): RowSums {
  const unresolved = needs.filter(({ kind }) => kind === 'demanded').length;
  return {
    read: rows.length,
    taken: taken.length,
    unresolved,
    declined: rows.length - taken.length - unresolved - refused.length,
    refused: refused.length,
  };
}

function partOf(
  reading: DocumentReading,
  { taken, needs }: SortedRows,
  settings: ImportSettings,
  former: FormerImport | undefined,
): ImportedPart {
  const { id } = settings;
  const document = documentOf(reading.facts, settings);
  const services = new ServiceNames(id, settings.known);
  const drafts = new GroupDrafts();
  for (const { row, parts } of taken) {
    const { section } = row;
    const tier = section.tier ?? settings.tier ?? 'optional';
    const inspection = section.inspection ?? settings.inspection ?? 'allow';
    drafts.add({ section, tier, inspection }, parts);
  }
  const groups = groupsOf(drafts, {
    id,
    title: document.title,
    services,
    aggregate: settings.aggregate ?? false,
    lists: settings.lists ?? id,
    former,
  });
  const unresolved = needsOf(id, needs, (need) => former?.sectionOf(need));
  return { id, document, services: services.own, groups, unresolved };
}
