import { describe, expect, test } from '@jest/globals';
import { leftOutByFilter } from '../../../src/documents/document.ts';
import { readM365 } from '../../../src/documents/m365/index.ts';
import { readValue, refusalOf, rowsIn, verdictText } from '../../support/json-documents.ts';
import { must } from '../../support/policy.ts';

const mail = {
  id: 1,
  serviceArea: 'Mail',
  serviceAreaDisplayName: 'Example Mail',
  urls: ['mail.example.com', '*.mail.example.net'],
  ips: ['192.0.2.0/24', '2001:db8:1::/48', '198.51.100.7/32'],
  tcpPorts: '80,443',
  expressRoute: true,
  category: 'Optimize',
  required: true,
};
const calls = {
  id: 11,
  serviceArea: 'Calls',
  serviceAreaDisplayName: 'Example Calls',
  ips: ['203.0.113.0/24'],
  udpPorts: '3478,3479,3480,3481',
  expressRoute: true,
  category: 'Allow',
  required: true,
};
const news = {
  id: 46,
  serviceArea: 'Common',
  serviceAreaDisplayName: 'Example Common',
  urls: ['www.example.org'],
  tcpPorts: '443, 80',
  udpPorts: '443',
  expressRoute: false,
  category: 'Default',
  required: false,
  notes: ' Help  and\nnews ',
};
const list = [mail, calls, news];

const linesOf = (value: unknown, options = {}) =>
  rowsIn(readM365, value, options).map((row) => `${row.words} -> ${verdictText(row)}`);

