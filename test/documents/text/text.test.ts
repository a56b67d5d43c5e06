import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocumentReading, DocumentRow } from '../../../src/documents/document.ts';
import { readText } from '../../../src/documents/text/index.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { formatPortRange } from '../../../src/net/port.ts';

const excerpts = join(import.meta.dirname, 'excerpts');

function read(text: string): DocumentReading {
  const reading = readText({ name: 'guide.txt', text }, {});
  if (!reading.ok) throw new Error(reading.error.message);
  return reading.value;
}

/** The facts of a row, each port range on its own: `required api.example.com tcp/443`. */
function factsOf({ section, verdict }: DocumentRow): string[] {
  if (verdict.kind !== 'facts') return [];
  const tier = section.tier ?? 'none';
  return verdict.facts.flatMap(({ destination, ports }) =>
    ports.map((range) => `${tier} ${formatDestination(destination)} ${formatPortRange(range)}`),
  );
}

function truthOf(name: string): string[] {
  const lines = readFileSync(join(excerpts, `${name}.facts.txt`), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [tier = '', destination = '', ports = ''] = line.split(' ');
      return ports.split(',').map((port) => `${tier} ${destination} ${port}`);
    });
}

const names = readdirSync(excerpts)
  .filter((file) => file.endsWith('.facts.txt'))
  .map((file) => file.replace('.facts.txt', ''));

describe('the facts of an excerpt are those that a person reads', () => {
  test.each(names)('%s', (name) => {
    const { rows } = read(readFileSync(join(excerpts, `${name}.txt`), 'utf8'));
    const facts = new Set(rows.flatMap(factsOf));
    expect([...facts].sort()).toEqual([...new Set(truthOf(name))].sort());
  });

  test('there are enough of them', () => {
    expect(names.length).toBeGreaterThan(15);
  });
});

describe('a guide of bullets', () => {
  const { rows, facts } = read(readFileSync(join(excerpts, 'guide-shaped.txt'), 'utf8'));
  const sections = new Set(
    rows.map(({ section: { key, tier, citation } }) => `${key} ${tier} ${citation}`),
  );

  test('has a section for each bullet without a destination, and one for DNS', () => {
    expect([...sections]).toEqual([
      'dns required Network Requirements',
      'port-443 required Port 443 (TLS)',
      'online-help required Required URLs',
      'web-services-support required Required URLs',
      'desk-apis recommended Recommended URLs',
      'device-management recommended Recommended URLs',
    ]);
    expect(facts.title).toBe('Postage Desk Connectivity Guide');
  });

  test.each([
    ['# Printer\n\n## Ports\n\n- a.example.com (443)\n', 'Printer'],
    ['Printer\n=======\nPorts\n-----\na.example.com TCP 443\n', 'Printer'],
    ['# Printer\n## Ports\n- a.example.com (443)\n# Support\n', 'Printer'],
    ['# Printer\n## Ports\na.example.com TCP 443\n# Support\n', 'Printer'],
    ['# Printer\n## Ports\n## Hosts\n- a.example.com (443)\n# Support\n', 'Printer'],
    ['# Printer\n## Guide\n\nHosts ..... 2\n\n# Hosts\n\n- a.example.com (443)\n', 'Printer Guide'],
  ])('%j has the title %s', (text, title) => {
    expect(read(text).facts.title).toBe(title);
  });

  test('keeps what an URL with another port prints', () => {
    const verdict = rows.find(({ section }) => section.key === 'online-help')?.verdict;
    const printed = { url: 'https://www.example.com/us/desk-support.html', port: 80 };
    expect(verdict).toMatchObject({ kind: 'facts', facts: [{ scheme: undefined, printed }] });
  });

  test('gives words below a heading with a port as a need', () => {
    const needs = rows.filter(({ verdict }) => verdict.kind === 'unresolved');
    expect(needs.map(({ line, words }) => `${line} ${words}`)).toEqual([
      '19 Software and rates',
      '20 Web Services',
    ]);
  });
});

/** What a line makes: its facts, or the kind of its verdict, by row. */
function outcome(text: string): string[] {
  return read(text).rows.flatMap((row) =>
    row.verdict.kind === 'facts'
      ? row.verdict.facts.map(({ destination, ports }) =>
          `${formatDestination(destination)} ${ports.map(formatPortRange).join(',')}`.trim(),
        )
      : [row.verdict.kind],
  );
}

