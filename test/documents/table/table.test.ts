import { describe, expect, test } from '@jest/globals';
import { readTable } from '../../../src/documents/table/index.ts';
import { rowsIn } from '../../support/document-rows.ts';
import { must } from '../../support/policy.ts';

const rows = (text: string, columns: Readonly<Record<string, string>> = {}) =>
  rowsIn(readTable, text, { columns: new Map(Object.entries(columns)) });

/** What a row of a Markdown table with the columns Address, Protocol, Port and Purpose gives. */
function inTable(row: string): readonly string[] {
  const text = `| Address | Protocol | Port | Purpose |\n|--|--|--|--|\n${row}\n| z.example.com | TCP | 443 | use |`;
  return rows(text).filter((found) => found.startsWith('3'));
}

describe('a cell of destinations', () => {
  test.each([
    ['`www.example.com`', 'www.example.com tcp/443'],
    ['[www.example.com](https://docs.example.com/a)', 'www.example.com tcp/443'],
    ['\\*.example.com', '*.example.com tcp/443'],
    ['www\\.example\\.com', 'www.example.com tcp/443'],
    ['**www.example.com**', 'www.example.com tcp/443'],
    ['<https://www.example.com>', 'https www.example.com tcp/443'],
    ['www.example.com (1)', 'www.example.com tcp/443'],
    ['www.example.com[2]', 'www.example.com tcp/443'],
    ['www.example.com<sup>3</sup>', 'www.example.com tcp/443'],
    ['www.example.com[3](#notes)', 'www.example.com tcp/443'],
    ['www.[example.com](http://example.com)', 'www.example.com tcp/443'],
    ['www.example.com*', 'www.example.com tcp/443'],
    ['*.example.com *', '*.example.com tcp/443'],
    ['WWW.Example.com.', 'www.example.com tcp/443'],
    ['www.example.com:443', 'www.example.com tcp/443'],
    ['203.0.113.1 - 203.0.113.9', '203.0.113.1-203.0.113.9 tcp/443'],
    ['www.example.com/a', 'https www.example.com/a tcp/443'],
    ['www.example.com/a/*', 'https www.example.com/a tcp/443'],
  ])('%s', (given, want) => {
    expect(inTable(`| ${given} | TCP | 443 | use |`)).toEqual([`3: ${want}`]);
  });

  test.each([
    'a.example.com, b.example.com',
    '`a.example.com`<br>`b.example.com`',
    'a.example.com b.example.com',
    '<ul><li>a.example.com</li><li>b.example.com</li></ul>',
  ])('has a row for each of %s', (given) => {
    expect(inTable(`| ${given} | TCP | 443 | use |`)).toEqual([
      '3: a.example.com tcp/443',
      '3: b.example.com tcp/443',
    ]);
  });

  test.each([
    ['', 'unresolved, it names no destination'],
    ['see the website', 'unresolved, it names no destination'],
    ['all but www.example.com', 'unresolved, it has other words beside its destinations'],
    ['www.example.com (b.example.com)', 'unresolved, it has other words beside its destinations'],
    [
      '&lt;directory id&gt;.example.com',
      'unresolved, "<directory id>.example.com" has the placeholder "<directory id>"',
    ],
    ['www.example.com[x](y)', 'unresolved, "www.example.com[x]" has the placeholder "[x]"'],
    [
      'www.example.com:8443',
      'unresolved, the destination names port 8443, and its row other ports',
    ],
    [
      'ftp://www.example.com',
      'unresolved, "ftp://www.example.com" has the scheme "ftp", which is neither http nor https',
    ],
    ['\\*', 'refused, wildcard-place'],
    ['10.0.0.1', 'refused, import-not-public'],
    ['203.0.113.7/24', 'refused, address-host-bits'],
    ['www.example.com/a/*/b', 'refused, path-wildcard'],
    ['=HYPERLINK(www.example.com)', 'refused, import-formula'],
  ])('%s is %s', (given, want) => {
    expect(inTable(`| ${given} | TCP | 443 | use |`)).toEqual([`3: ${want}`]);
  });

  test.each([
    ['a.example.com**b.example.com**', 'refused, wildcard-place'],
    ['a.example.com-[x](y)', 'unresolved, "a.example.com-[x]" has the placeholder "[x]"'],
    ['[x](y)a.example.com', 'unresolved, "[x](y)a.example.com" has the placeholder "[x]"'],
  ])('keeps the markup of %s, which is %s', (given, want) => {
    expect(inTable(`| ${given} | TCP | 443 | use |`)).toEqual([`3: ${want}`]);
  });

  test.each(['`a.example.com``b.example.com`', '<a>a.example.com</a><a>b.example.com</a>'])(
    'never joins the names of %s',
    (given) => {
      expect(inTable(`| ${given} | TCP | 443 | use |`)).toEqual([
        '3: a.example.com tcp/443',
        '3: b.example.com tcp/443',
      ]);
    },
  );

  test('two stars in front of a name are no emphasis', () => {
    expect(inTable('| **.example.com, **.example.org | TCP | 443 | use |')).toEqual([
      '3: refused, wildcard-place',
      '3: refused, wildcard-place',
    ]);
  });
});

