import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fixSpec } from '../../../src/language/fix/fix-spec.ts';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import { digest } from '../../../src/policy/digest.ts';
import { fixedTexts, fixFiles } from '../../support/fix.ts';
import { loadFiles, type MemoryFiles, memoryReader, specText } from '../../support/load.ts';
import { runs } from '../../support/runs.ts';

/** A part of a valid spec, and the ways to misspell it; each changes the text. */
type Word = { readonly right: string; readonly wrong: fc.Arbitrary<string> };

/** A text with some of its letters in capitals. */
function cased(text: string): fc.Arbitrary<string> {
  return fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((up) =>
      Array.from(text, (letter, at) => (up[at] ? letter.toUpperCase() : letter)).join(''),
    );
}

const dotted = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.constantFrom('', '.')).map((parts) => parts.join(''));

const host = (right: string): Word => ({ right, wrong: dotted(cased(right)) });
const wildcard = (name: string): Word => ({
  right: `"*.${name}"`,
  wrong: dotted(cased(`*.${name}`)),
});
const oneOf = (right: string, ...wrong: string[]): Word => ({
  right,
  wrong: fc.constantFrom(...wrong),
});
const url = (name: string, path: string): Word => ({
  right: `https://${name}${path}`,
  wrong: fc
    .tuple(cased('https'), dotted(cased(name)))
    .map(([scheme, each]) => `${scheme}://${each}${path}`),
});

const words: readonly Word[] = [
  oneOf('"3.10"', '3.10'),
  host('example.com'),
  oneOf(
    'tcp/443',
    '443/tcp',
    'TCP/443',
    'tcp 443',
    'TCP: 443'.replace(': ', ':'),
    '443 TCP',
    'tcp/443-443',
  ),
  oneOf('udp/8000-8010', '8000-8010/udp', 'UDP 8000-8010', 'udp/8000:8010', 'udp/8000\u20138010'),
  oneOf('tcp/53\n      - udp/53', 'tcp/udp 53', '53/tcp+udp', 'TCP+UDP/53'),
  oneOf('"Updates: all of them"', 'Updates: all of them'),
  host('www.example.com'),
  wildcard('cdn.example.com'),
  url('www.example.net', '/Some/Path'),
  oneOf('2001:db8::/32', '2001:DB8::/32', '2001:0db8:0:0::/32', '2001:0DB8:0:0:0:0:0:0/32'),
  oneOf('192.0.2.1-192.0.2.9', '192.0.2.1 - 192.0.2.9', '192.0.2.1-9'),
  oneOf('2001:db8:1::/48', '2001:DB8:1::/48'),
];

/** A spec of these words, with comments and an odd layout, which must stay. */
function specOf([
  revision,
  domain,
  tcp,
  udp,
  both,
  purpose,
  exact,
  below,
  link,
  network,
  range,
  client,
]: readonly string[]): MemoryFiles {
  return {
    'spec.yaml': `version: 1   # one
name: demo
prefix: dmo
title: "WWW.Example.com: as printed"
include: [ services.yaml ]
documents:
  guide: { title: 'Guide', revision: ${revision}, domains: [${domain}] }
groups:
  - id:   web
    title: Web # 443/tcp and *.Example.com
    tier: required
    purpose: ${purpose}
    endpoints:
      # WWW.Example.com
      - { host: ${exact},service: web }
      - host:    ${below}   # keep
        services: [ web, media,
          dns ]
      - { url: ${link}, service: web }
      - { network: ${network}, service: web }
      - { network: ${range}, service: web }
sites:
  branch:
    clients: [192.0.2.0/24, ${client}]
    resolvers: [self]
    enforce: closed
    tiers: [required]
    targets: { pac: { proxy: "PROXY Proxy.example.net:3128" } }
`,
    'services.yaml': `version: 1\nservices:
  web: { ports: [${tcp}], application: tls }
  media: { ports: [ ${udp} ], application: other }
  dns:
    ports:
      - ${both} # all
    application: dns
`,
  };
}

