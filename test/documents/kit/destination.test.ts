import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type PrintedDestination,
  readDestination,
} from '../../../src/documents/kit/destination.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { growth } from '../../support/growth.ts';

const textOf = ({ scheme, destination, path, port }: PrintedDestination) => {
  const before = scheme === undefined ? '' : `${scheme}://`;
  const after = port === undefined ? '' : `:${port}`;
  return `${before}${formatDestination(destination)}${after}${path === '/' ? '' : path}`;
};

/** The reading as a line. */
function lineOf(text: string): string {
  const reading = readDestination(text);
  switch (reading.kind) {
    case 'destinations':
      return reading.destinations.map(textOf).join(' ');
    case 'refused':
      return `refused: ${reading.refusal.rule}`;
    case 'unresolved':
      return `unresolved: ${reading.reason}`;
  }
}

describe('readDestination', () => {
  test.each([
    ['www.example.com', 'www.example.com'],
    [' WWW.Example.COM. ', 'www.example.com'],
    ['*.example.com', '*.example.com'],
    ['a.*.example.com', 'a.*.example.com'],
    ['cdn*.example.com', 'cdn*.example.com'],
    ['.example.com', 'example.com *.example.com'],
    ['*example.com', 'example.com *.example.com'],
    ['*cdn.example.com', 'cdn.example.com *.cdn.example.com'],
    ['*-files.example.com', '*-files.example.com'],
    ['*a*.www.example.com', '*a*.www.example.com'],
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['192.0.2.1-192.0.2.9', '192.0.2.1-192.0.2.9'],
    ['www.example.com:8443', 'www.example.com:8443'],
    ['*.example.com:8443', '*.example.com:8443'],
    ['192.0.2.1:443', '192.0.2.1:443'],
    ['[2001:db8::1]:443', '2001:db8::1:443'],
    ['[2001:DB8::1]', '2001:db8::1'],
    ['https://www.example.com', 'https://www.example.com'],
    ['HTTP://WWW.example.com/a/b', 'http://www.example.com/a/b'],
    ['https://www.example.com:8443/a', 'https://www.example.com:8443/a'],
    ['https://*.example.com/a/', 'https://*.example.com/a'],
    ['https://www.example.com/a/*', 'https://www.example.com/a'],
    ['https://www.example.com/a?b=c#d', 'https://www.example.com/a'],
    ['https://192.0.2.1/a', 'https://192.0.2.1/a'],
    ['www.example.com/a', 'www.example.com/a'],
    ['www.example.com/*', 'www.example.com'],
    ['www.example.com:8080/a', 'www.example.com:8080/a'],
  ])('reads %s as %s', (text, want) => {
    expect(lineOf(text)).toBe(want);
  });

  test.each([
    ['', 'host-empty'],
    ['*', 'wildcard-place'],
    ['*.com', 'wildcard-place'],
    ['.com', 'host-single-label'],
    ['localhost', 'host-single-label'],
    ['www.exa_mple.com', 'host-underscore'],
    ['www..example.com', 'host-empty-label'],
    ['..example.com', 'host-empty-label'],
    ['.*.example.com', 'host-empty-label'],
    ['a b.example.com', 'host-character'],
    ['b\u00fccher.example', 'host-unicode'],
    ['127.1', 'host-is-address'],
    ['0x7f000001', 'host-is-address'],
    ['10.0.0.1', 'import-not-public'],
    ['10.0.0.1:443', 'import-not-public'],
    ['http://10.0.0.1/', 'import-not-public'],
    ['http://[fe80::1]/', 'import-not-public'],
    ['[::1]:80', 'import-not-public'],
    ['192.0.2.1/24', 'address-host-bits'],
    ['www.example.com:0', 'import-port'],
    ['www.example.com:65536', 'import-port'],
    ['www.example.com:80:443', 'host-not-a-name'],
    ['[www.example.com:80]:443', 'host-not-a-name'],
    ['https://user:secret@www.example.com/', 'url-shape'],
    ['https://www.example.com\\@www.example.net/', 'url-shape'],
    ['https://www.example.com/a/*/b', 'path-wildcard'],
    ['https://www.example.com/a/../b', 'path-not-canonical'],
    ['https://www.example.com/%2e%2e/', 'path-not-canonical'],
    ['see https://www.example.com', 'import-url'],
    ['and/or', 'host-single-label'],
  ])('refuses %j', (text, rule) => {
    expect(lineOf(text)).toBe(`refused: ${rule}`);
  });

  test.each([
    ['<tenant>.example.com', '"<tenant>"'],
    ['\x24{tenant}.example.com', '"\x24{tenant}"'],
    ['accounts.example.[country]', '"[country]"'],
    ['https://www.example.com/{id}', '"{id}"'],
    ['ftp://ftp.example.com', '"ftp"'],
    ['wss://www.example.com', '"wss"'],
  ])('leaves %s unresolved', (text, why) => {
    expect(lineOf(text)).toMatch(/^unresolved: /);
    expect(lineOf(text)).toContain(why);
  });

  test.each([
    ['*example.com', { text: '*example.com' }, 'the domain and its subdomains'],
    ['https://www.example.com/a/*', { url: 'https://www.example.com/a/*' }, 'everything below'],
    ['https://www.example.com/?a=b', { url: 'https://www.example.com/' }, 'a query'],
    ['www.example.com/a/*', { text: 'www.example.com/a/*' }, 'everything below'],
    ['https://www.example.com/?\u202ea', { url: 'https://www.example.com/' }, 'a query'],
  ])('keeps what %s prints, and says why it differs', (text, printed, note) => {
    const reading = readDestination(text);
    const [first] = reading.kind === 'destinations' ? reading.destinations : [];
    expect(first?.printed).toEqual(printed);
    expect(first?.note).toContain(note);
    expect(first?.note).not.toContain('\u202e');
  });

  test.each(['www.example.com', '.example.com', '192.0.2.1', 'https://www.example.com/a'])(
    'says nothing about %s',
    (text) => {
      const reading = readDestination(text);
      const all = reading.kind === 'destinations' ? reading.destinations : [];
      expect(all.length).toBeGreaterThan(0);
      expect(all.map(({ printed, note }) => printed ?? note)).toEqual(all.map(() => undefined));
    },
  );

  test('makes only destinations whose letters the text contains, in this order', () => {
    const pieces = fc.constantFrom(
      ...['www', 'example', 'com', '.', '*', '/', ':', '443', '//', 'https', '[', ']', '@', '-'],
      ...['192.0.2.1', '2001:db8::1', '/24', '<a>', '%2e', '?', '#', ' ', '\u202e', '\n', 'A'],
    );
    const texts = fc.array(pieces, { maxLength: 9 }).map((all) => all.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const reading = readDestination(text);
        for (const each of reading.kind === 'destinations' ? reading.destinations : []) {
          const { destination, path } = each;
          const name = formatDestination(destination)
            .replace(/^\*\./, '')
            .replace(/\/\d+$/, '');
          expect(text.toLowerCase()).toContain(name);
          expect(path === '/' || text.includes(path)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(['a', 'a.', '*', '*a.', '/', ':', '1.', '<', '[', '{', '?', '://', ' '])(
    'reads a text of %j in linear time',
    (piece) => {
      const read = (size: number) => {
        for (const before of ['', 'https://', '*', '.', '[']) {
          expect(readDestination(before + piece.repeat(size)).kind).not.toBe('destinations');
        }
      };
      expect(growth(12_500, read)).toBeLessThan(30);
    },
  );
});

describe('a name that no public server has is refused', () => {
  test.each([
    ...['db.internal', 'q.local', 'r.corp', '*.lan', 'a.home', 'a.home.arpa', 'a.localdomain'],
    ...['a.intranet', 'a.private', 'A.Internal.', 'a.localhost', 'a.onion', '.q.local', '*q.local'],
    ...['https://db.internal/a', 'db.internal:443', 'db.internal/a', 'http://q.local:8080'],
  ])('%s', (text) => {
    expect(lineOf(text)).toBe('refused: import-not-public');
  });

  test.each(['internal.example.com', 'local.test', 'a.homes', 'corp.example'])(
    '%s is not',
    (text) => {
      expect(lineOf(text)).toBe(text);
    },
  );
});
