import { describe, expect, test } from '@jest/globals';
import { isFailing } from '../../src/audit/report.ts';
import type { DocumentRow } from '../../src/documents/document.ts';
import { refuse } from '../../src/problem.ts';
import { factOf, row, rowOf } from '../support/import.ts';
import { specText } from '../support/load.ts';
import { audited, found } from './audited.ts';

const services = `  dns: { ports: [udp/53, tcp/53], application: dns }
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
  web: { ports: [tcp/80, tcp/443], application: other }`;

/** A spec whose one group cites the guide. The first endpoint is at line 19. */
function spec(endpoints: readonly string[], tail = '', document = ''): { 'spec.yaml': string } {
  return {
    'spec.yaml': specText({
      head: `documents:\n  guide: { title: Guide${document} }\n  other: { title: Other }`,
      services,
      group: '    source: { document: guide }',
      endpoints,
      tail,
    }),
  };
}

const https = ['tcp/443'];
const a = rowOf('a.example.com', https, {}, 3);

function of(endpoints: readonly string[], rows: readonly DocumentRow[], tail = '', document = '') {
  return found(audited(spec(endpoints, tail, document), rows));
}

/** A row whose words are not its destination. */
function printed(words: string, line: number, ...facts: Parameters<typeof factOf>[]): DocumentRow {
  return row({ kind: 'facts', facts: facts.map((each) => factOf(...each)) }, {}, line, words);
}

function unresolved(words: string, reason = 'no port'): DocumentRow {
  return row({ kind: 'unresolved', reason }, {}, 7, words);
}

function declined(...items: string[]): string {
  return `unresolved:\n${items.map((item) => `  - ${item}`).join('\n')}`;
}

describe('what the document names and the spec has', () => {
  test.each<[string, string, DocumentRow]>([
    ['a host', '{ host: a.example.com, service: https }', a],
    ['a URL', '{ url: "https://a.example.com/x" }', rowOf('https://a.example.com/x', https)],
    ['a network', '{ network: 198.51.100.0/24, service: https }', rowOf('198.51.100.0/24', https)],
    ['a wildcard', '{ host: "*.example.com", service: https }', rowOf('*.example.com', https)],
    ['the resolvers', '{ to: resolvers, service: dns }', resolvers()],
  ])('is no finding: %s', (_, endpoint, named) => {
    const report = audited(spec([endpoint]), [named]);
    expect(found(report)).toEqual([]);
    expect(report.counts).toEqual({ rows: 1, named: 1, equal: 1, endpoints: 1 });
    expect(isFailing(report)).toBe(false);
  });

  test('may be written in several endpoints', () => {
    const rows = [rowOf('a.example.com', ['tcp/80', 'tcp/443'])];
    const endpoints = [
      '{ host: a.example.com, service: http }',
      '{ url: "https://a.example.com" }',
    ];
    expect(of(endpoints, rows)).toEqual([]);
  });

  test('may be an endpoint of another document', () => {
    const other = '{ host: a.example.com, service: https, source: { document: other } }';
    expect(of([other], [a])).toEqual([]);
  });
});

function resolvers(): DocumentRow {
  const facts = [
    {
      ...factOf('a.example.com', ['tcp/53', 'udp/53']),
      destination: { kind: 'resolvers' } as const,
    },
  ];
  return row({ kind: 'facts', facts }, {}, 1, 'Port 53: DNS');
}

