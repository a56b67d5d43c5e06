import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LoadedSpec, RefusedSpec } from '../../src/language/load.ts';
import type { Place, Result } from '../../src/problem.ts';
import { loadFiles, type MemoryFiles, specText } from '../support/load.ts';
import { runs } from '../support/runs.ts';

const text = specText({
  head: 'include: [more.yaml, { spec: vendor.yaml, as: vendor }]\ninspection: bypass\nvariables: { tenant: { description: the name, dots: true } }\ndocuments:\n  guide: { title: "Guide", date: 2024-05-17 }',
  group: '    source: { document: guide, section: Required URLs }',
  endpoints: [
    'url: https://www.example.com/a\n        note: a page',
    '{ host: "*.example.net", services: [http, https], printed: { text: "*example.net", port: 80 } }',
    '{ network: 198.51.100.0/24, service: http, expires: 2026-12-31 }',
    '{ list: cdn.txt, service: https }',
    '{ host: "\u0024{tenant}.example.com", service: https, applications: { paloalto: [okta] } }',
    '{ to: peers, service: tunnel }',
  ],
  services:
    '  http: { ports: [tcp/80], application: http }\n  https: { ports: [tcp/443], application: tls }\n  tunnel: { ports: [udp/500, sctp/2905], protocols: [esp, icmp-echo], application: other }',
  site: '    exclude: [more]\n    select: { tags: [api], groups: [web] }\n    inner: ["2001:db8:a000::/36"]\n    device: fw-north\n    destinations: { peers: [self, 203.0.113.9, a.example.net] }\n    variables: { tenant: [contoso, eu1.fabrikam] }',
  tail: 'unresolved:\n  - { id: press, kind: declined, text: the press, names: [press.example.org, "*.x.example.org"] }\ntests:\n  - { name: opens, allow: ["https://www.example.com/a"] }\n  - { name: shut, never: { ports: [tcp/80], except: ["*.example.net"] } }',
});
const others: MemoryFiles = {
  'more.yaml':
    'version: 1\ngroups:\n  - id: more\n    title: More\n    tier: optional\n    endpoints: [{ to: any, service: https }]\n',
  'vendor.yaml':
    'version: 1\nname: vendor\nprefix: vnd\ntitle: Vendor\nservices: { https: { ports: [tcp/443], application: tls } }\ngroups:\n  - { id: api, title: API, tier: required, tags: [api], endpoints: [{ host: api.example.net, service: https }] }\n',
  'cdn.txt': 'a.example.org\n192.0.2.7 # one\n',
};

type Edit = { readonly at: number; readonly cut: number; readonly put: string };

const pieces = [
  ...[...'\n \t:-[]{}#"\'&*!|>%@`,0aZ.é\u202e\u200b\ufeff\ud800\0'],
  ...[
    '- ',
    ': ',
    '  ',
    '\n  ',
    '---\n',
    '<<: ',
    'null',
    '~',
    '1e3',
    '0x50',
    '443.0',
    'true',
    '*.com',
  ],
  ...[
    '__proto__',
    'constructor',
    'https',
    'required',
    'web',
    '[[[[[[[[[[[[[[[[[[[[[[',
    '{}',
    '[]',
    '"\\u0000"',
    '\u0024{tenant}',
    'esp',
    'self',
    'peers',
  ],
];
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(text.length),
  cut: fc.oneof(fc.nat(3), fc.nat(40)),
  put: fc.oneof(fc.constantFrom(...pieces), fc.constant('')),
});
const mutated = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map((edits) => edits.reduce(apply, text));

function apply(current: string, { at, cut, put }: Edit): string {
  return current.slice(0, at) + put + current.slice(at + cut);
}

/** Two values of the file change places. */
const swapped = fc.tuple(fc.nat(), fc.nat()).map(([one, other]) => {
  const values = [...text.matchAll(/(?<=[:[,] ?)[^\s,:{}[\]]+/g)].map((match) => match[0]);
  const a = values[one % values.length] ?? '';
  const b = values[other % values.length] ?? '';
  return text.replace(a, '\u0001').replace(b, a).replace('\u0001', b);
});

const wrecked = fc.oneof(mutated, swapped);

test('the spec before mutation is valid', () => {
  expect(loadFiles({ 'spec.yaml': text, ...others }).ok).toBe(true);
});

describe('a mutated spec', () => {
  test('loads, or has problems with locations inside its files, each once', () => {
    fc.assert(
      fc.property(wrecked, (given) => {
        const loaded = loadFiles({ 'spec.yaml': given, ...others });
        if (loaded.ok) return;
        const problems = loaded.error.problems.map((problem) => JSON.stringify(problem));
        expect(problems.length).toBeGreaterThan(0);
        expect(problems).toEqual([...new Set(problems)]);
        expect(outside(loaded.error)).toEqual([]);
      }),
      { numRuns: runs(400) },
    );
  });

  test('has the same meaning with LF and CRLF', () => {
    fc.assert(
      fc.property(wrecked, (given) => {
        const crlf = given.replaceAll('\n', '\r\n');
        expect(meaningOf(loadFiles({ 'spec.yaml': crlf, ...others }))).toEqual(
          meaningOf(loadFiles({ 'spec.yaml': given, ...others })),
        );
      }),
      { numRuns: runs(300) },
    );
  });
});

test('mutated lists and includes load or have problems', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.string({ unit: 'binary' }), (bytes, words) => {
      const loaded = loadFiles({ 'spec.yaml': text, 'cdn.txt': bytes, 'more.yaml': words });
      expect(loaded.ok ? [] : outside(loaded.error)).toEqual([]);
    }),
    { numRuns: runs(300) },
  );
});

/** The places that are not in the files. */
function outside({ problems, sources }: RefusedSpec): Place[] {
  return problems
    .map(({ at }) => at)
    .filter(({ file, line, column, length }) => {
      const found = sources.get(file)?.split('\n')[line - 1];
      if (found === undefined || column < 1 || length < 1) return true;
      return column > Array.from(found).length + 1;
    });
}

/** The spec, or its mistakes, without the line ends that a text may quote. */
function meaningOf(loaded: Result<LoadedSpec, RefusedSpec>): unknown {
  if (loaded.ok) return loaded.value.spec;
  return loaded.error.problems.map(({ rule, at }) => `${at.file}:${at.line}:${at.column} ${rule}`);
}