describe('the ports of a row', () => {
  test.each([
    ['www.example.com/a', 'TCP', '80', 'http www.example.com/a tcp/80'],
    [
      'www.example.com/a',
      'TCP',
      '80, 443',
      'http www.example.com/a tcp/80; https www.example.com/a tcp/443',
    ],
    ['www.example.com/a/*', 'TCP', '80', 'http www.example.com/a tcp/80'],
    ['https://www.example.com/a', 'TCP', '80', 'www.example.com tcp/80'],
    [
      'https://www.example.com',
      'TCP',
      '80, 443',
      'https www.example.com tcp/443; www.example.com tcp/80',
    ],
    ['www.example.com', 'HTTPS', '', 'www.example.com tcp/443'],
    ['www.example.com', '', '', 'www.example.com'],
    ['www.example.com', 'UDP', '3478-3481', 'www.example.com udp/3478-3481'],
    [
      'www.example.com/a',
      'TCP',
      '8080',
      'unresolved, it has a path and no scheme, and tcp/8080 does not tell which one',
    ],
    ['http://www.example.com/a', 'TCP', '443', 'unresolved, it prints a URL of http and tcp/443'],
    ['www.example.com', 'TCP', 'any', 'unresolved, "any" is not a list of ports'],
    ['www.example.com', 'ICMP', '443', 'unresolved, the protocol "icmp" has no ports'],
    ['www.example.com', 'TCP', '=cmd!A0', 'refused, import-formula'],
    ['10.0.0.1', 'TCP', 'any', 'refused, import-not-public'],
  ])('%s, %s, %s', (host, protocol, port, want) => {
    expect(inTable(`| ${host} | ${protocol} | ${port} | use |`)).toEqual([`3: ${want}`]);
  });

  test('a host instead of a URL says what the document prints', () => {
    const text = 'URL,Port,Note\nhttps://www.example.com/a,80,Help';
    const [row] = must(readTable({ name: 'table', text }, {})).rows;
    expect(row?.verdict).toMatchObject({
      facts: [
        {
          printed: { url: 'https://www.example.com/a', port: 80 },
          note: 'The document prints a URL of https and tcp/80, so the whole host is allowed there. Help',
        },
      ],
    });
  });

  test('columns of TCP and of UDP are two', () => {
    const text =
      'Host\tTCP ports\tUDP ports\tUse\na.example.com\t443\t\tx\nb.example.com\t5060\t5060\tx\nc.example.com\t\t\tx\n';
    expect(rows(text)).toEqual([
      '2: a.example.com tcp/443',
      '3: b.example.com tcp/5060 udp/5060',
      '4: c.example.com',
    ]);
  });
});

