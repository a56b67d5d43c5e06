import { describe, expect, test } from '@jest/globals';
import type { DocumentReader } from '../../src/documents/document.ts';
import { readList } from '../../src/documents/list/index.ts';
import { readTable } from '../../src/documents/table/index.ts';
import { readText } from '../../src/documents/text/index.ts';
import { formatDestination } from '../../src/net/destination.ts';

/** The destinations of the facts that a reader makes of a text; none of one that it refuses. */
function facts(read: DocumentReader, text: string): string[] {
  const reading = read({ name: 'document', text }, {});
  if (!reading.ok) return [];
  expect(reading.value.rows.length).toBeGreaterThan(0);
  return reading.value.rows.flatMap(({ verdict }) =>
    verdict.kind === 'facts'
      ? verdict.facts.map(({ destination }) => formatDestination(destination))
      : [],
  );
}

const two = (header: string, row: string) =>
  `${header}\n${row}\n`.replaceAll(' | ', '\t').replaceAll('|', '\t');
const piped = (header: string, row: string) =>
  `| ${header} |\n|${'--|'.repeat(header.split('|').length)}\n| ${row} |\n`;

const denyingTables: readonly (readonly [string, string])[] = [
  ['Host | Port | Action', 'ads.example.net | TCP 443 | Deny'],
  ['Host | Port | Action', 'ads.example.net | TCP 443 | Block'],
  ['Host | Port | Action', 'ads.example.net | TCP 443 | Nein'],
  ['Host | Port | Aktion', 'ads.example.net | TCP 443 | Verweigern'],
  ['Host | Port | Status', 'ads.example.net | TCP 443 | Removed'],
  ['Host | Port | Status', 'ads.example.net | TCP 443 | Deprecated'],
  ['Host | Port | Status', 'ads.example.net | TCP 443 | Retired'],
  ['Host | Port | Status', 'ads.example.net | TCP 443 | No longer used'],
  ['Host | Port | Status', 'ads.example.net | TCP 443 | Not in use'],
  ['Host | Port | Status', 'ads.example.net | TCP 443 | Expired'],
  ['Host | Port | Status', 'ads.example.net | TCP 443 | Veraltet'],
  ['Host | Port | Deprecated', 'ads.example.net | TCP 443 | Yes'],
  ['Host | Port | Removed in', 'ads.example.net | TCP 443 | 3.0'],
  ['Host | Port | Allowed', 'ads.example.net | TCP 443 | No'],
  ['Old host | Port', 'ads.example.net | TCP 443'],
  ['Host | Port | Excluded addresses', '*.example.net | TCP 443 | ads.example.net'],
  ['Host | Port | Notes', '198.51.100.0/24 | TCP 443 | not 198.51.100.7'],
  ['Host | Port | Notes', '198.51.100.0/24 | TCP 443 | all but the last address'],
  ['Host | Port | Notes', '*.example.net | TCP 443 | ohne ads.example.net'],
  ['Host | Port | Notes', 'ads.example.net | TCP 443 | \u274c'],
  ['Host | Port', '*.example.net excluding ads.example.net | TCP 443'],
  ['Host | Port', '198.51.100.0/24 | TCP 1-1024, not 25'],
  ['Host | Port', '~~ads.example.net~~ | TCP 443'],
];

describe('a row of a table that denies, removes or excludes gives no fact', () => {
  test.each(denyingTables)('%s: %s', (header, row) => {
    expect(facts(readTable, two(header, row))).toEqual([]);
    expect(facts(readTable, piped(header, row))).toEqual([]);
    expect(facts(readText, piped(header, row))).toEqual([]);
  });

  test.each([
    '## Forbidden\n\n',
    'Do not allow the following hosts.\n\n',
    'Blocked hosts:\nEurope\n\n',
    '## Removed in version 3\n\n### Europe\n\n',
  ])('nor does a table below %j', (above) => {
    const table = piped('Host | Port', 'ads.example.net | TCP 443');
    expect(facts(readTable, above + table)).toEqual([]);
    expect(facts(readText, above + table)).toEqual([]);
  });

  test('and the next heading ends it', () => {
    const table = piped('Host | Port', 'api.example.net | TCP 443');
    expect(facts(readTable, `## Forbidden\n\n${table}\n## Required\n\n${table}`)).toHaveLength(1);
    expect(facts(readTable, `Forbidden:\n\n${table}\nRequired:\n\n${table}`)).toHaveLength(1);
  });

  test('a heading inside of a table is one', () => {
    const table = 'Host,Port\napi.example.com,TCP 443\nNo longer used,\nads.example.net,TCP 443\n';
    expect(facts(readTable, table)).toEqual(['api.example.com']);
  });
});