describe('what is missing', () => {
  const other = '{ host: b.example.net, service: https, source: { document: other } }';

  test.each<[string, string, DocumentRow, string]>([
    ['without a host', other, a, 'missing absent a.example.com tcp/443 @3'],
    [
      'on a port',
      '{ host: a.example.com, service: https }',
      rowOf('a.example.com', ['tcp/443', 'tcp/8443'], {}, 3),
      'missing ports a.example.com tcp/8443 @3 (spec.yaml:19:9)',
    ],
    [
      'on another transport',
      '{ host: a.example.com, service: https }',
      rowOf('a.example.com', ['tcp/443', 'udp/443'], {}, 3),
      'missing ports a.example.com udp/443 @3 (spec.yaml:19:9)',
    ],
    [
      'of a URL that only its whole host includes',
      '{ url: "https://a.example.com" }',
      rowOf('https://a.example.com/x', https, {}, 3),
      'missing url https://a.example.com/x tcp/443 @3 (spec.yaml:19:9)',
    ],
    [
      'of a host with one URL',
      '{ url: "https://a.example.com/x" }',
      a,
      'missing part a.example.com tcp/443 @3 (spec.yaml:19:9)',
    ],
    [
      'of a network with one part',
      '{ network: 198.51.100.0/25, service: https }',
      rowOf('198.51.100.0/24', https, {}, 3),
      'missing part 198.51.100.0/24 tcp/443 @3 (spec.yaml:19:9)',
    ],
    [
      'of a wildcard with one host',
      '{ host: a.example.com, service: https }',
      rowOf('*.example.com', https, {}, 3),
      'missing part *.example.com tcp/443 @3 (spec.yaml:19:9)',
    ],
    [
      'a name without a port',
      other,
      rowOf('a.example.com', [], {}, 3),
      'missing absent a.example.com  @3',
    ],
    [
      'a subdomain of a host',
      '{ host: example.com, service: https, source: { document: other } }',
      a,
      'missing absent a.example.com tcp/443 @3 (spec.yaml:19:9)',
    ],
    [
      'the domain of a wildcard',
      '{ host: "*.a.example.com", service: https, source: { document: other } }',
      a,
      'missing absent a.example.com tcp/443 @3 (spec.yaml:19:9)',
    ],
    [
      'a host that a wildcard allows on other ports',
      '{ host: "*.example.com", service: http, source: { document: other } }',
      a,
      'missing ports a.example.com tcp/443 @3 (spec.yaml:19:9)',
    ],
  ])('is found %s', (_, endpoint, named, want) => {
    const report = audited(spec([endpoint]), [named]);
    expect(found(report)).toContain(want);
    expect(isFailing(report)).toBe(true);
  });

  test('names all of its rows once', () => {
    expect(of([other], [a, { ...a, line: 9 }])).toEqual([
      'missing absent a.example.com tcp/443 @3,9',
    ]);
  });

  test('has the scheme of its own row', () => {
    const urls = ['http://a.example.com/x', 'https://a.example.com/x'];
    const rows = urls.map((url, index) =>
      rowOf(url, [index === 0 ? 'tcp/80' : 'tcp/443'], {}, 3 + index),
    );
    expect(of([other], rows)).toEqual([
      'missing absent http://a.example.com/x tcp/80 @3',
      'missing absent https://a.example.com/x tcp/443 @4',
    ]);
  });

  test('is near an extra endpoint with a typing mistake, and the endpoint near it', () => {
    expect(of(['{ host: a.exmaple.com, service: https }'], [a])).toEqual([
      'missing absent a.example.com tcp/443 @3 (spec.yaml:19:9)',
      'extra absent a.exmaple.com tcp/443 (spec.yaml:19:9) @3',
    ]);
  });

  test('is near an endpoint that the document names too only if no other is', () => {
    const rows = [
      rowOf('mail1.example.com', https, {}, 3),
      rowOf('mail2.example.com', https, {}, 4),
    ];
    const [known, mistyped] = ['mail1', 'mali2'].map(
      (name) => `{ host: ${name}.example.com, service: https }`,
    );
    expect(of([known ?? ''], rows)).toEqual([
      'missing absent mail2.example.com tcp/443 @4 (spec.yaml:19:9)',
    ]);
    expect(of([known ?? '', mistyped ?? ''], rows)[0]).toBe(
      'missing absent mail2.example.com tcp/443 @4 (spec.yaml:20:9)',
    );
  });
});

