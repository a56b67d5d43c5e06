import type { DocumentRow } from '../../documents/document.ts';
import type { Inspection, Tier } from '../../language/types.ts';
import type { ImportedPart } from '../part.ts';
import { factsOf } from '../places.ts';
import type { SortedRows } from '../rows.ts';
import type { ServicePorts } from '../services.ts';
import type { ImportSettings } from '../settings.ts';
import type { RowSums } from '../sums.ts';
import { textOf } from '../texts.ts';

/**
 * What an import remembers for the next one, in `ID.import.json`: what the document said, what was left out, and the
 * options that decided it. What a person changes in the part differs from it.
 */
export type ImportRecord = {
  readonly schemaVersion: 1;
  readonly format: string;
  readonly id: string;
  readonly options: RecordOptions;
  readonly document: {
    readonly sha256: string;
    readonly revision?: string;
    readonly date?: string;
  };
  readonly rows: RowSums;
  /** The groups by id. */
  readonly groups: ReadonlyMap<string, RecordGroup>;
  readonly unresolved: readonly RecordRow[];
  /** Without those that a filter leaves out. */
  readonly declined: readonly RecordRow[];
  readonly refused: readonly RecordRow[];
  /** The path from the part of the spec that includes it, and whose services it uses. */
  readonly spec?: string;
  /** The paths of the list files from the part, sorted. */
  readonly lists: readonly string[];
};

/** The options that decide facts, as the user gave them. */
export type RecordOptions = {
  readonly tier?: Tier;
  readonly inspection?: Inspection;
  readonly services?: readonly string[];
  readonly where?: readonly string[];
  readonly only?: 'hosts' | 'networks';
  readonly bypass?: readonly string[];
  readonly hosts?: true;
  readonly columns?: ReadonlyMap<string, string>;
  readonly aggregate?: true;
  readonly allowWide?: true;
};

export type RecordGroup = {
  readonly tier: Tier;
  readonly inspection: Inspection;
  /** The ports of each destination by form and value, as `host www.example.com`. */
  readonly facts: ReadonlyMap<string, readonly string[]>;
};

/** A row that became no endpoint. */
export type RecordRow = {
  readonly line: number;
  readonly words: string;
  readonly reason: string;
};

/** What a record is made of. */
export type RecordParts = {
  readonly part: ImportedPart;
  readonly servicePorts: ServicePorts;
  readonly rows: SortedRows;
  readonly sums: RowSums;
  readonly settings: ImportSettings;
};

/** The record of an import. */
export function recordOf({ part, servicePorts, rows, sums, settings }: RecordParts): ImportRecord {
  const { sha256, revision, date } = part.document;
  const needs = (kind: 'demanded' | 'declined') =>
    rows.needs.filter((need) => need.kind === kind).map(({ row, reason }) => rowOf(row, reason));
  const groups = part.groups.map(({ id, tier, inspection, endpoints }) => {
    return [id, { tier, inspection, facts: factsOf({ endpoints }, servicePorts) }] as const;
  });
  const lists = part.groups.flatMap(({ endpoints }) =>
    endpoints.flatMap(({ form, value }) => (form === 'list' ? [value] : [])),
  );
  return {
    schemaVersion: 1,
    format: settings.format,
    id: part.id,
    options: optionsOf(settings),
    document: withoutAbsent({ sha256, revision, date }),
    rows: sums,
    groups: new Map(groups),
    unresolved: needs('demanded'),
    declined: needs('declined'),
    refused: rows.refused.map(({ row, refusal }) => rowOf(row, refusal.message)),
    ...withoutAbsent({ spec: settings.spec }),
    lists: lists.sort(),
  };
}

/** The options of an import that decide its facts: an update uses them again. */
function optionsOf(settings: ImportSettings): RecordOptions {
  const { tier, inspection, services, where, reader = {} } = settings;
  const { only, bypass, columns } = reader;
  return withoutAbsent({
    tier,
    inspection,
    services,
    where,
    only,
    bypass,
    hosts: isTrue(reader.hosts),
    columns,
    aggregate: isTrue(settings.aggregate),
    allowWide: isTrue(settings.allowWide),
  });
}

function isTrue(value: boolean | undefined): true | undefined {
  return value === true ? value : undefined;
}

type Present<Values> = {
  [Key in keyof Values as undefined extends Values[Key] ? never : Key]: Values[Key];
} & { [Key in keyof Values]?: Exclude<Values[Key], undefined> };

function withoutAbsent<Values extends object>(values: Values): Present<Values> {
  const present = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Present<Values>;
}

function rowOf({ line, words }: DocumentRow, reason: string): RecordRow {
  return { line, words: textOf(words) ?? '', reason: textOf(reason) ?? '' };
}