describe('a line that a person must read gives no fact', () => {
  test.each([
    '- Example.com is used on port 443',
    '- example.com (our website) explains why port 443 is needed',
    '- Port 443 must be open. example.com publishes the list.',
    '- Use port 443, not 80, for api.example.com',
    '- Do not open port 443 to api.example.com',
    '- api.example.com - port 443 is not needed',
    '- api.example.com (443) [deprecated]',
    '- Powered by example.com: TCP 443',
    '- Company: example.com, TCP 443',
    '- such as api.example.com:443',
    '- the vendor connects from `203.0.113.77` (port 443)',
    '- api.example.com port 9000',
    '- api.example.com (TCP 1024+)',
    '- api.example.com TCP 1024 and above',
    '- api.example.com port 1024 or higher (TCP)',
    '- api.example.com TCP ports above 1023',
    '- db.internal (TCP 443)',
    '- https://db.corp/x',
    '- api.example.com (2019)',
    '- api.example.com port 65536',
    '- <tenant>.example.com (443)',
    '- <directory id>.example.com (443)',
    '- yourcompany.example.com (443)',
    '- accounts.example.[country] (443)',
    '- install.sh (443)',
    '- wss://api.example.com',
    '- https://printer.local (443)',
    '- api.ex\u200bample.com (443)',
    '- api.\u0435xample.com (443)',
    '- 10.0.0.1 (TCP 443)',
    '- *.com (443)',
    '- a.example.com/b.example.com (443)',
    '- https://user:word@api.example.com/',
    '- see https://docs.example.com',
    'The device connects to api.example.com on TCP port 443.',
    '## Inbound\n\n- 203.0.113.7 (TCP 443)',
    '## Hosts to block\n\nBlock the following hosts:\n\n- bad.example.com (443)',
    '## HTTPS\n\n- http://plain.example.com',
  ])('%s', (text) => {
    expect(outcome(text).filter((each) => !['unresolved', 'refused'].includes(each))).toEqual([]);
  });
});

describe('a line with one meaning gives it', () => {
  test.each<[string, string[]]>([
    [
      '- a.example.com, b.example.com (Port 443)',
      ['a.example.com tcp/443', 'b.example.com tcp/443'],
    ],
    [
      '- Port 443: a.example.com; Port 80: b.example.com',
      ['a.example.com tcp/443', 'b.example.com tcp/80'],
    ],
    [
      '- a.example.com (TCP 443), b.example.com (UDP 3478)',
      ['a.example.com tcp/443', 'b.example.com udp/3478'],
    ],
    [
      '- HTTPS to a.example.com, SFTP to b.example.com',
      ['a.example.com tcp/443', 'b.example.com tcp/22'],
    ],
    ['- a.example.com (Port 443) - falls back to port 80', ['a.example.com tcp/443']],
    ['- a.example.com (source port 1024-65535, destination port 443)', ['a.example.com tcp/443']],
    ['- a.example.com, the following 2 ports: 80, 443', ['a.example.com tcp/80,tcp/443']],
    ['- TCP-Port 443 und UDP-Port 3478: a.example.com', ['a.example.com tcp/443,udp/3478']],
    ['- a.example.com on port 443 and 2 connections', ['a.example.com tcp/443']],
    ['- a.example.com:8443 (HTTPS)', ['a.example.com tcp/8443']],
    ['- http(s)://a.example.com', ['a.example.com tcp/80', 'a.example.com tcp/443']],
    [
      '- https://a.example.com (Ports 80 and 443)',
      ['a.example.com tcp/443', 'a.example.com tcp/80'],
    ],
    ['- _sip._tcp.example.com port 443', ['_sip._tcp.example.com tcp/443']],
    ['- 203.0.113.0 255.255.255.0 port 443', ['203.0.113.0/24 tcp/443']],
    ['- a.example.com', ['a.example.com']],
    ['The following ports are used: TCP 443, UDP 3478.\n\n- a.example.com', ['a.example.com']],
    [
      'Host: a.example.com\n\nHost: b.example.com\nPort: 443',
      ['a.example.com', 'b.example.com tcp/443'],
    ],
    ['- DNS: UDP 53\n- a.example.com', ['resolvers udp/53', 'a.example.com']],
    ['- Version 5.1.2.0, 802.11n, e.g. ASP.NET and setup.exe', []],
  ])('%s', (text, want) => {
    expect(outcome(text)).toEqual(want);
  });
});

/** The ports that a document can mean without their number. */
const wordless = new Set(['80', '443', '53']);

/** The hosts and port numbers of the facts of a row. */
function tokensOf({ verdict }: DocumentRow): string[] {
  if (verdict.kind !== 'facts') return [];
  return verdict.facts.flatMap(({ destination, ports }) => {
    const hosts = destination.kind === 'host' ? [formatDestination(destination)] : [];
    const numbers = ports.flatMap(({ low, high }) => [String(low), String(high)]);
    return [
      ...hosts.map((host) => host.replace(/^\*\./, '')),
      ...numbers.filter((each) => !wordless.has(each)),
    ];
  });
}