describe('what is extra', () => {
  test.each<[string, string, DocumentRow[], string[]]>([
    [
      'an endpoint that no row names',
      '{ host: b.example.net, service: https }',
      [],
      ['extra absent b.example.net tcp/443 (spec.yaml:19:9)'],
    ],
    [
      'a port that no row names',
      '{ host: a.example.com, service: web }',
      [a],
      ['extra ports a.example.com tcp/80 (spec.yaml:19:9) @3'],
    ],
    [
      'a subdomain of a named host',
      '{ host: b.a.example.com, service: https }',
      [rowOf('a.example.com', ['tcp/80'], {}, 3)],
      [
        'missing absent a.example.com tcp/80 @3',
        'extra absent b.a.example.com tcp/443 (spec.yaml:19:9) @3',
      ],
    ],
    [
      'no endpoint of another document',
      '{ host: b.example.net, service: https, source: { document: other } }',
      [],
      [],
    ],
  ])('is %s', (_, endpoint, rows, want) => {
    expect(of([endpoint], rows)).toEqual(want);
  });

  test('is an endpoint without a source, with that reason', () => {
    const files = {
      'spec.yaml': specText({ endpoints: ['{ host: b.example.net, service: https }'] }),
    };
    expect(found(audited(files, [a]))).toEqual([
      'missing absent a.example.com tcp/443 @3',
      'extra no-source b.example.net tcp/443 (spec.yaml:13:9)',
    ]);
  });

  test('does not fail the run alone', () => {
    const report = audited(spec(['{ host: b.example.net, service: https }']), []);
    expect(isFailing(report)).toBe(false);
  });

  test('is a line of a list, at its own location', () => {
    const files = {
      ...spec(['{ list: hosts.txt, service: https }']),
      'hosts.txt': 'a.example.com\nb.example.net\n',
    };
    expect(found(audited(files, [a]))).toEqual([
      'extra absent b.example.net tcp/443 (hosts.txt:2:1)',
    ]);
  });
});

describe('tiers', () => {
  const tier = (name: 'required' | 'recommended', line: number) =>
    rowOf('a.example.com', https, { tier: name }, line);

  test('are equal if one endpoint is in the tier of the document', () => {
    expect(of(['{ host: a.example.com, service: https }'], [tier('required', 3)])).toEqual([]);
  });

  test('differ if no endpoint is in the tier of the document', () => {
    const report = audited(spec(['{ host: a.example.com, service: https }']), [
      tier('required', 3),
      tier('recommended', 4),
    ]);
    expect(found(report)).toEqual([
      'tier a.example.com tcp/443 @4 recommended, not required (spec.yaml:19:9)',
    ]);
    expect(isFailing(report)).toBe(true);
  });

  test('differ on the ports alone that are in another tier', () => {
    const group = (id: string, word: string, service: string) =>
      `  - { id: ${id}, title: T, tier: ${word}, source: { document: guide }, endpoints: [{ host: a.example.com, service: ${service} }] }`;
    const files = {
      'spec.yaml': spec([])['spec.yaml'].replace(
        /groups:[\s\S]*?(?=sites:)/,
        `groups:\n${group('one', 'required', 'https')}\n${group('two', 'optional', 'http')}\n`,
      ),
    };
    const both = rowOf('a.example.com', ['tcp/80', 'tcp/443'], { tier: 'required' }, 3);
    expect(found(audited(files, [both]))).toEqual([
      expect.stringContaining('tier a.example.com tcp/80 @3 required, not optional'),
    ]);
  });
});