function digestsOf(files: MemoryFiles): string[] {
  const loaded = loadFiles(files);
  const sites = loaded.ok ? compileSites(loaded.value.spec) : loaded;
  if (!sites.ok) throw new Error(`invalid: ${JSON.stringify(sites.error)}`);
  return sites.value.map(digest);
}

const right = specOf(words.map((word) => word.right));

/** Each word right, or misspelt. */
const written = fc.tuple(
  ...words.map(({ right, wrong }) =>
    fc.oneof({ weight: 1, arbitrary: fc.constant(right) }, { weight: 2, arbitrary: wrong }),
  ),
);

describe('a misspelt spec', () => {
  test('is fixed to the same bytes and the same policies', () => {
    const wanted = digestsOf(right);
    fc.assert(
      fc.property(written, fc.boolean(), (each, crlf) => {
        const ends = (files: MemoryFiles) =>
          Object.fromEntries(
            Object.entries(files).map(([file, text]) => [
              file,
              crlf ? String(text).replaceAll('\n', '\r\n') : text,
            ]),
          );
        const files = fixedTexts(ends(specOf(each)));
        expect(files).toEqual(ends(right));
        expect(digestsOf(files)).toEqual(wanted);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('any damage to a spec', () => {
  const texts = specOf(
    words.map((word, index) =>
      index % 2 === 0 ? word.right : (fc.sample(word.wrong, { seed: index, numRuns: 1 })[0] ?? ''),
    ),
  );
  const text = String(texts['spec.yaml']);
  const pieces = [
    '\n',
    ' ',
    ': ',
    '- ',
    '#',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '*',
    '@',
    '.',
    'A',
    '0',
    '\r',
    '\ufeff',
    '*.Example.com',
    '443/tcp',
    'a: b: c',
  ];
  const damage = fc.record({
    at: fc.nat(text.length),
    cut: fc.nat(6),
    put: fc.constantFrom('', ...pieces),
  });

  test('leaves a spec that another run does not change, and no edit in a valid one', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (edits) => {
        const damaged = edits.reduce(
          (now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut),
          text,
        );
        const files = { ...texts, 'spec.yaml': damaged };
        const once = fixedTexts(files);
        expect(fixedTexts(once)).toEqual(once);
        if (loadFiles(files).ok) expect(once).toEqual(files);
      }),
      { numRuns: runs(600) },
    );
  });
});

describe('the spec of this project', () => {
  const root = join(import.meta.dirname, '../../..');
  const spec = readFileSync(join(root, 'spec.yaml'), 'utf8');

  test('is fixed to the same bytes when its hosts and ports are misspelt', () => {
    let count = 0;
    const misspelt = spec
      .replaceAll(/(?<=\b(?:url: https?:\/\/|host: ))[a-z][a-z0-9.-]*\.[a-z]+/g, (name) => {
        count += 1;
        return count % 2 === 0 ? `${name}.` : name.toUpperCase();
      })
      .replaceAll(
        /(?<=[[ ])(tcp|udp)\/([0-9]+)(?=[,\]])/g,
        (_, transport: string, port: string) => {
          count += 1;
          return count % 2 === 0 ? `${port}/${transport}` : `${transport.toUpperCase()} ${port}`;
        },
      );
    expect(count).toBeGreaterThan(20);
    const fixed = fixSpec(memoryReader({ 'spec.yaml': misspelt }), 'spec.yaml');
    expect(fixed.files.get('spec.yaml')?.current).toBe(spec);
    expect(fixed.loaded.ok).toBe(true);
  });
});

test('one unfixable mistake does not keep the others from their fixes', () => {
  const text = specText({ endpoints: ['{ host: WWW.example.com, service: htps }'] });
  const { loaded, files } = fixFiles({ 'spec.yaml': text });
  expect(files.get('spec.yaml')?.current).toBe(text.replace('WWW', 'www'));
  expect(loaded.ok ? [] : loaded.error.problems.map(({ rule }) => rule)).toEqual([
    'unknown-service',
  ]);
});
