import { type Refusal, refuse } from '../problem.ts';
import type { ImportRecord } from './record/record.ts';
import type { TakenRow } from './rows.ts';

const mebibyte = 1024 * 1024;

/** What an import may write: the next one reads its part as a spec, and its record. */
const largestPart = 16 * mebibyte;
export const largestRecord = 64 * mebibyte;

/** A service of a spec can have this many. */
const mostPortRuns = 1000;

/** More destinations with their runs of ports would not fit in any record. */
const mostFacts = 2_000_000;

/** A line of a record with a run of ports, `"tcp/1-2", `, and with the place and key of a destination. */
const shortestRun = 9;
const shortestFact = 20;

/** Refuses rows whose facts no record could hold, before a text of them fills the memory. */
export function refuseManyPorts(taken: readonly TakenRow[]): Refusal[] {
  let facts = 0;
  for (const { row, endpoints } of taken) {
    for (const { ports } of endpoints) {
      if (ports.length > mostPortRuns)
        return [
          tooLarge(
            `line ${row.line} has ${ports.length} runs of ports, and a service can have ${mostPortRuns}`,
          ),
        ];
      facts += Math.max(1, ports.length);
    }
  }
  return facts <= mostFacts
    ? []
    : [
        tooLarge(
          `the document becomes ${facts} pairs of a destination and a run of ports, more than ${mostFacts}`,
        ),
      ];
}

/** Refuses a record that would be larger than what the next import reads. */
export function refuseLargeRecord({ groups }: ImportRecord): Refusal[] {
  let size = 0;
  for (const { facts } of groups.values())
    for (const [place, ports] of facts)
      size += shortestFact + place.length + ports.length * shortestRun;
  return size <= largestRecord ? [] : [tooLarge(sizeText('record', largestRecord))];
}

/** Refuses texts that the next import could not read. */
export function refuseLargeFiles(part: string, record: string): Refusal[] {
  return [
    ...(Buffer.byteLength(part) <= largestPart ? [] : [tooLarge(sizeText('part', largestPart))]),
    ...(Buffer.byteLength(record) <= largestRecord
      ? []
      : [tooLarge(sizeText('record', largestRecord))]),
  ];
}

function sizeText(what: string, limit: number): string {
  return `the ${what} would be larger than ${limit / mebibyte} MiB`;
}

function tooLarge(message: string): Refusal {
  return refuse(
    'import-too-large',
    message,
    'select a part of the rows with --where, or split the document',
  );
}