describe('a wider entry', () => {
  test.each<[string, string, DocumentRow]>([
    [
      'a network',
      '{ network: 198.51.100.0/24, service: https }',
      rowOf('198.51.100.0/25', https, {}, 3),
    ],
    [
      'an address in a range',
      '{ network: 198.51.100.7-198.51.100.20, service: https }',
      rowOf('198.51.100.9', https, {}, 3),
    ],
    ['a wildcard', '{ host: "*.example.com", service: https }', a],
    ['any destination', '{ to: any, service: https }', a],
  ])('covers what the document names, and is listed: %s', (_, endpoint, named) => {
    const report = audited(spec([endpoint]), [named]);
    expect(found(report)).toEqual([
      expect.stringMatching(/^extra wider .* tcp\/443 \(spec.yaml:19:9\) @3$/),
      expect.stringMatching(/^covered .* tcp\/443 @3 \(spec.yaml:19:9\)$/),
    ]);
    expect(isFailing(report)).toBe(true);
  });

  test('of another document covers, too, and is not extra', () => {
    const report = audited(
      spec(['{ host: "*.example.com", service: https, source: { document: other } }']),
      [a],
    );
    expect(found(report)).toEqual(['covered a.example.com tcp/443 @3 (spec.yaml:19:9)']);
    expect(isFailing(report)).toBe(true);
  });

  test('is extra beside an exact one, with the destinations that it is wider than', () => {
    const endpoints = ['a', '*'].map((name) => `{ host: "${name}.example.com", service: https }`);
    const report = audited(spec(endpoints), [a, rowOf('b.example.com', ['tcp/80'], {}, 4)]);
    expect(report.extra).toMatchObject([
      { kind: 'wider', message: expect.stringContaining('"a.example.com"'), rows: [{ line: 3 }] },
    ]);
    expect(isFailing(report)).toBe(true);
  });

  test('is extra on other ports apart from those on which it is wider', () => {
    expect(of(['{ host: "*.example.com", service: web }'], [a])).toEqual([
      'extra wider *.example.com tcp/443 (spec.yaml:19:9) @3',
      'extra ports *.example.com tcp/80 (spec.yaml:19:9) @3',
      'covered a.example.com tcp/443 @3 (spec.yaml:19:9)',
    ]);
  });

  test('is explained by "printed" for the text that it is written for alone', () => {
    const endpoint = '{ host: "*.example.com", service: https, printed: { text: a.example.com } }';
    const alone = audited(spec([endpoint]), [a]);
    expect(found(alone)).toEqual(['written-otherwise a.example.com tcp/443 @3 (spec.yaml:19:9)']);
    expect(isFailing(alone)).toBe(false);
    const both = audited(spec([endpoint]), [a, rowOf('b.example.com', https, {}, 4)]);
    expect(found(both)).toContain('covered b.example.com tcp/443 @4 (spec.yaml:19:9)');
    expect(isFailing(both)).toBe(true);
  });

  test('is no finding if the document names all of it elsewhere', () => {
    const rows = [a, rowOf('*.example.com', https, {}, 4)];
    const report = audited(spec(['{ host: "*.example.com", service: https }']), rows);
    expect(found(report)).toEqual(['written-otherwise a.example.com tcp/443 @3 (spec.yaml:19:9)']);
    expect(isFailing(report)).toBe(false);
  });

  test('is no finding if the document names all of it in parts', () => {
    const rows = ['198.51.100.0/25', '198.51.100.128/25'].map((network, index) =>
      rowOf(network, https, {}, 3 + index),
    );
    const report = audited(spec(['{ network: 198.51.100.0/24, service: https }']), rows);
    expect(found(report)).toEqual([
      'written-otherwise 198.51.100.0/25 tcp/443 @3 (spec.yaml:19:9)',
      'written-otherwise 198.51.100.128/25 tcp/443 @4 (spec.yaml:19:9)',
    ]);
    expect(isFailing(report)).toBe(false);
  });

  test('covers what the document names without a port', () => {
    const report = audited(spec(['{ host: "*.example.com", service: https }']), [
      rowOf('a.example.com', [], {}, 3),
    ]);
    expect(found(report)).toEqual([
      'extra wider *.example.com tcp/443 (spec.yaml:19:9) @3',
      'covered a.example.com tcp/443 @3 (spec.yaml:19:9)',
    ]);
    expect(isFailing(report)).toBe(true);
  });

  test('may be several networks that have all addresses together', () => {
    const halves = ['198.51.100.0/25', '198.51.100.128/25'].map(
      (network) => `{ network: ${network}, service: https }`,
    );
    expect(of(halves, [rowOf('198.51.100.0/24', https, {}, 3)])).toEqual([
      'written-otherwise 198.51.100.0/24 tcp/443 @3 (spec.yaml:19:9)',
    ]);
  });

  test('hides no port', () => {
    const rows = [rowOf('a.example.com', ['tcp/80', 'tcp/443'], {}, 3)];
    expect(of(['{ host: "*.example.com", service: https }'], rows)).toEqual([
      'missing ports a.example.com tcp/80 @3 (spec.yaml:19:9)',
      'extra wider *.example.com tcp/443 (spec.yaml:19:9) @3',
      'covered a.example.com tcp/443 @3 (spec.yaml:19:9)',
    ]);
  });
});