describe('a note that names connections to the clients', () => {
  const warningsFor = (notes: readonly string[]) => {
    const body = notes.map((note, index) => `| a${index}.example.com | TCP | 443 | ${note} |`);
    const text = `| Address | Protocol | Port | Purpose |\n|--|--|--|--|\n${body.join('\n')}`;
    const { rows: found, warningsOf } = must(readTable({ name: 'table', text }, {}));
    return warningsOf?.(found);
  };

  test.each<[readonly string[], string | undefined]>([
    [
      ['Inbound to the device', 'use'],
      'The note on line 3 has a word for incoming connections, such as "inbound". ',
    ],
    [['use', 'Incoming calls', 'Inbound'], 'The notes on lines 4, 5 have a word for '],
    [
      ['Inbound a', 'inbound b', 'incoming c', 'incoming d'],
      'The notes on lines 3, 4, 5 and 1 more have ',
    ],
    [['Inbound and outbound', 'use', 'inboundary'], undefined],
  ])('%j', (notes, warning) => {
    expect(warningsFor(notes)).toEqual(
      warning === undefined ? [] : [expect.stringContaining(warning)],
    );
  });
});

const spellings: readonly (readonly [string, string])[] = [
  [
    'CSV',
    'Port,Endpoint,Required/Optional\r\n80,a.example.com/b/*,Required\r\n443,c.example.com,Optional\r\n',
  ],
  [
    'CSV with quotes',
    '"Port","Endpoint","Required/Optional"\n"80","a.example.com/b/*","Required"\n"443","c.example.com","Optional"',
  ],
  [
    'CSV with semicolons',
    'sep=;\nPort;Endpoint;Required/Optional\n80;a.example.com/b/*;Required\n443;c.example.com;Optional',
  ],
  [
    'TSV',
    'Port\tEndpoint\tRequired/Optional\n80\ta.example.com/b/*\tRequired\n443\tc.example.com\tOptional',
  ],
  ['pipes', '80|a.example.com/b/*|Required\n443|c.example.com|Optional\n'],
  [
    'Markdown',
    '| Port | Endpoint | Required/Optional |\n|--|:-:|--|\n| 80 | a.example.com/b/* | Required |\n| 443 | c.example.com | Optional |',
  ],
];

test.each(spellings)('%s gives the same rows', (_, text) => {
  const found = rows(text.replaceAll('\r\n', '\n')).map((row) => row.replace(/^\d+ /, ''));
  expect(must(readTable({ name: 'table', text }, {})).warnings).toEqual([]);
  expect(found).toEqual([
    'required: http a.example.com/b tcp/80',
    'optional: c.example.com tcp/443',
  ]);
});

