import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocumentRow } from '../../../src/documents/document.ts';
import { readTable } from '../../../src/documents/table/index.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { factText } from '../../support/document-rows.ts';

const hosts = fc.constantFrom(
  'a.example.com',
  '*.b.example.com',
  '203.0.113.0/24',
  'c.example.org',
);
const ports = fc.constantFrom(
  '443',
  '80',
  '3478',
  '8000-8010',
  '443, 80',
  '5004 and 9000',
  '1,433',
);
const protocols = fc.constantFrom('TCP', 'UDP', 'TCP/UDP', 'HTTPS', '');
const notes = fc.constantFrom('Sign in', '443', 'd.example.com', '2025-07-24', '10.0.0.1', '');
const rows = fc.array(fc.tuple(hosts, ports, protocols, notes), { minLength: 1, maxLength: 6 });

const header = ['Endpoint', 'Port', 'Protocol', 'Purpose'];

type Cells = readonly (readonly string[])[];

const spellings: Readonly<Record<string, (rows: Cells) => string>> = {
  CSV: (all) =>
    [header, ...all].map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n'),
  TSV: (all) => [header, ...all].map((cells) => cells.join('\t')).join('\r\n'.slice(1)),
  Markdown: (all) =>
    [header, header.map(() => '--'), ...all].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
  pipes: (all) => [header, ...all].map((cells) => cells.join('|')).join('\n'),
};

function read(text: string): readonly DocumentRow[] {
  const reading = readTable({ name: 'table', text }, {});
  return reading.ok ? reading.value.rows : [];
}

function verdictText({ verdict }: DocumentRow): string {
  return verdict.kind === 'facts' ? verdict.facts.map(factText).join('; ') : verdict.kind;
}

function destinationsOf({ verdict }: DocumentRow): readonly string[] {
  if (verdict.kind !== 'facts') return [];
  return verdict.facts.map(({ destination }) => formatDestination(destination));
}

/** The destinations of a row that are not the written one. */
function otherDestinations(row: DocumentRow | undefined, written: string): readonly string[] {
  return row === undefined ? [] : destinationsOf(row).filter((text) => text !== written);
}

/** The ports of a row that are not written. */
function otherNumbers(row: DocumentRow | undefined, written: string): readonly string[] {
  const facts = row?.verdict.kind === 'facts' ? row.verdict.facts : [];
  return facts
    .flatMap((fact) => fact.ports.flatMap(({ low, high }) => [`${low}`, `${high}`]))
    .filter((number) => !written.includes(number));
}

/** The text without markup that is beside no word. Between words, it must not join them. */
function withoutMarkup(text: string): string {
  return text
    .replaceAll('\\', '')
    .replaceAll(/(?<![\w-])\[x\]\(y\)(?![\w-])/g, 'x')
    .replaceAll(/(?<![\w-])`+|`+(?![\w-])/g, '');
}

describe('any table', () => {
  test('has the same rows in every spelling', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const [first, ...others] = Object.values(spellings).map((write) =>
          read(write(all)).map(verdictText),
        );
        expect(first).toHaveLength(all.length);
        for (const other of others) expect(other).toEqual(first);
      }),
    );
  });

  test('gives the destination and the numbers of the row, whatever its note is', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const found = read(spellings['CSV']?.(all) ?? '');
        expect(found).toHaveLength(all.length);
        for (const [index, [host, port, protocol]] of all.entries()) {
          const written = `${port.replaceAll(/[, ]/g, '_')}_${protocol === 'HTTPS' ? '443' : ''}`;
          expect(otherNumbers(found[index], written)).toEqual([]);
          expect(otherDestinations(found[index], host)).toEqual([]);
        }
      }),
    );
  });

  const piece = fc.constantFrom(
    ...['|', ',', '\t', ';', '\n', '"', '--', '=cmd|', 'a.example.com', '*.', '443', 'TCP', 'Port'],
    ...[
      'Host',
      'Required',
      '10.0.0.1',
      '203.0.113.0/24',
      '<br>',
      '`',
      '**',
      '\\',
      '[x](y)',
      '# H',
      ' ',
    ],
  );
  const texts = fc
    .array(fc.oneof({ weight: 5, arbitrary: piece }, fc.string()), { maxLength: 40 })
    .map((pieces) => pieces.join(''));

  test('of hostile text gives no error, and no fact that its text does not contain', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const plain = withoutMarkup(text.toLowerCase());
        for (const row of read(text))
          for (const destination of destinationsOf(row))
            expect(plain).toContain(destination.replace(/^\*\./, ''));
      }),
      { numRuns: 500 },
    );
  });

  test('has a verdict for each row with several cells', () => {
    const cells = fc.array(fc.oneof(hosts, notes, fc.constantFrom('any', '=x', '')), {
      minLength: 4,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 6 }), (all) => {
        const withHost = [['z.example.com', '443', 'TCP', ''], ...all];
        const lines = new Set(
          read(spellings['Markdown']?.(withHost) ?? '').map(({ line }) => line),
        );
        for (const [index, row] of withHost.entries())
          if (row.filter((cell) => cell !== '').length > 1) expect(lines).toContain(index + 3);
      }),
    );
  });
});

test('a long text of separators and markup is read in time', () => {
  for (const part of [
    '|',
    ',',
    '\t',
    '"',
    '[',
    '<',
    '`',
    '**',
    '\\',
    '&lt;',
    '| a.example.com |\n',
    'a,b\n',
  ])
    expect(read(part.repeat(5_000)).length).toBeLessThan(10_000);
});