describe('"printed"', () => {
  const text = (host: string, words: string) =>
    `{ host: "${host}", service: https, printed: { text: "${words}" } }`;

  test('explains what the document prints, within its registrable domain', () => {
    const endpoints = [text('a.example.com', '*.example.com')];
    expect(of(endpoints, [rowOf('*.example.com', https, {}, 3)])).toEqual([
      'written-otherwise *.example.com tcp/443 @3 (spec.yaml:19:9)',
    ]);
  });

  test('explains nothing in another registrable domain', () => {
    expect(of([text('a.example.net', 'a.example.com')], [a])).toEqual([
      'missing absent a.example.com tcp/443 @3 (spec.yaml:19:9)',
      'extra absent a.example.net tcp/443 (spec.yaml:19:9)',
    ]);
  });

  test('explains nothing under a public suffix that both share', () => {
    expect(of([text('a.co.uk', 'b.co.uk')], [rowOf('b.co.uk', https, {}, 3)])[0]).toMatch(
      /^missing/,
    );
  });

  test.each(['example.com', '.example.com', 'a.example', '*.example.com'])(
    'explains only whole tokens: not a.example.com by %s',
    (words) => {
      expect(of([text('b.example.com', words)], [a])).toEqual([
        'missing absent a.example.com tcp/443 @3 (spec.yaml:19:9)',
        expect.stringContaining('extra absent b.example.com'),
      ]);
    },
  );

  test('hides no port', () => {
    const rows = [rowOf('*.example.com', ['tcp/443', 'udp/443'], {}, 3)];
    expect(of([text('a.example.com', '*.example.com')], rows)).toEqual([
      'missing absent *.example.com udp/443 @3 (spec.yaml:19:9)',
      'written-otherwise *.example.com tcp/443 @3 (spec.yaml:19:9)',
    ]);
  });

  test('explains the other ports of a host that the document prints', () => {
    const page = 'https://a.example.com/help.html';
    const fact = { ...factOf('a.example.com', ['tcp/80']), printed: { url: page, port: 80 } };
    const named = row({ kind: 'facts', facts: [fact] }, {}, 3, `- <${page}> (Port 80)`);
    const endpoint = `{ host: a.example.com, services: [http, https], printed: { url: "${page}", port: 80 } }`;
    expect(of([endpoint], [named])).toEqual([
      'written-otherwise a.example.com tcp/443 @3 (spec.yaml:19:9)',
    ]);
  });

  test('explains a port that the document prints beside a URL', () => {
    const named = printed('https://a.example.com (Port 80)', 3, ['a.example.com', ['tcp/80']]);
    const endpoint = '{ url: "https://a.example.com", printed: { port: 80 } }';
    expect(of([endpoint], [named])).toEqual([
      'written-otherwise a.example.com tcp/80 @3 (spec.yaml:19:9)',
    ]);
  });

  test('explains a URL that a whole host is written for', () => {
    const url = 'https://a.example.com/x';
    const endpoint = `{ host: a.example.com, service: https, printed: { url: "${url}" } }`;
    expect(of([endpoint], [rowOf(url, https, {}, 3)])).toEqual([
      `written-otherwise ${url} tcp/443 @3 (spec.yaml:19:9)`,
    ]);
  });

  test('explains a placeholder, and the host that is written for it', () => {
    const endpoint = text('acme.example.com', '<tenant>.example.com');
    expect(of([endpoint], [unresolved('<tenant>.example.com (Port 443)')])).toEqual([
      'written-otherwise <tenant>.example.com (Port 443) tcp/443 @7 (spec.yaml:19:9)',
    ]);
  });

  test('explains a placeholder of a country by a host that has a country there', () => {
    const words = 'accounts.example.[country]';
    expect(of([text('accounts.example.de', words)], [unresolved(words)])).toEqual([
      `written-otherwise ${words} tcp/443 @7 (spec.yaml:19:9)`,
    ]);
    expect(of([text('accounts.evil.de', words)], [unresolved(words)])).toEqual([
      expect.stringMatching(/^extra absent accounts\.evil\.de/),
      expect.stringMatching(/^need /),
    ]);
  });

  test('explains a network only by addresses within it', () => {
    const range = '198.51.100.0-198.51.100.255';
    const rows = [printed(range, 3, ['198.51.100.0/24', https])];
    const endpoint = (network: string) =>
      `{ network: ${network}, service: https, printed: { text: "${range}" } }`;
    expect(of([endpoint('198.51.100.7')], rows)).toEqual([
      'written-otherwise 198.51.100.0/24 tcp/443 @3 (spec.yaml:19:9)',
    ]);
    expect(of([endpoint('203.0.113.7')], rows)[0]).toMatch(/^missing absent/);
  });

  test('of a destination that each site gives explains what the document prints', () => {
    const endpoint = '{ to: clocks, service: dns, printed: { text: time.example.com } }';
    const files = {
      'spec.yaml': spec([endpoint])['spec.yaml'].replace(
        '    targets:',
        '    destinations: { clocks: [198.51.100.7] }\n    targets:',
      ),
    };
    expect(found(audited(files, [rowOf('time.example.com', ['udp/53'], {}, 3)]))).toEqual([
      'written-otherwise time.example.com udp/53 @3 (spec.yaml:19:9)',
    ]);
  });
});

