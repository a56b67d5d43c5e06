import { type DocumentReading, type DocumentRow, leftOutByFilter } from '../documents/document.ts';
import type { Inspection } from '../language/types.ts';
import { failure, type Refusal, type Result, success } from '../problem.ts';
import { portsOfServices } from './asked-services.ts';
import { documentOf, refuseDate, warnOfDate } from './document.ts';
import { GroupDrafts, groupsOf, type TakenPlaces, takenPlaces } from './groups.ts';
import { needsOf } from './needs.ts';
import type { ImportedPart } from './part.ts';
import { type ImportRecord, recordOf } from './record/record.ts';
import {
  refuseInspections,
  refuseNoFacts,
  refuseNoServices,
  refuseNoTier,
  refuseTooMany,
  refuseWide,
} from './refused-documents.ts';
import { refuseLargeRecord, refuseManyPorts } from './refused-sizes.ts';
import { type SortedRows, sortRows } from './rows.ts';
import { ServiceNames, type ServicePorts } from './services.ts';
import type { FormerImport, ImportSettings } from './settings.ts';
import { type RowSums, sumsOf } from './sums.ts';
import { listTexts } from './text/part.ts';
import { warningsOf } from './warnings.ts';
import { selectRows } from './where.ts';

/** What an import makes of a document. */
export type Imported = {
  readonly part: ImportedPart;
  readonly record: ImportRecord;
  /** The text of each list file, by its path from the part. */
  readonly lists: ReadonlyMap<string, string>;
  readonly sums: RowSums;
  readonly warnings: readonly string[];
  /** Where the part has what each row asks for. */
  readonly taken: () => readonly TakenPlaces[];
};

/** Makes a part of a spec from the rows of a document. Refuses a document of which no safe part can be made. */
export function importDocument(
  reading: DocumentReading,
  settings: ImportSettings,
  former?: FormerImport,
): Result<Imported, Refusal[]> {
  const ports = portsOfServices(settings.services ?? []);
  const selected = selectRows(reading.rows, settings.where ?? []);
  const date = refuseDate(settings);
  if (!ports.ok || !selected.ok || date.length > 0)
    return failure([...date, ...errorsOf(ports), ...errorsOf(selected)]);
  const rows = sortRows(selected.value.filter(isListed), ports.value);
  const refused = refusalsOf(rows, settings);
  if (refused.length > 0) return failure(refused);
  const { part, ports: servicePorts, taken } = partOf(reading, rows, settings, former);
  const large = refuseTooMany(part);
  if (large.length > 0) return failure(large);
  const sums = sumsOf(reading.rows, rows);
  const record = recordOf({ part, servicePorts, rows, sums, settings });
  const largeRecord = refuseLargeRecord(record);
  if (largeRecord.length > 0) return failure(largeRecord);
  return success({
    part,
    record,
    lists: listTexts(part),
    taken,
    sums,
    warnings: [
      ...reading.warnings,
      ...(reading.warningsOf?.(selected.value) ?? []),
      ...warnOfDate(reading.facts, settings),
      ...warningsOf(part, rows, settings),
    ],
  });
}

function errorsOf<Failure>(result: Result<unknown, readonly Failure[]>): readonly Failure[] {
  return result.ok ? [] : result.error;
}

/** Rows that an option of the reader left out are counted, and not listed. */
function isListed({ verdict }: DocumentRow): boolean {
  return verdict.kind !== 'declined' || verdict.reason !== leftOutByFilter;
}

/** The first kind of mistake: rows without a service are no facts because of that. */
function refusalsOf(rows: SortedRows, settings: ImportSettings): Refusal[] {
  const services = refuseNoServices(rows, settings);
  if (services.length > 0) return services;
  const inspected = rows.taken.map((row) => {
    return { row, inspection: inspectionOf(row.row, settings) };
  });
  return [
    ...refuseManyPorts(rows.taken),
    ...refuseNoFacts(rows),
    ...refuseNoTier(rows, settings),
    ...refuseWide(rows, settings),
    ...refuseInspections(inspected),
  ];
}

/** Only a person grants bypass: `--bypass` names the categories that have it, `--inspection` all. */
function inspectionOf({ section }: DocumentRow, settings: ImportSettings): Inspection {
  const { inspection = 'allow', reader } = settings;
  const mayBypass = inspection === 'bypass' || (reader?.bypass ?? []).length > 0;
  if (section.inspection === 'bypass' && !mayBypass) return 'allow';
  return section.inspection ?? inspection;
}

function partOf(
  reading: DocumentReading,
  { taken, needs }: SortedRows,
  settings: ImportSettings,
  former: FormerImport | undefined,
): Pick<Imported, 'part' | 'taken'> & { readonly ports: ServicePorts } {
  // Without a tier, only rows with one of their own come here.
  const { id, tier = 'optional', aggregate = false, lists = id } = settings;
  const document = documentOf(reading.facts, settings);
  const services = new ServiceNames(id, settings.known);
  const drafts = new GroupDrafts();
  for (const { row, endpoints } of taken) {
    const { section } = row;
    const inspection = inspectionOf(row, settings);
    drafts.add({ section, tier: section.tier ?? tier, inspection }, endpoints);
  }
  const { title } = document;
  const groups = groupsOf(drafts, { id, title, services, aggregate, lists, former });
  const unresolved = needsOf(id, needs, (need) => former?.sectionOf(need));
  const part = { id, document, services: services.own, groups, unresolved };
  return { part, ports: services.ports, taken: () => takenPlaces(drafts, groups, taken) };
}
