import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hiddenInValue } from '../../../src/characters.ts';
import { readConfig } from '../../../src/documents/config/index.ts';
import type { DocumentRow } from '../../../src/documents/document.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { panosRule, panosXml } from '../../support/config/panos.ts';
import { aliasXml, configXml, ruleXml } from '../../support/config/pfsense.ts';
import { factsIn } from '../../support/json-documents.ts';
import { runs } from '../../support/runs.ts';

const pieces = [
  ...[
    'any',
    '*',
    '*.com',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/8',
    'www.example.org',
    '.example.org',
    '192.0.2.1/24',
  ],
  ...[
    '198.51.100.0/24',
    'https://www.example.org/a/*',
    '65536',
    '1-65535',
    '443',
    'lan',
    'pass',
    'allow',
    'web',
    'no',
  ],
  ...[
    ' ',
    '\n',
    '\u202e',
    '\0',
    '\x24{HOME}',
    '::error::x',
    '*/',
    '--&gt;',
    '{{x}}',
    '../..',
    '__proto__',
    '%00',
    '`id`',
    '&amp;',
    '&lt;x&gt;',
  ],
];
const hostile = fc.oneof(
  fc.constantFrom(...pieces),
  fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll(/[<&]/g, '')),
);

/** A valid document of each kind, in which "@@" is each text that a hostile one replaces. */
const documents: Readonly<Record<string, string>> = {
  pfsense: configXml(
    [aliasXml('@web@', 'host', '@a.example.com@ b.example.com')],
    [
      ruleXml({
        type: '@pass@',
        interface: '@lan@',
        families: '@inet46@',
        protocol: '@tcp@',
        to: '<address>@web@</address>',
        port: '@443@',
      }),
    ],
  ),
  panos: panosXml(
    '<address><entry name="@web@"><fqdn>@a.example.com@</fqdn></entry></address><service><entry name="@https@"><protocol><tcp><port>@443@</port></tcp></protocol></entry></service>',
    [
      panosRule('@rule@', {
        from: ['@trust@'],
        destination: ['@web@'],
        service: ['@https@'],
        action: '@allow@',
      }),
    ],
  ),
  squid:
    'acl @good@ dstdomain @a.example.com@ .example.net\nacl p port @443@\nhttp_access @allow@ p @good@',
  list: '@a.example.com@\n.example.net',
  dnsmasq: 'ipset=/@a.example.com@/@set@\nipset=/b.example.com/set',
  ipset: 'create @set@ @hash:net@ family inet\nadd @set@ @192.0.2.0/24@\nadd set 192.0.2.7',
};

/** The texts of a row that a part or an answer shows. */
function textsOf({ words, section, labels }: DocumentRow): readonly string[] {
  const { title = '', citation = '' } = section;
  return [words, title, citation, ...[...labels.values()].flat()];
}

function expectPlain(row: DocumentRow): void {
  for (const text of textsOf(row)) expect(text).not.toMatch(hiddenInValue());
  expect(row.section.key).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
}

/** The destinations of rows, without the mark of subdomains. */
function destinationsIn(rows: readonly DocumentRow[]): readonly string[] {
  return factsIn(rows).map(({ destination }) =>
    formatDestination(destination).replace(/^\*\./, ''),
  );
}

/** The parts with another text for one of them, and for all that are equal: a name and what names it. */
function replaced(parts: readonly string[], place: number, text: string): readonly string[] {
  return parts.map((part, index) => (index % 2 === 1 && part === parts[place] ? text : part));
}

describe('hostile texts', () => {
  test.each(Object.entries(documents))(
    'in a document of %s become text or nothing',
    (_name, document) => {
      const parts = document.split('@');
      const places = parts.flatMap((_part, index) => (index % 2 === 1 ? [index] : []));
      const rowsOf = (text: string) => {
        const reading = readConfig({ name: 'document', text }, {});
        return reading.ok ? reading.value.rows : [];
      };
      expect(factsIn(rowsOf(parts.join('')))).not.toEqual([]);
      fc.assert(
        fc.property(fc.constantFrom(...places), hostile, (place, text) => {
          const given = replaced(parts, place, text).join('');
          const rows = rowsOf(given);
          rows.forEach(expectPlain);
          for (const destination of destinationsIn(rows))
            expect(given.toLowerCase().normalize()).toContain(destination);
        }),
        { numRuns: runs(1000) },
      );
    },
  );
});

describe('time', () => {
  const many = 20_000;
  const seconds = (text: string) => {
    const start = process.cpuUsage();
    readConfig({ name: 'document', text }, {});
    const { user } = process.cpuUsage(start);
    return user / 1e6;
  };
  const numbers = Array.from({ length: many }, (_, index) => index);
  const spread = (index: number) =>
    `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
  test.each<[string, string]>([
    [
      'aliases in aliases',
      configXml(
        [
          ...numbers.map((index) =>
            aliasXml(`a${index}`, 'host', `a${index + 1} a${index + 1} h${index}.example.com`),
          ),
        ],
        numbers.slice(0, 2000).map((index) => ruleXml({ to: `<address>a${index}</address>` })),
      ),
    ],
    [
      'rules that deny above rules that pass',
      configXml(
        [],
        numbers.map((index) =>
          ruleXml({
            type: index % 2 === 0 ? 'block' : 'pass',
            to: `<address>${spread(index)}</address>`,
            port: String(1 + index),
          }),
        ),
      ),
    ],
    [
      'large rules that deny',
      configXml(
        [aliasXml('big', 'network', numbers.map(spread).join(' '))],
        numbers.slice(0, 5000).map(() => ruleXml({ type: 'block', to: '<address>big</address>' })),
      ),
    ],
    [
      'lines of http_access',
      [
        `acl n dstdomain ${numbers.map((index) => `n${index}.example.com`).join(' ')}`,
        ...numbers.map(() => 'http_access allow n'),
      ].join('\n'),
    ],
    [
      'elements in elements',
      `<pfsense>${'<a>'.repeat(60)}${'<b/>'.repeat(100_000)}${'</a>'.repeat(60)}</pfsense>`,
    ],
    ['a long text', `<pfsense><filter>${'x '.repeat(2_000_000)}</filter></pfsense>`],
    ['blanks', `${' \t'.repeat(500_000)}\nacl a dstdomain ${' '.repeat(500_000)}x`],
  ])('does not grow with the square of %s', (_name, text) => {
    expect(seconds(text)).toBeLessThan(10);
  });
});