describe('rows', () => {
  test('broken over lines are joined', () => {
    const text =
      '| Address | Protocol | Port |\n|--|--|--|\n| a.example.com\nb.example.com | TCP | 443\n|\n| c.example.com | TCP | 80 |';
    expect(rows(text)).toEqual([
      '3: a.example.com tcp/443',
      '3: b.example.com tcp/443',
      '6: c.example.com tcp/80',
    ]);
    const copied =
      'Port\tAddress\tPurpose\tTier\n443\ta.example.com\tSign\nin\tRequired\n80\tb.example.com\tLists\tOptional';
    expect(rows(copied)).toEqual([
      '2 required: a.example.com tcp/443',
      '4 optional: b.example.com tcp/80',
    ]);
  });

  test('that are short and whole are not joined', () => {
    const piped =
      '| Port | Address | Purpose |\n|--|--|--|\n| 443 | a.example.com |\n| 80 | the website |';
    expect(rows(piped)).toEqual([
      '3: a.example.com tcp/443',
      '4: unresolved, it names no destination',
    ]);
    const apart = 'Port\tAddress\tPurpose\n443\ta.example.com\n\n80\tthe website\n';
    expect(rows(apart)).toEqual([
      '2: a.example.com tcp/443',
      '4: unresolved, it names no destination',
    ]);
    const text = 'Port\tAddress\tPurpose\n443\ta.example.com\n80\tb.example.com\n';
    expect(rows(text)).toEqual(['2: a.example.com tcp/443', '3: b.example.com tcp/80']);
  });

  test('with a lost rowspan take ports and transport from the row above, and from no other table', () => {
    const text =
      '| Address | Protocol | Port |\n|--|--|--|\n| a.example.com | UDP | 3478 |\n| b.example.com | | |\n| **Other** | | |\n| c.example.com | | |\n';
    expect(rows(text)).toEqual([
      '3: a.example.com udp/3478',
      '4: b.example.com udp/3478',
      '6 other: c.example.com',
    ]);
  });

  test('below a row with a shifted cell take nothing from it', () => {
    const text =
      '| Address | Port | Purpose |\n|--|--|--|\n| a.example.com | 443 | x | y |\n| b.example.com | | |';
    expect(rows(text)).toEqual(['3: refused, import-row-cells', '4: b.example.com']);
  });

  test.each(['| | UDP | 3478 | use |', '| | | 3478 | |', '| | UDP | | |', '| | | | use |'])(
    'without a destination are unresolved: %s',
    (row) => {
      expect(inTable(row)).toEqual(['3: unresolved, it names no destination']);
    },
  );

  test.each(['443|||', 'any|||', '|||TCP'])('of %s alone are no heading', (row) => {
    const text = `Port|Endpoint|Use|Protocol\n443|a.example.com|x|TCP\n${row}\n443|b.example.com|x|TCP`;
    expect(rows(text)).toEqual([
      '2: a.example.com tcp/443',
      '3: unresolved, it names no destination',
      '4: b.example.com tcp/443',
    ]);
  });

  test('of words that headers have too are no header', () => {
    expect(inTable('| Contact address | TCP | Optional | Purpose |')).toEqual([
      '3: unresolved, it names no destination',
    ]);
  });

  test.each([
    ['a row with another separator', 'b.example.com,TCP 443'],
    ['a bullet', '- b.example.com (Port 8443)'],
    ['a numbered line', '2. allow b.example.com'],
  ])('outside of a table are unresolved: %s', (_what, line) => {
    const text = `| Host | Port |\n|--|--|\n| a.example.com | TCP 443 |\n\n${line}\n`;
    expect(rows(text)).toEqual([
      '3: a.example.com tcp/443',
      '5: unresolved, it is outside of a table',
    ]);
  });

  test('of a sentence that mentions a destination are no rows', () => {
    const text =
      '| Host | Port |\n|--|--|\n| a.example.com | TCP 443 |\n\nSee docs.example.com for more.\n';
    expect(rows(text)).toEqual(['3: a.example.com tcp/443']);
  });

  test('take the destinations below a row that ends in its column', () => {
    const text =
      'Port\tAddress\nTCP 443\ta.example.com\nb.example.com\n203.0.113.0/24\nUDP 3478\tc.example.com\n';
    expect(rows(text)).toEqual([
      '2: a.example.com tcp/443',
      '2: b.example.com tcp/443',
      '2: 203.0.113.0/24 tcp/443',
      '5: c.example.com udp/3478',
    ]);
  });

  test.each([
    'Port\tAddress\nTCP 443\ta.example.com\n\nb.example.com\nTCP 80\tc.example.com\n',
    'Address\tDestination\nTCP 443\ta.example.com\tx\nb.example.com\n',
    'Address\tPort\tMore hosts\na.example.com\tTCP 443\tsee c.example.com\nb.example.com\n',
  ])('take none that could be of another row: %j', (text) => {
    expect(rows(text).join()).not.toContain(': b.example.com');
  });

  test('of a destination alone between tables are unresolved', () => {
    const text = 'Address\tPort\na.example.com\t443\nb.example.com\nc.example.com\t80';
    expect(rows(text)).toEqual([
      '2: a.example.com tcp/443',
      '3: unresolved, it is alone in its line, and could belong to the row above or below: write it in its row',
      '4: c.example.com tcp/80',
    ]);
  });

  test.each([
    'a.example.com | b.example.com | TCP | 443 | use',
    'a.example.com|TCP|443|=cmd|calc!A0',
    'a.example.com | TCP | 443 | use | more',
  ])('with an unquoted pipe are refused: %s', (row) => {
    expect(inTable(`| ${row} |`)[0]).toMatch(/^3: refused, import-(?:formula|row-cells)$/);
  });

  test('are as long as most, if they have no header', () => {
    const text = '443|a.example.com\n80|b.example.com\n443|c.example.com|80|x\n';
    expect(rows(text)).toEqual([
      '1: a.example.com tcp/443',
      '2: b.example.com tcp/80',
      '3: refused, import-row-cells',
    ]);
  });

  test('with an empty first cell have no outer pipe', () => {
    const text = 'Use|Host|Port\nx|a.example.com|443\n|b.example.com|80\n|c.example.com|\n';
    expect(rows(text)).toEqual([
      '2: a.example.com tcp/443',
      '3: b.example.com tcp/80',
      '4: c.example.com tcp/80',
    ]);
  });

  test('with an escaped pipe have no more cells', () => {
    expect(inTable('| a.example.com | TCP | 443 | this \\| that |')).toEqual([
      '3: a.example.com tcp/443',
    ]);
  });
});

