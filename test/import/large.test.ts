import { expect, test } from '@jest/globals';
import { importDocument } from '../../src/import/import-document.ts';
import { readRecord } from '../../src/import/record/read.ts';
import { recordText } from '../../src/import/record/text.ts';
import { partText } from '../../src/import/text/part.ts';
import { readingOf, row, rowOf, settings } from '../support/import.ts';
import { must } from '../support/policy.ts';
import { triesAll } from '../support/runs.ts';

const many = triesAll ? 20_000 : 5000;

/** Shapes of documents, each with many rows. An algorithm that compares rows in pairs needs minutes for one of them. */
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

test.each(shapes)('many rows take time in proportion: %s', (_name, rowAt) => {
  const reading = readingOf(Array.from({ length: many }, (_, at) => rowAt(at)));
  const start = process.cpuUsage();
  const { part, record, sums } = must(importDocument(reading, settings));
  partText(part, 'm365');
  const text = recordText(record);
  expect(readRecord('record', text).ok).toBe(true);
  const { user, system } = process.cpuUsage(start);
  expect(sums.read).toBe(many);
  // Ten times what it takes on a slow machine. Pairs of rows would take minutes.
  expect((user + system) / 1e6).toBeLessThan(10);
});
