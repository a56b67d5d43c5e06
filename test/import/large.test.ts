import { expect, test } from '@jest/globals';
import type { DocumentRow } from '../../src/documents/document.ts';
import { importDocument } from '../../src/import/import-document.ts';
import { readRecord } from '../../src/import/record/read.ts';
import { recordText } from '../../src/import/record/text.ts';
import { partText } from '../../src/import/text/part.ts';
import { readingOf, row, rowOf, settings } from '../support/import.ts';
import { must } from '../support/policy.ts';
import { triesAll } from '../support/runs.ts';

const few = triesAll ? 5000 : 1000;

/** Shapes of documents with many rows. */
const shapes = [
  ['hosts of one group', (at: number) => rowOf(`h${at}.example.com`, ['tcp/443'])],
  [
    'networks of many groups',
    (at: number) =>
      rowOf(`198.${at >> 16}.${(at >> 8) & 255}.${at & 255}`, ['tcp/80', 'tcp/443'], {
        key: `${at % 5000}`,
      }),
  ],
  ['URLs with paths', (at: number) => rowOf(`https://h${at}.example.com/a`, ['tcp/443'])],
  ['one host on many ports', (at: number) => rowOf('a.example.com', [`tcp/${1 + (at % 65_000)}`])],
  [
    'needs with equal words',
    (at: number) =>
      at === 0
        ? rowOf('a.example.com', ['tcp/443'])
        : row({ kind: 'unresolved', reason: 'no port' }, { key: `${at % 50}` }, at, '<tenant>'),
  ],
] as const;

test.each(shapes)('four times the rows take about four times as long: %s', (_name, rowAt) => {
  const [short, long] = [secondsFor(few, rowAt), secondsFor(4 * few, rowAt)];
  // Comparing rows in pairs takes sixteen times as long. The garbage collector adds to both.
  expect(long).toBeLessThan(8 * short + 0.5);
});

/** The CPU time of an import with all its texts, whose record is read back. */
function secondsFor(count: number, rowAt: (at: number) => DocumentRow): number {
  const reading = readingOf(Array.from({ length: count }, (_, at) => rowAt(at)));
  const start = process.cpuUsage();
  const { part, record, sums } = must(importDocument(reading, settings));
  partText(part, 'm365');
  expect(readRecord('record', recordText(record)).ok).toBe(true);
  expect(sums.read).toBe(count);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