describe('needs of the spec', () => {
  const open = '{ host: b.example.com, service: https, source: { document: other } }';

  test.each<[string, string, DocumentRow, string]>([
    [
      'a declined name',
      '{ id: one, kind: declined, text: not needed, names: [a.example.com] }',
      a,
      'declined a.example.com tcp/443 @3',
    ],
    [
      'a declined text',
      '{ id: one, kind: declined, text: 203.0.113.7 }',
      rowOf('203.0.113.7', https, {}, 3),
      'declined 203.0.113.7 tcp/443 @3',
    ],
    [
      'an unresolved text that is the whole row',
      '{ id: one, kind: demanded, text: rates come from our servers }',
      unresolved('rates come from our servers'),
      'unresolved rates come from our servers  @7',
    ],
    [
      'a text that an import wrote',
      '{ id: one, kind: demanded, text: a.example.com (no port) }',
      rowOf('a.example.com', [], {}, 3),
      'unresolved a.example.com  @3',
    ],
  ])('explain the document: %s', (_, need, named, want) => {
    const report = audited(spec([open], declined(need)), [named]);
    expect(found(report)).toEqual([expect.stringContaining(want)]);
    expect(isFailing(report)).toBe(false);
  });

  test('explain no row that only another one of the same destination is', () => {
    const rows = ['see a.example.net', 'and a.example.net'].map((words, index) =>
      printed(words, 3 + index, ['a.example.net', https]),
    );
    const need = declined('{ id: one, kind: demanded, text: see a.example.net }');
    expect(of([open], rows.slice(0, 1), need)[0]).toMatch(/^unresolved a\.example\.net/);
    expect(of([open], rows, need)).toEqual(['missing absent a.example.net tcp/443 @3,4']);
  });

  test('explain a tier, too', () => {
    const row = rowOf('b.example.com', https, { tier: 'optional' }, 3);
    expect(of([open], [row], declined('{ id: one, kind: demanded, text: b.example.com }'))).toEqual(
      [],
    );
    expect(of([open], [row])[0]).toMatch(/^tier b\.example\.com/);
  });

  test.each(['TCP', '443', 'TCP 443', 'a.example.net | TCP'])(
    'explain no row by a word of it that names nothing: %s',
    (text) => {
      const rows = [printed('a.example.net | TCP | 443', 3, ['a.example.net', https])];
      expect(of([open], rows, declined(`{ id: one, kind: declined, text: "${text}" }`))).toEqual([
        'missing absent a.example.net tcp/443 @3',
      ]);
      const words = declined(`{ id: one, kind: demanded, text: "${text}" }`);
      expect(of([open], [unresolved('updates use TCP 443')], words)).toEqual([
        'need updates use TCP 443  @7',
      ]);
    },
  );

  test.each<[string, string]>([
    ['a wildcard above it', '{ id: one, kind: declined, text: no, names: ["*.example.net"] }'],
    ['a part of it', '{ id: one, kind: demanded, text: example.net }'],
    ['a text that contains it', '{ id: one, kind: demanded, text: not a.example.net here }'],
  ])('explain only whole tokens: not a host by %s', (_, need) => {
    expect(of([open], [rowOf('a.example.net', https, {}, 3)], declined(need))).toEqual([
      'missing absent a.example.net tcp/443 @3',
    ]);
  });
});