describe('sections', () => {
  test('a heading and a bare line between rows name them, and carry the tier', () => {
    const text =
      '## Required hosts\n\n|Host|Port|\n|--|--|\n|a.example.com|443|\n\noptional\n\n|b.example.com|443|\n\nThis is a sentence.\n\n|c.example.com|443|';
    const { rows } = must(readTable({ name: 'table', text }, {}));
    expect(rows.map(({ section }) => [section.key, section.title, section.tier])).toEqual([
      ['required-hosts', 'Required hosts', 'required'],
      ['optional', 'optional', 'optional'],
      ['optional', 'optional', 'optional'],
    ]);
    expect(rows[0]?.section.citation).toBe('Required hosts');
  });

  test.each([
    ['Required', 'yes', 'required'],
    ['Required', 'No', 'optional'],
    ['Optional', 'no', 'required'],
    ['Required/Optional', 'recommended', 'recommended'],
    ['Erforderlich', 'nicht erforderlich', 'optional'],
    ['Pflicht', 'Ja', 'required'],
    ['Tier', 'empfohlen', 'recommended'],
    ['Tier', 'maybe', undefined],
    ['Tier', 'required or optional', undefined],
    ['Required', '', undefined],
  ])('below %s, %s is the tier %s', (header, cell, want) => {
    const text = `Host,Port,${header}\na.example.com,443,${cell}\n`;
    const [row] = must(readTable({ name: 'table', text }, {})).rows;
    expect(row?.section).toMatchObject({ key: want ?? '', tier: want });
  });

  test('rows of one key have one section, also if headings differ in their signs', () => {
    const text =
      '# A & B\n|Host|Tier|Port|\n|--|--|--|\n|a.example.com|required|443|\n|b.example.com||443|\n# A, B\n|c.example.com|required|443|\n# A-B required\n|d.example.com||443|\n';
    const { rows } = must(readTable({ name: 'table', text }, {}));
    const sections = new Map<string, unknown>();
    for (const { section } of rows) {
      expect(sections.get(section.key) ?? section).toEqual(section);
      sections.set(section.key, section);
    }
    expect([...sections.keys()]).toEqual(['a-b-required', 'a-b']);
  });

  test('a key that means another tier gets the tier in it', () => {
    const text =
      '# A, required or\n|Host|Tier|Port|\n|--|--|--|\n|a.example.com|optional|443|\n# A, required or optional\n|b.example.com||443|\n';
    const { rows } = must(readTable({ name: 'table', text }, {}));
    expect(rows.map(({ section }) => [section.key, section.tier])).toEqual([
      ['a-required-or-optional', 'optional'],
      ['a-required-or-optional-other', undefined],
    ]);
  });

  test.each([
    ['Inbound', 'declined, connections to the clients'],
    ['eingehend', 'declined, connections to the clients'],
    ['Outbound', 'a.example.com tcp/443'],
    ['ausgehend', 'a.example.com tcp/443'],
    ['Bidirectional', 'a.example.com tcp/443'],
    ['', 'a.example.com tcp/443'],
    ['sideways', 'unresolved, the direction "sideways" is unclear'],
  ])('the direction %s', (direction, want) => {
    const text = `Direction\tHost\tPort\n${direction}\ta.example.com\t443\nOutbound\tb.example.com\t443`;
    expect(rows(text)[0]).toBe(`2: ${want}`);
  });

  test('rows below "Inbound" are declined, and so are those with inbound ports alone', () => {
    const text = '## Inbound traffic\n|Host|Port|\n|--|--|\n|a.example.com|443|';
    expect(rows(text)).toEqual(['4 inbound-traffic: declined, connections to the clients']);
    const two = 'Host,Inbound port,Outbound port\na.example.com,443,\nb.example.com,,443\n';
    expect(rows(two)).toEqual([
      '2: declined, connections to the clients',
      '3: b.example.com tcp/443',
    ]);
  });

  test('the labels of a row are its cells by header, and its note is that column', () => {
    const text = 'Host,Port,Service tag,Purpose\na.example.com,443,Tag  A,Sign in\n';
    const [row] = must(readTable({ name: 'table', text }, {})).rows;
    expect(Object.fromEntries(row?.labels ?? [])).toEqual({
      Host: ['a.example.com'],
      Port: ['443'],
      'Service tag': ['Tag A'],
      Purpose: ['Sign in'],
    });
    expect(row?.words).toBe('a.example.com | 443 | Tag A | Sign in');
    expect(row?.verdict).toMatchObject({ facts: [{ note: 'Sign in' }] });
  });
});