describe('readM365', () => {
  test('reads a row for each destination, on all ports of its entry', () => {
    expect(linesOf(list)).toEqual([
      'mail.example.com -> mail.example.com tcp/80 tcp/443',
      '*.mail.example.net -> *.mail.example.net tcp/80 tcp/443',
      '192.0.2.0/24 -> 192.0.2.0/24 tcp/80 tcp/443',
      '2001:db8:1::/48 -> 2001:db8:1::/48 tcp/80 tcp/443',
      '198.51.100.7/32 -> 198.51.100.7 tcp/80 tcp/443',
      '203.0.113.0/24 -> 203.0.113.0/24 udp/3478-3481',
      'www.example.org -> www.example.org tcp/80 tcp/443 udp/443',
    ]);
  });

  test('makes a section of each entry, with its id as the key', () => {
    const sections = new Map(rowsIn(readM365, list).map(({ section }) => [section.key, section]));
    expect([...sections.values()]).toEqual([
      {
        key: '1',
        title: 'Example Mail, entry 1',
        purpose: undefined,
        citation: 'id 1, category Optimize',
        tier: 'required',
        inspection: undefined,
      },
      {
        key: '11',
        title: 'Example Calls, entry 11',
        purpose: undefined,
        citation: 'id 11, category Allow',
        tier: 'required',
        inspection: undefined,
      },
      {
        key: '46',
        title: 'Example Common, entry 46',
        purpose: 'Help and news',
        citation: 'id 46, category Default',
        tier: 'optional',
        inspection: undefined,
      },
    ]);
  });

  test('gives the line and the labels of each row', () => {
    const [row] = rowsIn(readM365, [mail]);
    expect(row?.line).toBe(7);
    expect(Object.fromEntries(row?.labels ?? [])).toEqual({
      serviceArea: ['Mail'],
      category: ['Optimize'],
      required: ['true'],
      id: ['1'],
      expressRoute: ['true'],
    });
  });

  test('says what the document is', () => {
    expect(must(readValue(readM365, list)).facts).toEqual({
      title: 'Microsoft 365 endpoints',
      publisher: 'Microsoft',
    });
  });

  test('bypasses inspection only for a category that the option names', () => {
    const inspections = (bypass: readonly string[]) =>
      rowsIn(readM365, [{ ...mail, ips: [], urls: ['a.example.com'] }, calls, news], {
        bypass,
      }).map(({ section }) => section.inspection);
    expect(inspections([])).toEqual([undefined, undefined, undefined]);
    expect(inspections(['Optimize'])).toEqual(['bypass', undefined, undefined]);
    expect(inspections(['Optimize', 'Allow'])).toEqual(['bypass', 'bypass', undefined]);
  });

  test('refuses a category to bypass that no entry has', () => {
    expect(refusalOf(readM365, list, { bypass: ['optimize'] })).toBe(
      'import-unknown-category: no entry has the category "optimize" of --bypass',
    );
    const refused = readValue(readM365, list, { bypass: ['optimize'] });
    expect(refused.ok ? '' : refused.error.help).toBe('did you mean "Optimize"?');
  });

  test('leaves hosts or networks out only where an entry has both', () => {
    const kept = (only: 'hosts' | 'networks') =>
      rowsIn(readM365, list, { only })
        .filter(({ verdict }) => verdict.kind === 'facts')
        .map(({ words }) => words);
    expect(kept('hosts')).toEqual([
      'mail.example.com',
      '*.mail.example.net',
      '203.0.113.0/24',
      'www.example.org',
    ]);
    expect(kept('networks')).toEqual([
      '192.0.2.0/24',
      '2001:db8:1::/48',
      '198.51.100.7/32',
      '203.0.113.0/24',
      'www.example.org',
    ]);
    const left = rowsIn(readM365, list, { only: 'hosts' }).filter(
      ({ verdict }) => verdict.kind !== 'facts',
    );
    expect(left.map(({ verdict }) => verdict)).toEqual(
      left.map(() => ({ kind: 'declined', reason: leftOutByFilter })),
    );
    expect(left).toHaveLength(3);
  });

  test.each([
    ['80,443', 'tcp/80 tcp/443'],
    ['443, 80', 'tcp/80 tcp/443'],
    [' 443 ', 'tcp/443'],
    ['50000-50059', 'tcp/50000-50059'],
    ['50000 \u2013 50059', 'tcp/50000-50059'],
    ['443,443', 'tcp/443'],
    ['25,587', 'tcp/25 tcp/587'],
    ['', ''],
  ])('reads the ports %j', (tcpPorts, want) => {
    const lines = linesOf([{ id: 1, urls: ['a.example.com'], tcpPorts }]);
    expect(lines).toEqual([`a.example.com -> a.example.com ${want}`.trim()]);
  });

  test.each(['80,', 'any', '0', '65536', '443-80', '0x50', '80 443', 'tcp/80', '80;443', '*'])(
    'refuses the entry with the ports %j',
    (tcpPorts) => {
      expect(linesOf([{ id: 1, urls: ['a.example.com'], tcpPorts }, news])).toEqual([
        `the entry on line 2 -> refused: line 7: expected ports such as "80,443" for "tcpPorts", found "${tcpPorts}"`,
        'www.example.org -> www.example.org tcp/80 tcp/443 udp/443',
      ]);
    },
  );

  test('leaves the ports empty if an entry names none', () => {
    expect(linesOf([{ id: 1, urls: ['a.example.com'] }])).toEqual([
      'a.example.com -> a.example.com',
    ]);
  });

  test.each([
    ['autodiscover.*.example.com', 'autodiscover.*.example.com tcp/443'],
    ['*-files.example.com', '*-files.example.com tcp/443'],
    ['*cdn.example.com', '*cdn.example.com tcp/443'],
    ['WWW.Example.com.', 'www.example.com tcp/443'],
    ['192.0.2.1', '192.0.2.1 tcp/443'],
    ['*example.com', 'example.com tcp/443, *.example.com tcp/443'],
    ['<tenant>.example.com', 'unresolved: "<tenant>.example.com" has the placeholder "<tenant>"'],
    [
      'https://a.example.com',
      'refused: expected a host without a scheme, a port or a path in "urls", found "https://a.example.com"',
    ],
    [
      'a.example.com:8443',
      'refused: expected a host without a scheme, a port or a path in "urls", found "a.example.com:8443"',
    ],
    [
      'a.example.com/path',
      'refused: expected a host without a scheme, a port or a path in "urls", found "a.example.com/path"',
    ],
    ['*', 'refused: "*" alone means every host'],
    ['*.com', 'refused: "*.com" has a wildcard in its last two labels'],
    ['localhost', 'refused: "localhost" has no domain'],
  ])('reads the URL %s', (url, want) => {
    expect(linesOf([{ id: 1, urls: [url], tcpPorts: '443' }])).toEqual([`${url} -> ${want}`]);
  });

  test.each([
    ['2001:DB8::/32', '2001:db8::/32 tcp/443'],
    ['10.0.0.0/8', 'refused: "10.0.0.0/8" is not public: it meets 10.0.0.0/8 (private)'],
    ['192.0.2.1/24', 'refused: "192.0.2.1/24" has host bits set'],
    ['a.example.com', 'refused: expected a network in "ips", found "a.example.com"'],
  ])('reads the address %s', (ip, want) => {
    expect(linesOf([{ id: 1, ips: [ip], tcpPorts: '443' }])).toEqual([`${ip} -> ${want}`]);
  });

  test('reports a wildcard inside a label, which vendors often mean for subdomains', () => {
    const urls = ['*-files.example.com', '*cdn.example.com', '*.example.com', 'a*.example.com'];
    expect(must(readValue(readM365, [{ id: 1, urls, tcpPorts: '443' }])).warnings).toEqual([
      'A "*" inside a label matches a part of that label and no dot: "*-files.example.com", "*cdn.example.com". If the vendor means subdomains, add an endpoint with "*." of your own.',
    ]);
    expect(must(readValue(readM365, list)).warnings).toEqual([]);
  });

  test('leaves an entry without a destination unresolved', () => {
    const nothing = {
      id: 7,
      serviceArea: 'Mail',
      urls: [],
      tcpPorts: '443',
      notes: 'See the site',
    };
    expect(linesOf([nothing])).toEqual([
      'Mail, entry 7. See the site -> unresolved: the entry names no destination',
    ]);
  });

  test('takes an entry without the keys that only describe it', () => {
    const [row] = rowsIn(readM365, [{ id: 7, urls: ['a.example.com'] }]);
    expect(row?.section).toEqual({
      key: '7',
      title: 'Entry 7',
      purpose: undefined,
      citation: 'id 7',
      tier: undefined,
      inspection: undefined,
    });
  });

  test('takes keys that it does not know', () => {
    expect(linesOf([{ ...news, tags: [{ a: 1 }], added: null, notes: null }])).toHaveLength(1);
  });

  test.each([
    [{ id: '1' }, 'expected a number for "id", found a text'],
    [{ urls: 'a.example.com' }, 'expected a list for "urls", found a text'],
    [{ ips: {} }, 'expected a list for "ips", found an object'],
    [{ tcpPorts: 443 }, 'expected a text for "tcpPorts", found a number'],
    [{ udpPorts: [443] }, 'expected a text for "udpPorts", found a list'],
    [{ required: 'true' }, 'expected true or false for "required", found a text'],
    [{ expressRoute: 1 }, 'expected true or false for "expressRoute", found a number'],
    [{ category: 1 }, 'expected a text for "category", found a number'],
    [{ notes: [] }, 'expected a text for "notes", found a list'],
    [{ serviceArea: true }, 'expected a text for "serviceArea", found true or false'],
    [{ id: 1.5 }, 'the entry has no "id" that is a whole number'],
    [{ id: -1 }, 'the entry has no "id" that is a whole number'],
    [{ id: null }, 'the entry has no "id" that is a whole number'],
  ])('refuses an entry with %j, with the line', (wrong, message) => {
    const [row, ...more] = rowsIn(readM365, [{ ...news, ...wrong }, mail]);
    expect(row?.verdict.kind === 'refused' ? row.verdict.refusal.message : '').toMatch(
      new RegExp(`^line [0-9]+: ${message.replaceAll(/[".]/g, '.')}$`),
    );
    expect(more).toHaveLength(5);
  });

  test('refuses an item of another type, and an entry that is none', () => {
    expect(linesOf([{ id: 1, urls: [7, ['a.example.com']], tcpPorts: '443' }, 'mail'])).toEqual([
      '7 -> refused: line 5: expected a text for an item of "urls", found a number',
      'array on line 6 -> refused: line 6: expected a text for an item of "urls", found a list',
      'the entry on line 12 -> refused: line 12: expected an object for an entry, found a text',
    ]);
  });

  test.each([
    [
      { value: list },
      'import-wrong-type: line 1: expected a list for the document, found an object',
    ],
    ['mail', 'import-wrong-type: line 1: expected a list for the document, found a text'],
    [[news, calls, news], 'import-repeated-id: the entries on lines 2 and 28 both have the id 46'],
  ])('refuses the document %#', (value, want) => {
    expect(refusalOf(readM365, value)).toBe(want);
  });
});
