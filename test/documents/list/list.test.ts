import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinBroken } from '../../../src/documents/kit/broken.ts';
import { readList } from '../../../src/documents/list/index.ts';
import { withoutComment } from '../../../src/documents/list/line.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { rowsIn } from '../../support/document-rows.ts';
import { must } from '../../support/policy.ts';

const rows = (text: string) => rowsIn(readList, text);

describe('a list', () => {
  test.each([
    ['www.example.com', 'www.example.com'],
    ['203.0.113.0/24\t', '203.0.113.0/24'],
    ['WWW.Example.COM.', 'www.example.com'],
    ['2001:db8:0b00::/40', '2001:db8:b00::/40'],
    ['  *.example.com  ', '*.example.com'],
    ['.example.com', 'example.com; *.example.com'],
    ['*example.com', 'example.com; *.example.com'],
    ['www.example.com # the site', 'www.example.com'],
    ['www.example.com ; the site', 'www.example.com'],
    ['www.example.com // the site', 'www.example.com'],
    ['www.example.com ! the site', 'www.example.com'],
    ['- www.example.com', 'www.example.com'],
    ['"www.example.com",', 'www.example.com'],
    ['www.example.com:443', 'www.example.com tcp/443'],
    ['www.example.com:8443/tcp', 'www.example.com tcp/8443'],
    ['turn.example.com:3478/udp', 'turn.example.com udp/3478'],
    ['203.0.113.7:443', '203.0.113.7 tcp/443'],
    ['[2001:db8::7]:443', '2001:db8::7 tcp/443'],
    ['https://www.example.com', 'https www.example.com tcp/443'],
    ['https://www.example.com/a?b=c#d', 'https www.example.com/a tcp/443'],
    ['http://www.example.com:8080/a', 'http www.example.com/a tcp/8080'],
    ['http://www.example.com/a/*', 'http www.example.com/a tcp/80'],
    ['198.51.100.1 - 198.51.100.9', '198.51.100.1-198.51.100.9'],
    ['198.51.100.1\u2013198.51.100.9', '198.51.100.1-198.51.100.9'],
    ['203.0.113.0 255.255.255.0', '203.0.113.0/24'],
    ['203.0.113.0 0.0.0.255', '203.0.113.0/24'],
    ['@@||example.com^', 'example.com; *.example.com'],
    ['203.0.113.0/24,DE,DE-BE,Berlin,10115', '203.0.113.0/24'],
  ])('%s', (given, want) => {
    expect(rows(given)).toEqual([`1: ${want}`]);
  });

  test.each([
    ['*', 'refused, wildcard-place'],
    ['*.com', 'refused, wildcard-place'],
    ['localhost', 'refused, host-single-label'],
    ['a_b.example_.com', 'refused, host-underscore'],
    ['192.168.0.1', 'refused, import-not-public'],
    ['fd00::/8', 'refused, import-not-public'],
    ['169.254.169.254', 'refused, import-not-public'],
    ['255.255.255.255', 'refused, import-not-public'],
    ['203.0.113.7/24', 'refused, address-host-bits'],
    ['203.0.113.7 255.255.255.0', 'refused, address-host-bits'],
    ['203.0.113.0/24198.51.100.0/24', 'refused, import-glued'],
    ['2001:db8::/482001:DB8:1::/48', 'refused, import-glued'],
    ['www.example.com/a*b', 'refused, path-wildcard'],
    ['www.exam\u200bple.com', 'refused, import-hidden-character'],
    ['203.0.113.7 www.example.com', 'refused, import-hosts-file'],
    ['see www.example.com', 'refused, import-not-destination'],
    ['www.example.com 443', 'refused, import-not-destination'],
    ['<tenant>.example.com', 'unresolved, "<tenant>.example.com" has the placeholder "<tenant>"'],
    [
      '<your tenant>.example.com',
      'unresolved, "<your tenant>.example.com" has the placeholder "<your tenant>"',
    ],
    [
      'ftp://www.example.com',
      'unresolved, "ftp://www.example.com" has the scheme "ftp", which is neither http nor https',
    ],
    ['www.example.com:8443', 'unresolved, the document names no transport for port 8443'],
    ['cafe.example/a/b', 'unresolved, it has a path, and neither a scheme nor a port'],
    ['ad.fad/ab/cd', 'unresolved, it has a path, and neither a scheme nor a port'],
    ['e.g. www.example.com', 'refused, import-not-destination'],
    ['www.example.com/a', 'unresolved, it has a path, and neither a scheme nor a port'],
    ['@@||example.com^$domain=example.org', 'unresolved, the options of this exception limit it'],
    ['@@|https://example.com/a', 'unresolved, this exception is not of a whole domain'],
  ])('%s is %s', (given, want) => {
    expect(rows(given)).toEqual([`1: ${want}`]);
  });

  test.each([
    '||example.com^',
    '|https://example.com/',
    '0.0.0.0 example.com',
    '127.0.0.1 example.com',
    '::1 example.com',
    '[Adblock Plus 2.0]\n! Title: ads\nexample.com',
    'example.com\n@@||example.org^',
  ])('refuses the list of what to block %j', (given) => {
    expect(rows(`# a list\n${given}\n`)[0]).toMatch(/^refused import-block-list: line \d is of/);
  });

  test('has a row for each destination of a line, with the line', () => {
    const text = '# hosts\n\na.example.com, b.example.com\n! note\nc.example.com and 203.0.113.7\n';
    expect(rows(text)).toEqual([
      '3: a.example.com',
      '3: b.example.com',
      '5: c.example.com',
      '5: 203.0.113.7',
    ]);
  });

  test('prints what a query and a stuck wildcard were', () => {
    const { rows } = must(
      readList({ name: 'list', text: 'https://a.example.com/b?c\n*b.example.com' }, {}),
    );
    const facts = rows.flatMap(({ verdict }) => (verdict.kind === 'facts' ? verdict.facts : []));
    expect(facts.map(({ printed }) => printed)).toEqual([
      { url: 'https://a.example.com/b' },
      { text: '*b.example.com' },
      { text: '*b.example.com' },
    ]);
    expect(facts.every(({ note }) => note?.startsWith('The document prints '))).toBe(true);
  });

  test('takes the labels of a geofeed, and the date of its comment', () => {
    const text = `# Last modified: 2025-07-24 10:00:06\n203.0.113.0/25,DE,DE-BE,Berlin,\n203.0.113.128/25,US,,"New York",07047\n198.51.100.0/24,,,,\n`;
    const { rows, facts } = must(readList({ name: 'geofeed', text }, {}));
    expect(facts.date).toBe('2025-07-24');
    expect(rows.map(({ labels }) => Object.fromEntries(labels))).toEqual([
      { country: ['DE'], region: ['DE-BE'], city: ['Berlin'] },
      { country: ['US'], city: ['New York'], zip: ['07047'] },
      {},
    ]);
  });

  const words = fc.constantFrom(
    ...['a.example.com', '203.0.113.0/24', '*', '.', '@@||', '^', '$domain=', ',', ' ', '\t', '-'],
    ...['://', 'https', '#', '|', '2001:db8::', ':443', '<x>', '{y}', '\u202e', '255.255.255.0'],
  );
  const lines = fc.array(fc.oneof(words, fc.string()), { maxLength: 8 }).map((all) => all.join(''));

  test('hostile lines give a row for each line that is not a comment, and no error', () => {
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 5 }), (all) => {
        const text = all.join('\n');
        const reading = readList({ name: 'list', text }, {});
        if (!reading.ok) return;
        const read = new Set(reading.value.rows.map(({ line }) => line));
        const lines = joinBroken(text.split('\n').map(withoutComment));
        for (const [index, line] of lines.entries()) {
          const isComment = /^(?:$|[#;!]|\/\/|\[adblock)/i.test(line.trim());
          expect(read.has(index + 1)).toBe(!isComment);
        }
      }),
    );
  });

  test('names no host and no address that its line does not contain', () => {
    fc.assert(
      fc.property(lines, (line) => {
        for (const name of namesIn(line)) expect(line.toLowerCase()).toContain(name);
      }),
    );
  });

  test('a long line of brackets, commas and stars is read in time', () => {
    for (const part of ['[', '<', '{', 'a.', '*.', ', ', '1.1.1.1 - ', ':', '(', '@@||'])
      expect(rows(part.repeat(50_000)).length).toBeGreaterThan(0);
  });
});

/** The host or the first address of each fact of a line. */
function namesIn(line: string): readonly string[] {
  const reading = readList({ name: 'list', text: line }, {});
  const verdicts = reading.ok ? reading.value.rows.map(({ verdict }) => verdict) : [];
  return verdicts
    .flatMap((verdict) => (verdict.kind === 'facts' ? verdict.facts : []))
    .map(({ destination }) => formatDestination(destination))
    .map((text) => text.replace(/^\*\./, '').split(/[/-](?=[0-9a-f.:]*$)/)[0] ?? '');
}
