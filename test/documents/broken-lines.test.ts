import { describe, expect, test } from '@jest/globals';
import type { DocumentReader } from '../../src/documents/document.ts';
import { readList } from '../../src/documents/list/index.ts';
import { readTable } from '../../src/documents/table/index.ts';
import { readText } from '../../src/documents/text/index.ts';
import { factText } from '../support/document-rows.ts';
import { must } from '../support/policy.ts';

/** What the rows of a text give: a fact each, or why a person must read them. */
function outcome(read: DocumentReader, text: string): readonly string[] {
  return must(read({ name: 'document', text }, {})).rows.map(({ line, verdict }) =>
    verdict.kind === 'facts'
      ? `${line}: ${verdict.facts.map(factText).join('; ')}`
      : `${line}: ${verdict.kind === 'unresolved' ? verdict.reason : verdict.kind}`,
  );
}

const broken = (line: number, words: string) =>
  `${line}: "${words}" is broken at the end of a line: write it in one line of the document`;

const other = '- other.example.com (Port 443)\n';

describe('a destination that a guide breaks at the end of a line is one unresolved row', () => {
  test.each([
    ['- https://updates.acme-\n  products.com (Port 443)', 'https://updates.acme- products.com'],
    ['- https://very.long.name.\n  github.com (Port 443)', 'https://very.long.name. github.com'],
    ['- https://api.acme.com/v1/dev-\n  ices (Port 443)', 'https://api.acme.com/v1/dev- ices'],
    ['- https://api.acme.com/v1/\n  devices (Port 443)', 'https://api.acme.com/v1/ devices'],
    ['- https://api.acme.com\n  /v1/devices (Port 443)', 'https://api.acme.com /v1/devices'],
    ['- license.ac-\n  me.com (Port 443)', 'license.ac- me.com'],
    ['- license.ac\u00ad\n  me.com (Port 443)', 'license.ac me.com'],
    ['- license.ac\u2010\n  me.com (Port 443)', 'license.ac\u2010 me.com'],
    ['- acme-\n  products.com (Port 443)', 'acme- products.com'],
    ['- www.\n  acme.com (Port 443)', 'www. acme.com'],
    ['- www.acme.\n  com (Port 443)', 'www.acme. com'],
    ['- www.acme.co.\n  uk (Port 443)', 'www.acme.co. uk'],
    ['- 203.0.113.\n  0/24 (Port 443)', '203.0.113. 0/24'],
    ['- updates.acme-\n\nproducts.com (Port 443)', 'updates.acme- products.com'],
    ['- updates.acme- products.com (Port 443)', 'updates.acme- products.com'],
    ['- a.acme-\n  prod-\n  ucts.com (Port 443)', 'a.acme- prod- ucts.com'],
    ['- updates.acme-<br>products.com (Port 443)', 'updates.acme- products.com'],
  ])('%j', (text, words) => {
    expect(outcome(readText, `${other}${text}\n${other}`)).toEqual([
      '1: other.example.com tcp/443',
      broken(2, words),
      `${text.split('\n').length + 2}: other.example.com tcp/443`,
    ]);
  });

  test.each([
    '- a.example.com.\n- b.example.com (Port 443)',
    '- https://a.example.com/\n- https://b.example.com/',
    '- https://a.example.com/\n  over port 443',
    '- https://a.example.com/\n  Sign-in service',
    'Open port 443 for a.example.com.\nThe device needs it.\n\n- b.example.com (Port 443)',
  ])('but not %j', (text) => {
    expect(outcome(readText, text).join()).not.toContain('broken');
  });
});

describe('a destination that a list breaks at the end of a line is one unresolved row', () => {
  test.each([
    ['https://updates.acme-\nproducts.com', 'https://updates.acme- products.com'],
    ['updates.acme- # updates\nproducts.com', 'updates.acme- products.com'],
    ['updates.acme-\n\nproducts.com', 'updates.acme- products.com'],
    ['very.long.name.\ngithub.com', 'very.long.name. github.com'],
    ['https://api.acme.com/v1/\ndevices', 'https://api.acme.com/v1/ devices'],
    ['acme-\nproducts.com', 'acme- products.com'],
    ['updates.acme- products.com', 'updates.acme- products.com'],
    ['https://very.longname\n.github.com', 'https://very.longname .github.com'],
  ])('%j', (text, words) => {
    expect(outcome(readList, `a.example.com\n${text}\nb.example.com`)).toEqual([
      '1: a.example.com',
      broken(2, words),
      `${text.split('\n').length + 2}: b.example.com`,
    ]);
  });

  test.each([
    ['a.example.com.\nb.example.com.', ['1: a.example.com', '2: b.example.com']],
    ['a.example.com\n.example.com', ['1: a.example.com', '2: example.com; *.example.com']],
    [
      'https://a.example.com/\nhttps://b.example.com/',
      ['1: https a.example.com tcp/443', '2: https b.example.com tcp/443'],
    ],
    [
      'https://a.example.com/\nb.example.com',
      ['1: https a.example.com tcp/443', '2: b.example.com'],
    ],
    ['a.example.com.\n203.0.113.0/24', ['1: a.example.com', '2: 203.0.113.0/24']],
  ])('but not %j', (text, wanted) => {
    expect(outcome(readList, text)).toEqual(wanted);
  });
});

describe('a destination that a table breaks at the end of a line is one unresolved row', () => {
  const header = 'Host\tPort\tPurpose';
  const end = 'b.example.com\tTCP 443\tuse';
  test.each([
    ['https://updates.acme-\nproducts.com\tTCP 443\tuse', 'https://updates.acme- products.com', 3],
    ['very.long.name.\ngithub.com\tTCP 443\tuse', 'very.long.name. github.com', 3],
    ['license.ac-\tTCP 443\tuse\nme.com\t\t', 'license.ac- me.com', 2],
    ['license.ac-\tTCP\tuse\nme.com\t443\t', 'license.ac- me.com', 2],
    ['very.long.name.\tTCP 443\tuse\ngithub.com\t\t', 'very.long.name. github.com', 2],
    ['"updates.acme-\nproducts.com"\tTCP 443\tuse', 'updates.acme- products.com', 2],
    ['updates.acme-<br>products.com\tTCP 443\tuse', 'updates.acme- products.com', 2],
    ['updates.acme- products.com\tTCP 443\tuse', 'updates.acme- products.com', 2],
  ])('%j', (text, words, line) => {
    expect(outcome(readTable, `${header}\n${text}\n${end}\n`)).toEqual([
      broken(line, words),
      `${text.split('\n').length + 2}: b.example.com tcp/443`,
    ]);
  });

  test('also where its column is the last one', () => {
    const text =
      'Port\tHost\nTCP 443\tvery.long.name.\ngithub.com\nTCP 443\tupdates.acme-\nproducts.com\nTCP 80\tb.example.com\n';
    expect(outcome(readTable, text)).toEqual([
      broken(2, 'very.long.name. github.com'),
      broken(4, 'updates.acme- products.com'),
      '6: b.example.com tcp/80',
    ]);
  });

  test('and in a guide', () => {
    const text =
      '| Host | Port |\n|--|--|\n| updates.acme-<br>products.com | TCP 443 |\n| license.ac- | TCP 443 |\n| me.com | |\n';
    expect(outcome(readText, text)).toEqual([
      broken(3, 'updates.acme- products.com'),
      broken(4, 'license.ac- me.com'),
    ]);
  });
});