describe('hostile text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ...[
        '\n',
        '\n\n',
        '- ',
        '  - ',
        '# ',
        '| ',
        '\t',
        '```\n',
        '<',
        '>',
        '[',
        '](',
        '(',
        ')',
        '**',
        '`',
        ':',
        '/',
        '//',
        ' - ',
      ],
      ...[
        'api.example.com',
        '*.example.com',
        'https://a.example.com/x',
        '203.0.113.5',
        '2001:db8::1',
        '<t>.example.com',
      ],
      ...[
        ' port 443 ',
        ' TCP ',
        ' UDP/53 ',
        ':8443',
        ' 10,000-20,000 ',
        ' HTTPS ',
        ' DNS ',
        ' required ',
        'Host | Port\n--- | ---\n',
      ],
    ),
  );
  const document = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  test('never throws, and each fact has a host and numbers that stand in it', () => {
    fc.assert(
      fc.property(document, (text) => {
        const plain = text.toLowerCase().replaceAll(/(?<=\d)[.,](?=\d{3})/g, '');
        const { rows } = read(text);
        const lines = text.split('\n').length;
        expect(rows.filter(({ line }) => line < 1 || line > lines)).toEqual([]);
        const spellings = [plain, text.toLowerCase()];
        const strange = rows
          .flatMap(tokensOf)
          .filter((token) => !spellings.some((each) => each.includes(token)));
        expect(strange).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test.each<[string, string]>([
    ['brackets', '['.repeat(100_000)],
    ['links', '[]('.repeat(100_000)],
    ['one line of hosts', 'api.example.com '.repeat(30_000)],
    ['one line of words', 'word '.repeat(200_000)],
    ['bullets', '- api.example.com (TCP 443)\n'.repeat(15_000)],
    ['a long parent', `- ${'Port 443 '.repeat(20_000)}\n${'  - api.example.com\n'.repeat(10_000)}`],
    ['comments that never end', '<!--'.repeat(100_000)],
  ])('of %s takes time in proportion to its length', (_name, text) => {
    const time = (length: number) => {
      const start = process.cpuUsage();
      read(text.slice(0, length));
      const { user } = process.cpuUsage(start);
      return user / 1000;
    };
    time(text.length / 8);
    const [part, whole] = [time(text.length / 4), time(text.length)];
    expect(whole).toBeLessThan(12 * part + 400);
  });
});

/** The facts of a text with the citation of each. */
function cited(text: string): string[] {
  return read(text).rows.flatMap((row) =>
    factsOf(row).map((fact) => `${row.section.citation}: ${fact}`),
  );
}

describe('a mark of the page is no heading', () => {
  test.each([
    'Acme Confidential                  Page 2 of 3',
    'Page 2 of 3',
    'Seite 2 von 3',
    'Acme Guide | Page 2',
    'Acme Guide',
    '\fAcme Guide',
    '2 / 3',
    'Page 2 of 3\n\n\fAcme Guide',
  ])('%j', (mark) => {
    const text = `Acme Guide\n\nOptional URLs\n\n- https://stats.example.com (Port 443)\n\n${mark}\n\n- https://ads.example.com (Port 443)\n`;
    expect(cited(text)).toEqual([
      'Optional URLs: optional stats.example.com tcp/443',
      'Optional URLs: optional ads.example.com tcp/443',
    ]);
  });

  test('nor is a footer that repeats beside page numbers, or is a notice', () => {
    const footers = [
      'Acme Networks\nPage 1',
      'Acme Networks\nPage 2',
      'Copyright Acme',
      'Copyright Acme',
    ];
    const hosts = ['a', 'b', 'c', 'd'].map((name) => `- https://${name}.example.com (Port 443)`);
    const text = `Optional URLs\n\n${hosts.map((host, at) => `${host}\n\n${footers[at]}\n`).join('\n')}`;
    expect(cited(text).every((fact) => fact.startsWith('Optional URLs: optional '))).toBe(true);
    expect(cited(text)).toHaveLength(4);
  });

  test('and a destination that a page end breaks is one row', () => {
    const text = 'Required URLs\n\n- updates.acme-\n\nPage 2 of 3\n\nproducts.com (Port 443)\n';
    expect(outcome(text)).toEqual(['unresolved']);
  });

  test.each(['Required', 'Port 80', 'Inbound'])('but %s is one, however often', (heading) => {
    const part = (name: string) => `${heading}\n\n- ${name}.example.com (Port 443)\n\n`;
    expect(
      cited(`${part('a')}${part('b')}Other\n\n${part('c')}`).every((fact) =>
        fact.startsWith(heading),
      ),
    ).toBe(true);
  });

  test('and a title that repeats without a page is one', () => {
    const text =
      'Hosts\n\nOptional\n\n- a.example.com (Port 443)\n\nWindows\n\n- b.example.com (Port 443)\n\nOther\n\nWindows\n\n- c.example.com (443)\n';
    expect(cited(text).map((fact) => fact.split(':')[0])).toEqual([
      'Optional',
      'Windows',
      'Windows',
    ]);
  });
});