describe('rows without ports', () => {
  const other = rowOf('b.example.com', https, {}, 4);
  const endpoints = ['{ host: a.example.com, service: https }', '{ url: "https://b.example.com" }'];

  test('are compared by their host', () => {
    expect(of(endpoints, [rowOf('a.example.com', [], {}, 3), other])).toEqual([
      'no-port a.example.com tcp/443 @3 (spec.yaml:19:9)',
    ]);
  });

  test('are compared with networks that are all of them together', () => {
    const halves = ['198.51.100.0/25', '198.51.100.128/25'].map(
      (network) => `{ network: ${network}, service: https }`,
    );
    const row = rowOf('198.51.100.0/24', [], {}, 3);
    expect(of(halves, [row])).toEqual([
      'written-otherwise 198.51.100.0/24 tcp/443 @3 (spec.yaml:19:9)',
    ]);
    expect(of(halves.slice(1), [row])[0]).toMatch(/^missing part 198\.51\.100\.0\/24/);
  });

  test('are equal in a document that names no port at all', () => {
    const rows = [rowOf('a.example.com', [], {}, 3), rowOf('b.example.com', [], {}, 4)];
    expect(of(endpoints, rows)).toEqual([]);
  });

  test('that the reader could not resolve are compared by the hosts in their words', () => {
    expect(of(endpoints, [unresolved('a.example.com, port 443', 'no transport'), other])).toEqual([
      'no-port a.example.com, port 443 tcp/443 @7 (spec.yaml:19:9)',
    ]);
  });

  test('and that name another port are missing on it', () => {
    expect(of(endpoints, [unresolved('a.example.com, port 9000', 'no transport'), other])).toEqual([
      'missing ports a.example.com  @7 (spec.yaml:19:9)',
    ]);
  });
});

describe('a destination in a row that the reader could not resolve', () => {
  const endpoint = '{ host: a.example.com, service: https, source: { document: other } }';

  test.each<[string, string, string]>([
    ['a host', 'relay.example.net (Port 5004)', 'relay.example.net'],
    ['a wildcard', '*.example.net, port 8443', '*.example.net'],
    ['a network', '198.51.100.0/24 | 8443', '198.51.100.0/24'],
    ['a URL', 'see <https://example.net/x>.', 'https://example.net/x'],
  ])('is missing if the spec has it nowhere: %s', (_, words, subject) => {
    for (const row of [unresolved(words), refused(words)]) {
      const report = audited(spec([endpoint]), [row]);
      expect(found(report)).toEqual([`missing absent ${subject}  @7`]);
      expect(report.counts).toMatchObject({ named: 1, equal: 0 });
      expect(isFailing(report)).toBe(true);
    }
  });

  test('is missing beside one that the spec has', () => {
    expect(of([endpoint], [unresolved('a.example.com and b.example.net')])).toEqual([
      'missing absent b.example.net  @7',
      'no-port a.example.com and b.example.net tcp/443 @7 (spec.yaml:19:9)',
    ]);
  });

  test('is missing once, with all of its rows', () => {
    const rows = [unresolved('b.example.net (a)'), { ...unresolved('b.example.net (b)'), line: 9 }];
    expect(of([endpoint], rows)).toEqual(['missing absent b.example.net  @7,9']);
  });

  test('is missing with its ports alone if another row names them', () => {
    const rows = [rowOf('b.example.net', https, {}, 3), unresolved('b.example.net, port 443')];
    expect(of([endpoint], rows)[0]).toBe('missing absent b.example.net tcp/443 @3');
    expect(of([endpoint], rows).filter((each) => each.startsWith('missing'))).toHaveLength(1);
  });

  test('is only covered by a wider entry', () => {
    const own = '{ host: "*.example.net", service: https }';
    const report = audited(spec([own]), [unresolved('b.example.net')]);
    expect(found(report)).toEqual([
      'extra wider *.example.net tcp/443 (spec.yaml:19:9) @7',
      'covered b.example.net tcp/443 @7 (spec.yaml:19:9)',
    ]);
    expect(isFailing(report)).toBe(true);
  });

  test.each([
    '{ id: one, kind: declined, text: not needed, names: [b.example.net] }',
    '{ id: one, kind: declined, text: b.example.net }',
    '{ id: one, kind: demanded, text: "b.example.net (Port 8443)" }',
    '{ id: one, kind: demanded, text: "b.example.net (Port 8443) (no transport)" }',
  ])('is not missing if the spec speaks of it: %s', (need) => {
    const report = audited(spec([endpoint], declined(need)), [
      unresolved('b.example.net (Port 8443)'),
    ]);
    expect(report.missing).toEqual([]);
    expect(isFailing(report)).toBe(false);
  });

  test('is not missing if the row takes access back', () => {
    const rows = [
      unresolved('do not open port 8443 to b.example.net'),
      unresolved('b.example.net', 'the rule denies'),
      unresolved('do not open port 8443 to a.example.com'),
    ];
    const report = audited(spec([endpoint]), rows);
    expect(report.missing).toEqual([]);
    expect(isFailing(report)).toBe(false);
  });

  test.each([
    ['the text above it denies or limits it: "block"', 0],
    ['a comment denies or limits it: "block"', 0],
    ['the column "Allowed" denies or limits it: "no"', 0],
    ['the row denies or limits it: "deprecated"', 0],
    ['its key "exclude" denies or limits it', 0],
    ['its label "action: deny" denies or limits it', 0],
    // The rest of what the words name is still asked for.
    ['the text above it denies or limits it: "except"', 1],
  ])('is not missing if the reader says that it is taken back: %s', (reason, missing) => {
    const report = audited(spec([endpoint]), [unresolved('b.example.net', reason)]);
    expect(report.missing).toHaveLength(missing);
  });

  test('is not missing if it is a file, a version or the address of the document', () => {
    const words = 'see https://docs.example.com/guide: run setup.exe of version 8.1 on port 443';
    const url = ', url: "https://docs.example.com/guide"';
    expect(audited(spec([endpoint], '', url), [unresolved(words)]).missing).toEqual([]);
  });

  test('is not missing if its import refused it and said so', () => {
    const report = audited(spec([endpoint]), [refused('10.1.2.3')], {
      isRefusedByImport: ({ words }) => words === '10.1.2.3',
    });
    expect(found(report)).toEqual(['not-compared 10.1.2.3  @7']);
    expect(of([endpoint], [refused('10.1.2.3')])).toEqual(['missing absent 10.1.2.3  @7']);
  });
});

