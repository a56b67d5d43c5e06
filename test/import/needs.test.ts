import { describe, expect, test } from '@jest/globals';
import { leftOutByFilter } from '../../src/documents/document.ts';
import { imported, row, rowOf } from '../support/import.ts';

const host = rowOf('a.example.com', ['tcp/443']);
const urls = { key: 'urls', citation: 'Required URLs' };

function needs(rows: readonly ReturnType<typeof row>[]) {
  return imported([host, ...rows]).part.unresolved;
}

const noHost = { kind: 'unresolved', reason: 'no host' } as const;
const inbound = { kind: 'declined', reason: 'inbound' } as const;

describe('a row that is no endpoint', () => {
  test('becomes a need with its words, its reason, and the line on which it was seen', () => {
    expect(needs([row(noHost, urls, 93, 'updates of the system')])).toEqual([
      {
        id: 'o365-urls-updates-of-the-system',
        kind: 'demanded',
        text: 'updates of the system (no host)',
        section: 'Required URLs, line 93',
      },
    ]);
  });

  test('is declined if it is left out on purpose', () => {
    expect(needs([row(inbound, {}, 2, 'ssh to the device')])).toEqual([
      {
        id: 'o365-ssh-to-the-device',
        kind: 'declined',
        text: 'ssh to the device (inbound)',
        section: 'line 2',
      },
    ]);
  });

  test('is one need for equal words of one section, and another one in another section', () => {
    const rows = [
      row(noHost, urls, 3, 'updates'),
      row(noHost, urls, 9, 'updates'),
      row(noHost, { key: 'faq' }, 20, 'updates'),
    ];
    expect(needs(rows).map(({ id, section }) => [id, section])).toEqual([
      ['o365-urls-updates', 'Required URLs, line 3'],
      ['o365-faq-updates', 'line 20'],
    ]);
    expect(imported([host, ...rows]).sums).toMatchObject({ read: 4, taken: 1, unresolved: 3 });
  });

  test('has an id that depends on its words alone', () => {
    const one = row(noHost, {}, 1, '<tenant>.example.com');
    const other = row(noHost, {}, 1, '[tenant].example.com');
    const [alone] = needs([one]);
    expect(alone?.id).toMatch(/^o365-tenant-example-com-[0-9a-f]{6}$/);
    const both = needs([other, one]).map(({ id }) => id);
    expect(new Set(both).size).toBe(2);
    expect(both).toContain(alone?.id);
  });

  test('keeps the section that an earlier import gave it', () => {
    const { part } = imported(
      [host, row(noHost, urls, 95, 'updates')],
      {},
      {
        formOf: () => undefined,
        sectionOf: (need) => (need === 'o365-urls-updates' ? 'Required URLs, line 93' : undefined),
      },
    );
    expect(part.unresolved[0]?.section).toBe('Required URLs, line 93');
  });

  test('has a line even if its section is as long as a spec allows', () => {
    const [need] = needs([row(noHost, { key: 'a', citation: 'x'.repeat(400) }, 12_345, 'updates')]);
    expect(need?.section).toHaveLength(300);
    expect(need?.section).toMatch(/x\.\.\., line 12345$/);
  });
});

test('rows that an option left out are counted, and not listed', () => {
  const left = { kind: 'declined', reason: leftOutByFilter } as const;
  const { part, record, sums } = imported([host, row(left), row(left), row(inbound)]);
  expect(part.unresolved.map(({ text }) => text)).toEqual(['words (inbound)']);
  expect(record.declined).toHaveLength(1);
  expect(sums).toEqual({
    read: 4,
    taken: 1,
    unresolved: 0,
    declined: 3,
    refused: 0,
    filtered: 2,
  });
});

test('a refused row is in the record alone', () => {
  const refusal = { rule: 'import-not-public', message: 'not public', help: 'remove it' };
  const { part, record, sums } = imported([
    host,
    row({ kind: 'refused', refusal }, {}, 4, '10.0.0.0/8'),
  ]);
  expect(part.unresolved).toEqual([]);
  expect(record.refused).toEqual([{ line: 4, words: '10.0.0.0/8', reason: 'not public' }]);
  expect(sums).toMatchObject({ read: 2, taken: 1, refused: 1 });
});