test('a formula in a note leaves the note out, and elsewhere refuses the row', () => {
  const text =
    'Host,Port,Notes\na.example.com,TCP 443,=HYPERLINK("x")\n=b.example.com,TCP 443,use\nc.example.com,=443,use\n';
  expect(rows(text)).toEqual([
    '2: a.example.com tcp/443',
    '3: refused, import-formula',
    '4: refused, import-formula',
  ]);
  const [row] = must(readTable({ name: 'table', text }, {})).rows;
  expect(row?.verdict.kind === 'facts' && row.verdict.facts[0]?.note).toBeUndefined();
});

describe('a header that has a word for a tier is a header', () => {
  test('below another table', () => {
    const text =
      'Host\tPort\tDescription\tRequired\ncloud.example.com\tTCP 443\tCloud\tYes\n\nOthers\n\nHost\tPort\tDirection\tRequired\nhooks.example.com\tTCP 443\tInbound\tYes\nlogs.example.com\tTCP 443\tOutbound\tNo\n';
    expect(rows(text)).toEqual([
      '2 required: cloud.example.com tcp/443',
      '7 others-required: declined, connections to the clients',
      '8 others-optional: logs.example.com tcp/443',
    ]);
  });

  test.each(['Mandatory', 'Optional', 'Recommended', 'Erforderlich'])('called %s', (tier) => {
    const text = `Host\tPort\na.example.com\tTCP 443\n\nMore\n\nHost\t${tier}\nb.example.com:443\tYes\n`;
    expect(rows(text).at(-1)).toMatch(/^7 more-\w+: b\.example\.com tcp\/443$/);
  });

  const sheet =
    'Firewall list v4,,,\nHost,Port,Direction,Required\ncloud.example.com,TCP 443,Outbound,Yes\nhooks.example.com,TCP 443,Inbound,No\nlogs.example.com,TCP 443,Outbound,No\n';

  test.each([{}, { host: 'Host', port: 'Port' }, { host: '1', port: '2', tier: '4' }])(
    'below a title of a spreadsheet, with the columns %j',
    (columns) => {
      expect(rows(sheet, columns)).toEqual([
        '3 firewall-list-v4-required: cloud.example.com tcp/443',
        '4 firewall-list-v4-optional: declined, connections to the clients',
        '5 firewall-list-v4-optional: logs.example.com tcp/443',
      ]);
    },
  );

  test('and a row that is inbound in a column without a name is declined', () => {
    const text = 'a.example.com,TCP 443,Inbound\nb.example.com,TCP 443,\n';
    expect(rows(text, { host: '1', port: '2' })).toEqual([
      '1: declined, connections to the clients',
      '2: b.example.com tcp/443',
    ]);
  });
});