function refused(words: string): DocumentRow {
  return row({ kind: 'refused', refusal: refuse('x', 'not public', 'y') }, {}, 7, words);
}

describe('rows that name nothing', () => {
  const endpoint = '{ host: a.example.com, service: https }';

  test('are listed and do not fail the run', () => {
    const rows = [
      a,
      unresolved('updates come from our servers'),
      row({ kind: 'declined', reason: 'to the clients' }, {}, 8, 'port 22 inbound'),
      row({ kind: 'refused', refusal: refuse('x', '"*" is not a host', 'y') }, {}, 9, '*'),
    ];
    const report = audited(spec([endpoint]), rows);
    expect(found(report)).toEqual([
      'need updates come from our servers  @7',
      'left-out port 22 inbound  @8',
      'not-compared *  @9',
    ]);
    expect(isFailing(report)).toBe(false);
  });

  test('and that are refused are found in the spec by their words', () => {
    const refused = row(
      { kind: 'refused', refusal: refuse('x', 'not public', 'y') },
      {},
      9,
      '10.1.2.3',
    );
    expect(of(['{ network: 10.1.2.3, service: https }'], [refused])).toEqual([
      'no-port 10.1.2.3 tcp/443 @9 (spec.yaml:19:9)',
    ]);
  });
});

describe('the document itself', () => {
  const endpoint = '{ host: a.example.com, service: https, source: { document: other } }';

  test('is known by its address', () => {
    const rows = [rowOf('https://docs.example.com/guide', https, {}, 3)];
    expect(of([endpoint], rows, '', ', url: "https://docs.example.com/guide"').slice(0, 1)).toEqual(
      ['own-address https://docs.example.com/guide tcp/443 @3'],
    );
  });

  test.each<[string, string[]]>([
    ['a', []],
    ['b', ['digest (spec.yaml:6:34)']],
  ])('is held to its digest', (digit, want) => {
    expect(of([endpoint], [a], '', `, sha256: ${digit.repeat(64)}`)).toEqual(want);
  });
});

test('asks for DNS with a port, and the resolvers answer', () => {
  const report = audited(spec(['{ to: resolvers, service: dns }']), [], {
    text: 'x\n- Port 53: DNS lookup',
  });
  expect(found(report)).toEqual(['written-otherwise resolvers tcp/53, udp/53 @2 (spec.yaml:19:9)']);
});

test('a host with a variable is what the document prints with a placeholder', () => {
  const files = {
    'spec.yaml': spec([`{ host: "\${tenant}.example.com", service: https }`])
      ['spec.yaml'].replace('services:', 'variables:\n  tenant: { description: T }\nservices:')
      .replace('    targets:', '    variables: { tenant: acme }\n    targets:'),
  };
  expect(found(audited(files, [unresolved('<your tenant>.example.com')]))).toEqual([
    'written-otherwise <your tenant>.example.com tcp/443 @7 (spec.yaml:21:9)',
  ]);
});
