import { expect, test } from '@jest/globals';
import { readM365 } from '../../src/documents/m365/index.ts';
import { importDocument } from '../../src/import/import-document.ts';
import { refuseLargeFiles } from '../../src/import/refused-sizes.ts';
import { must } from '../support/policy.ts';

/** Why an entry with so many destinations and single ports is refused; undefined if it is not. */
function refusal(destinations: number, ports: number): string | undefined {
  const urls = Array.from({ length: destinations }, (_, index) => `h${index}.example.com`);
  const tcpPorts = Array.from({ length: ports }, (_, index) => 2 * index + 1).join();
  const text = JSON.stringify([{ id: 1, serviceArea: 'A', required: true, urls, tcpPorts }]);
  const reading = must(readM365({ name: 'x', text }, {}));
  const imported = importDocument(reading, { format: 'm365', id: 'v', sha256: 'a'.repeat(64) });
  return imported.ok ? undefined : imported.error[0]?.message;
}

test('a row with more runs of ports than a service can have is refused', () => {
  expect(refusal(1, 1_000)).toBeUndefined();
  expect(refusal(1, 1_001)).toContain('has 1001 runs of ports, and a service can have 1000');
});

test('too many pairs of a destination and a run of ports are refused', () => {
  expect(refusal(3_000, 100)).toBeUndefined();
  expect(refusal(20_001, 100)).toContain('2000100 pairs of a destination and a run of ports');
});

test('files that the next import could not read are refused', () => {
  const mebibyte = 1024 * 1024;
  expect(refuseLargeFiles('a'.repeat(16 * mebibyte), 'a'.repeat(64 * mebibyte))).toEqual([]);
  expect(refuseLargeFiles('a'.repeat(16 * mebibyte + 1), '')).toHaveLength(1);
  expect(refuseLargeFiles('', 'a'.repeat(64 * mebibyte + 1))).toHaveLength(1);
});
