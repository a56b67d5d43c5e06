import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocumentRow } from '../../src/documents/document.ts';
import type { ImportedEndpoint } from '../../src/import/part.ts';
import { cidrsOf, formatCidr, mergeNetworks } from '../../src/net/network.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { smallNetwork } from '../support/arbitrary.ts';
import { factOf, imported, row, rowOf } from '../support/import.ts';
import { must } from '../support/policy.ts';
import { runs } from '../support/runs.ts';

const http = ['tcp/80'];
const https = ['tcp/443'];
const both = [...http, ...https];

describe('a list', () => {
  const hosts = (count: number) =>
    Array.from({ length: count }, (_, index) => rowOf(`h${index + 10}.example.com`, https));

  test('has more than 20 destinations of a group with equal services', () => {
    expect(endpoints([...hosts(20), rowOf('b.example.com', http)])).toHaveLength(21);
    const rows = [...hosts(20), rowOf('192.0.2.0/24', https), rowOf('b.example.com', http)];
    const { part, lists } = imported(rows.toReversed());
    expect(part.groups[0]?.endpoints.map(textOf)).toEqual([
      'host b.example.com http',
      'list o365/o365-https.txt https',
    ]);
    const lines = rows.slice(0, 21).map(({ words }) => words);
    expect([...lists]).toEqual([['o365/o365-https.txt', `${lines.join('\n')}\n`]]);
  });

  test('has neither paths nor what is printed otherwise, which stay inline', () => {
    const noted = { ...factOf('n.example.com', https), note: 'a note' };
    const rows = [
      ...hosts(25),
      rowOf('https://h10.example.com', https),
      rowOf('https://p.example.com/a', https),
      row({ kind: 'facts', facts: [noted] }),
    ];
    const { part, lists } = imported(rows);
    expect(part.groups[0]?.endpoints.map(textOf)).toEqual([
      'host n.example.com https noted',
      'url https://p.example.com/a https',
      'list o365/o365-https.txt https',
    ]);
    expect([...lists.values()][0]?.split('\n')).toHaveLength(26);
  });

  test('stays one with fewer destinations, and inline stays inline with more', () => {
    const former = (form: 'list' | 'inline') => ({
      formOf: (group: string, services: readonly string[]) =>
        `${group} ${services}` === 'o365 https' ? form : undefined,
      sectionOf: () => undefined,
    });
    expect(forms(imported(hosts(1), {}, former('list')))).toEqual(['list']);
    expect(new Set(forms(imported(hosts(30), {}, former('inline'))))).toEqual(new Set(['host']));
    expect(forms(imported(hosts(30)))).toEqual(['list']);
  });

  test('has a file of its own, also where names of groups and services meet', () => {
    const inGroup = (key: string, ports: readonly string[]) =>
      hosts(21).map(({ words }) => rowOf(words, ports, { key }));
    const { lists } = imported([...inGroup('a', both), ...inGroup('a-http', https)]);
    expect(lists.size).toBe(2);
  });
});

describe('--aggregate', () => {
  test('merges networks of equal services exactly', () => {
    const rows = [
      rowOf('192.0.2.0/25', https),
      rowOf('192.0.2.128/25', https),
      rowOf('198.51.100.0/25', https),
      rowOf('198.51.100.128/25', http),
      rowOf('a.example.com', https),
    ];
    expect(imported(rows, { aggregate: true }).part.groups[0]?.endpoints.map(textOf)).toEqual([
      'host a.example.com https',
      'network 192.0.2.0/24 https',
      'network 198.51.100.0/25 https',
      'network 198.51.100.128/25 http',
    ]);
    expect(endpoints(rows)).toHaveLength(5);
  });

  test('never allows more or fewer addresses', () => {
    fc.assert(
      fc.property(fc.array(smallNetwork, { minLength: 1, maxLength: 40 }), (networks) => {
        const rows = networks.map((network) =>
          row({
            kind: 'facts',
            facts: [
              { ...factOf('a.example.com', https), destination: { kind: 'network', network } },
            ],
          }),
        );
        const { part } = imported(rows, { aggregate: true, allowWide: true });
        const written = part.groups.flatMap((group) =>
          group.endpoints.flatMap(({ value, lines = [value] }) => lines),
        );
        expect(written.flatMap((text) => blocksOf(must(parseNetwork(text))))).toEqual(
          mergeNetworks(networks).flatMap(blocksOf),
        );
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('a group', () => {
  test('has the words of its section, and the title of the document without them', () => {
    const { part } = imported([
      rowOf('a.example.com', https, {
        key: '31',
        title: ' Share\u200BPoint ',
        purpose: 'a\n  purpose',
        citation: 'id 31',
        tier: 'optional',
      }),
      rowOf('b.example.com', https, { key: 'x' }),
    ]);
    expect(part.groups.map(({ endpoints: _endpoints, ...group }) => group)).toEqual([
      {
        id: 'o365-31',
        title: 'Share Point',
        tier: 'optional',
        inspection: 'allow',
        purpose: 'a purpose',
        section: 'id 31',
      },
      { id: 'o365-x', title: 'o365', tier: 'required', inspection: 'allow' },
    ]);
  });

  test('is one for a section without a key, with the id of the document', () => {
    expect(imported([rowOf('a.example.com', https)]).part.groups.map(({ id }) => id)).toEqual([
      'o365',
    ]);
  });

  test('is another one for another heading with the same key, whatever the order', () => {
    const rows = ['Required (US)', 'Required: US', 'Required (US)'].map((title, index) =>
      rowOf(`h${index}.example.com`, https, { key: 'required-us', title }),
    );
    const { groups } = imported(rows).part;
    expect(groups).toHaveLength(2);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(2);
    const turned = imported(rows.toReversed().slice(1)).part.groups;
    expect(turned.map(({ id, title }) => `${id} ${title}`).sort()).toEqual(
      groups.map(({ id, title }) => `${id} ${title}`).sort(),
    );
  });

  test('never has rows of another tier, even if their sections have one key', () => {
    const { groups } = imported([
      rowOf('a.example.com', https, { key: 'a', tier: 'required' }),
      rowOf('b.example.com', https, { key: 'a', tier: 'optional' }),
    ]).part;
    expect(groups.map(({ tier, endpoints: all }) => [tier, ...all.map(textOf)])).toEqual([
      ['required', 'host a.example.com https'],
      ['optional', 'host b.example.com https'],
    ]);
  });

  test('has an id of at most 32 characters', () => {
    const [group] = imported([rowOf('a.example.com', https, { key: 'k'.repeat(50) })]).part.groups;
    expect(group?.id).toMatch(/^o365-k{20}-[0-9a-f]{6}$/);
  });
});

function blocksOf(network: Parameters<typeof cidrsOf>[0]): string[] {
  return cidrsOf(network).map(formatCidr);
}

function endpoints(rows: readonly DocumentRow[]): string[] {
  return imported(rows).part.groups.flatMap((group) => group.endpoints.map(textOf));
}

function forms({ part }: ReturnType<typeof imported>): string[] {
  return part.groups.flatMap((group) => group.endpoints.map(({ form }) => form));
}

function textOf({ form, value, services, printed, note }: ImportedEndpoint): string {
  const more = [...(printed ? ['printed'] : []), ...(note ? ['noted'] : [])];
  return [form, value, ...services, ...more].join(' ');
}