describe('a row that asks for access stays a fact', () => {
  test.each<[string, string]>([
    ['Host | Port | Action', 'api.example.com | TCP 443 | Allow'],
    ['Host | Port | Action', 'api.example.com | TCP 443 | Open'],
    ['Host | Port | Status', 'api.example.com | TCP 443 | Active'],
    ['Host | Port | Status', 'api.example.com | TCP 443 | Not decrypted'],
    ['Host | Port | Deprecated', 'api.example.com | TCP 443 | No'],
    ['Host | Port | Blocked', 'api.example.com | TCP 443 | -'],
    ['Host | Port | Allowed', 'api.example.com | TCP 443 | Yes'],
    ['Host | Port | Notes', 'api.example.com | TCP 443 | must not be blocked'],
    ['Host | Port | Notes', 'api.example.com | TCP 443 | no inspection'],
    ['Host | Port | Required', 'api.example.com | TCP 443 | Not required'],
    ['New host | Old host | Port', 'api.example.com | ads.example.net | TCP 443'],
  ])('%s: %s', (header, row) => {
    expect(facts(readText, piped(header, row))).toEqual(['api.example.com']);
  });
});

describe('a guide that denies, removes or excludes gives no fact', () => {
  test.each([
    '## Forbidden destinations\n\n- ads.example.net (TCP 443)',
    '## Domains to block\n\n- ads.example.net (TCP 443)',
    '## Hosts removed in version 3\n\n- ads.example.net (TCP 443)',
    '- Deny ads.example.net (TCP 443)',
    '- ads.example.net (TCP 443) (blocked)',
    "Don't whitelist these:\n\n- ads.example.net (TCP 443)",
    'Access to these hosts is prohibited:\n\n- ads.example.net (TCP 443)',
    'Reject:\n- ads.example.net (TCP 443)',
    'Disallow:\n- ads.example.net (TCP 443)',
    '## Verbotene Ziele\n\n- ads.example.net (TCP 443)',
    'Folgende Adressen sperren:\n\n- ads.example.net (TCP 443)',
    '- ads.example.net (TCP 443), nicht mehr verwendet',
    '- ads.example.net (TCP 443), abgek\u00fcndigt',
    '- 198.51.100.0/24 TCP ports 1-1024, not 25',
    '- 198.51.100.0/24 TCP 5000-6000 excluding 5060',
    '- 198.51.100.0/24 TCP 443, not 198.51.100.7',
    '- *.example.net (TCP 443) excluding ads.example.net',
    '- *.example.net (TCP 443)\n- except ads.example.net',
    '- *.example.net (TCP 443)\n  - except ads.example.net (TCP 443)',
    '*.example.net (TCP 443)\nexcept ads.example.net',
    '- ads.example.net (TCP 443)\n  - Deprecated, use another one',
    '- Blocked (see www.example.com):\n  - ads.example.net (TCP 443)',
    'Host: ads.example.net\nPort: TCP 443\nAction: Deny',
    'Action: Deny\nHost: ads.example.net\nPort: TCP 443',
    '- Host: ads.example.net\n- Port: TCP 443\n- Status: Retired',
    'The hosts of this section are blocked.\n\n- ads.example.net (TCP 443)',
    'Block these:\n\n- bad.example.net (TCP 443)\n\nA note.\n\n- ads.example.net (TCP 443)',
    '## Blocked\n\n- DNS (port 53)\n- ads.example.net (TCP 443)',
    '- ~~ads.example.net~~ (TCP 443)',
    '- <del>ads.example.net (TCP 443)</del>',
  ])('%j', (text) => {
    expect(facts(readText, text)).toEqual([]);
  });

  test.each([
    'Your firewall must not block these hosts:\n\n- api.example.com (TCP 443)',
    '- api.example.com (TCP 443), not decrypted',
    '## No inspection\n\n- api.example.com (TCP 443)',
    '## Forbidden\n\n- ads.example.net (TCP 443)\n\n## Required\n\n- api.example.com (TCP 443)',
    'Block these:\n\n- ads.example.net (TCP 443)\n\nAllow these:\n\n- api.example.com (TCP 443)',
    'It does not block these addresses:\n\n- api.example.com (TCP 443)',
    'Do not block the following hosts\n\n- api.example.com (TCP 443)',
    "Make sure that your firewall doesn't block access to:\n\n- api.example.com (TCP 443)",
  ])('and what asks for access is a fact: %j', (text) => {
    expect(facts(readText, text)).toEqual(['api.example.com']);
  });
});

describe('a comment of a list that denies, removes or excludes', () => {
  test.each([
    '198.51.100.0/24 # except 198.51.100.7',
    'ads.example.net ; deprecated',
    '# Blocked hosts\nads.example.net',
    '# Europe\n# Removed in version 3\nads.example.net\nads2.example.net',
    '# Removed in version 3\n# Europe\nads.example.net',
    'Blocked hosts:\nads.example.net',
  ])('makes no fact: %j', (text) => {
    expect(facts(readList, text)).toEqual([]);
  });

  test('is about its lines alone', () => {
    const text =
      'a.example.com\nb.example.com # retired\nc.example.com\n# Blocked\nd.example.com\n# Required\ne.example.com';
    expect(facts(readList, text)).toEqual(['a.example.com', 'c.example.com', 'e.example.com']);
  });

  test.each(['# Do not block these', '# Do not edit this file', '# Must not be inspected'])(
    'unless it asks for access or is about something else: %s',
    (comment) => {
      expect(facts(readList, `${comment}\na.example.com`)).toEqual(['a.example.com']);
    },
  );
});
