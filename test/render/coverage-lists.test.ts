import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderSpec } from '../../src/render/all-sites.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { loadFiles, type MemoryFiles, specText } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { runs } from '../support/runs.ts';

const targets = `
      iptables: {}
      pac: { proxy: "PROXY proxy.example.net:3128" }
      paloalto: { from: trust, to: untrust, resolvers: [192.0.2.53], position: bottom }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }`;

function pageOf(endpoints: readonly string[], lists: MemoryFiles = {}, of = targets): string {
  const group = '    inspection: bypass';
  const files = { ...lists, 'spec.yaml': specText({ endpoints, group, targets: of }) };
  const { spec } = must(loadFiles(files));
  const [site] = must(renderSpec(spec, siteFindings));
  return site?.coverage ?? '';
}

/** The rows of the one group. */
function rowsOf(page: string): string[] {
  const [, rows = ''] = page.split('| --- | --- | --- | --- | --- | --- |\n').slice(-2);
  return (rows.split('\n\n')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
}

/** The totals of the targets. */
function totalsOf(page: string): string {
  return page.split('\n## ')[0] ?? '';
}

const pfsense = '{ pfsense: { interface: lan } }';

describe('the rows of a list on the coverage page', () => {
  test('are one for each verdict, with the number of its entries', () => {
    const page = pageOf(
      ['{ list: lists/cdn.txt, service: https }', '{ host: own.example.com, service: https }'],
      { 'lists/cdn.txt': 'a.example.com\nb.example.com\n*.c.example.com\n' },
      pfsense,
    );
    expect(rowsOf(page)).toEqual([
      '| `lists/cdn.txt` (2 entries) | `https` | bypass | pfsense | exact | |',
      '| `lists/cdn.txt` (1 entry) | `https` | bypass | pfsense | unsupported | an alias cannot contain a wildcard, so it is left out |',
      '| `own.example.com` | `https` | bypass | pfsense | exact | |',
    ]);
    expect(totalsOf(page)).toContain('\n| pfsense | 3 | 0 | 0 | 1 | 1 |\n');
  });

  test('count an entry once if the list is named twice, and keep services separate', () => {
    const page = pageOf(
      [
        '{ list: cdn.txt, service: https }',
        '{ list: cdn.txt, service: https }',
        '{ list: cdn.txt, service: http }',
      ],
      { 'cdn.txt': 'a.example.com\nb.example.com\n' },
      pfsense,
    );
    expect(rowsOf(page)).toEqual([
      '| `cdn.txt` (2 entries) | `http` | bypass | pfsense | exact | |',
      '| `cdn.txt` (2 entries) | `https` | bypass | pfsense | exact | |',
    ]);
  });

  test('show the note of the list once', () => {
    const page = pageOf(
      ['{ list: cdn.txt, service: https, note: why }'],
      { 'cdn.txt': 'a.example.com\nb.example.com\n' },
      pfsense,
    );
    expect(rowsOf(page)).toEqual([
      '| `cdn.txt` (2 entries) | `https` | bypass | pfsense | exact | |',
      '| `cdn.txt` (2 entries) | | | spec | note | why |',
    ]);
  });

  test('leave an endpoint that the spec names too its own row, and count it once', () => {
    const page = pageOf(
      ['{ list: cdn.txt, service: https }', '{ host: a.example.com, service: https }'],
      { 'cdn.txt': 'a.example.com\nb.example.com\n' },
      pfsense,
    );
    expect(rowsOf(page)).toEqual([
      '| `a.example.com` | `https` | bypass | pfsense | exact | |',
      '| `cdn.txt` (2 entries) | `https` | bypass | pfsense | exact | |',
    ]);
    expect(totalsOf(page)).toContain('\n| pfsense | 2 | 0 | 0 | 0 | 0 |\n');
  });

  test('say the same as a row for each entry, and so do the totals', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { minLength: 1, selector: textOf }), (entries) => {
        const own = entries.filter(({ list }) => !list);
        const listed = entries.filter(({ list }) => list);
        const page = pageOf(
          [kept, ...own.map(textOf), ...['http', 'https'].flatMap(listOf(listed))],
          {
            'http.txt': linesOf(listed, 'http'),
            'https.txt': linesOf(listed, 'https'),
          },
        );
        const whole = pageOf([kept, ...entries.map(textOf)]);
        expect(totalsOf(page)).toBe(totalsOf(whole));
        expect(rowsOf(page).sort()).toEqual(counted(rowsOf(whole), listed).sort());
      }),
      { numRuns: runs(100) },
    );
  });
});

/** A host on port 443, which every target can express: a site without one is refused. */
const kept = '{ host: kept.example.net, service: https }';

type Entry = { readonly place: string; readonly service: string; readonly list: boolean };

const entry: fc.Arbitrary<Entry> = fc.record({
  place: fc.constantFrom(
    ...['a.example.com', 'b.example.com', 'c.a.example.com', '*.example.com', '*.a.example.com'],
    ...['cdn*.example.com', '192.0.2.0/24', '192.0.2.7', '198.51.100.1-198.51.100.9'],
  ),
  service: fc.constantFrom('http', 'https'),
  list: fc.boolean(),
});

function textOf({ place, service }: Pick<Entry, 'place' | 'service'>): string {
  const key = place.startsWith('19') ? 'network' : 'host';
  return `{ ${key}: "${place}", service: ${service} }`;
}

function linesOf(entries: readonly Entry[], service: string): string {
  return entries.map((each) => (each.service === service ? `${each.place}\n` : '')).join('');
}

function listOf(entries: readonly Entry[]): (service: string) => string[] {
  return (service) =>
    linesOf(entries, service) === '' ? [] : [`{ list: ${service}.txt, service: ${service} }`];
}

/** The rows, with one row in place of those of listed entries that say the same. */
function counted(rows: readonly string[], listed: readonly Entry[]): string[] {
  const starts = new Map(
    listed.map(({ place, service }) => [`| \`${place}\` | \`${service}\``, service]),
  );
  const counts = new Map<string, number>();
  const own = rows.filter((row) => {
    const [, place, service, ...rest] = row.split('|');
    const list = starts.get(`|${place}|${service?.trimEnd()}`);
    if (list === undefined) return true;
    const same = ['', ` \`${list}.txt\` (COUNT) `, service, ...rest].join('|');
    counts.set(same, (counts.get(same) ?? 0) + 1);
    return false;
  });
  const ofLists = [...counts].map(([row, count]) =>
    row.replace('COUNT', count === 1 ? '1 entry' : `${count} entries`),
  );
  return [...own, ...ofLists];
}
