import { expect, test } from '@jest/globals';
import { audit } from '../../src/audit/audit.ts';
import { readRanges } from '../../src/documents/ranges/index.ts';
import { readText } from '../../src/documents/text/index.ts';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';

/** What is missing in a spec whose document has a URL, and a need with this text. */
function missing(text: string, more: string): string[] {
  const spec = `version: 1
name: a
prefix: aa
title: A
documents: { guide: { title: G, url: "https://help.example.com" } }
services: { https: { ports: [tcp/443], application: tls } }
groups: [{ id: z, title: Z, tier: required, source: { document: guide }, endpoints: [{ host: z.example.com, service: https }] }]
${more}
sites: { s: { clients: [192.0.2.1], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} } } }
`;
  const document = { name: 'g', text };
  const loaded = must(loadFiles({ 'spec.yaml': spec })).spec;
  const reading = must(readText(document, {}));
  const entry = loaded.documents.get('guide');
  return audit({ spec: loaded, entry, document, reading, sha256: 'a' }).missing.map(
    ({ subject }) => subject,
  );
}

const need = (text: string) =>
  `unresolved: [{ id: n, kind: demanded, text: ${JSON.stringify(text)}, source: { document: guide } }]`;

test('the url of a document explains its own port alone', () => {
  expect(missing('- help.example.com TCP 443\n', '')).toEqual([]);
  expect(missing('- help.example.com TCP 22\n', '')).toEqual(['help.example.com']);
});

test('a need explains what stands before its last bracket alone', () => {
  const more = need('b.example.com (Port 22) (SSH is not needed here)');
  expect(missing('- b.example.com\n', more)).toEqual(['b.example.com']);
});

test('a URL of a need explains the port of its scheme alone', () => {
  const more = need('https://c.example.com');
  expect(missing('- https://c.example.com TCP 443\n', more)).toEqual([]);
  expect(missing('- https://c.example.com (TCP Port 8443)\n', more)).toHaveLength(1);
});

test('a single host of JSON is read with the hosts', () => {
  const text = JSON.stringify({ items: [{ fqdn: 'a.example.com', name: 'b.example.com' }] });
  const { rows } = must(readRanges({ name: 'x', text }, { hosts: true }));
  expect(rows.map(({ words }) => words)).toEqual(['a.example.com']);
});
