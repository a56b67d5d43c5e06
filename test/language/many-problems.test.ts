import { describe, expect, test } from '@jest/globals';
import { mostShown } from '../../src/problem.ts';
import { plain } from '../../src/report/page/paint.ts';
import { problemsJson } from '../../src/report/problems/json.ts';
import { problemsText } from '../../src/report/problems/text.ts';
import { loadFiles, type MemoryFiles, problemsOf, specText } from '../support/load.ts';

const many = 40_000;

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');
}

function spec(head: string, tail = ''): string {
  return `version: 1\nname: demo\nprefix: dmo\ntitle: Demo\n${head}services: { s: { ports: [tcp/443], application: tls } }\n${tail}`;
}

const list = specText({ endpoints: ['{ list: l.txt, service: https }'] });

describe('a spec with very many mistakes', () => {
  // Each is answered: the test's own limit of time is generous, and none of them comes near it.
  const rows: readonly [what: string, files: MemoryFiles, first: string][] = [
    [
      'lines of a list that are no hosts',
      { 'spec.yaml': list, 'l.txt': 'bad!host\n'.repeat(130_000) },
      'l.txt:1:1 host-character',
    ],
    [
      'lines of a list that are longer than any host',
      { 'spec.yaml': list, 'l.txt': `${'1.'.repeat(many)}\n`.repeat(60) },
      'l.txt:1:1 list-line',
    ],
    [
      'services, and the title above them',
      {
        'spec.yaml': `version: 1\nname: demo\nprefix: dmo\ntitle: "Demo "\nservices:\n${lines(300, (index) => `  s${index}: { ports: [tcp/0], application: tls }`)}`,
      },
      'spec.yaml:4:8 outer-space',
    ],
    [
      'groups',
      { 'spec.yaml': spec('', `groups:\n${'- {bad: 1}\n'.repeat(many)}`) },
      'spec.yaml:7:1 too-many',
    ],
    [
      'groups on one line',
      { 'spec.yaml': spec('', `groups: [${'{id: x}, '.repeat(many)}]\n`) },
      'spec.yaml:6:9 too-many',
    ],
    [
      'endpoints',
      { 'spec.yaml': specText({ endpoints: Array(many).fill('{ bad: 1 }') }) },
      'spec.yaml:13:9 endpoint-kind',
    ],
    [
      'unknown keys',
      {
        'spec.yaml': spec(
          '',
          lines(many, (index) => `k${index}: 1`),
        ),
      },
      'spec.yaml:6:1 unknown-key',
    ],
    [
      'clients',
      {
        'spec.yaml': specText({
          clients: `[${'{ a: 1 }, '.repeat(many)}]`,
        }),
      },
      'spec.yaml:16:14 too-many',
    ],
    [
      'ports of a service',
      { 'spec.yaml': specText({ services: `  https: { ports: [${'tcp/0, '.repeat(many)}] }` }) },
      'spec.yaml:6:3 missing-key',
    ],
    [
      'numbers that nobody would write so',
      { 'spec.yaml': spec('', `x: [${'01, '.repeat(many)}]\n`) },
      'spec.yaml:6:1 unknown-key',
    ],
    [
      'names that are there already',
      {
        'spec.yaml': spec(
          '',
          `tests:\n${'- { name: a, deny: [tcp://a.example.com:1] }\n'.repeat(20_000)}`,
        ),
      },
      'spec.yaml:7:1 too-many',
    ],
    [
      'includes that are not there',
      { 'spec.yaml': spec(`include: [${'x.yaml, '.repeat(many)}]\n`) },
      'spec.yaml:5:10 too-many',
    ],
    [
      'carriage returns without a line feed',
      { 'spec.yaml': 'a: 1\r'.repeat(many) },
      'spec.yaml:1:5 line-break',
    ],
    ['carriage returns alone', { 'spec.yaml': '\r'.repeat(many) }, 'spec.yaml:1:1 line-break'],
    ['null characters', { 'spec.yaml': '\0a'.repeat(many) }, 'spec.yaml:1:1 control-character'],
    ['directives', { 'spec.yaml': '%A\n'.repeat(many) }, 'spec.yaml:1:1 yaml-directive'],
  ];

  test.each(rows)('stops at the limit of problems: %s', (_, files, first) => {
    const found = problemsOf(files);
    expect(
      found.filter((line) => !line.endsWith('no-groups') && !line.endsWith('no-sites'))[0],
    ).toBe(first);
    expect(found.length).toBeLessThanOrEqual(200);
  });

  test('reports that there are more problems, as text and as JSON', () => {
    const loaded = loadFiles({ 'spec.yaml': list, 'l.txt': 'bad!host\n'.repeat(130_000) });
    const { problems, sources } = loaded.ok ? { problems: [], sources: new Map() } : loaded.error;
    const text = problemsText(problems, sources, plain);
    expect(text.match(/ error /g)).toHaveLength(mostShown);
    expect(text.trimEnd().split('\n').at(-1)).toBe('showing the first 50 problems; there are more');
    const { problems: listed, more } = JSON.parse(problemsJson({ problems }));
    expect([listed.length, more > 0]).toEqual([mostShown, true]);
  });

  test('shows the first problems of the file', () => {
    const bad = (index: number) => `{ host: bad!${index}.example.com, service: s0 }`;
    const services = lines(400, (index) => `  s${index}: { ports: [tcp/0], application: tls }`);
    const first = specText({ endpoints: Array.from({ length: 400 }, (_, index) => bad(index)) });
    const late = `${first.replace(/services:\n(?: .*\n)*/, '')}services:\n${services}`;
    const shown = problemsOf({ 'spec.yaml': late }).slice(0, mostShown);
    expect(shown).toEqual(
      Array.from({ length: mostShown }, (_, index) => `spec.yaml:${10 + index}:17 host-character`),
    );
  });

  test('quotes a line of megabytes fast, in the same way as a short one', () => {
    const long = `${' '.repeat(5)}${'x'.repeat(3_000_000)}`;
    const at = { file: 'spec.yaml', line: 1, column: 2_999_000, length: 3 };
    const problems = Array.from({ length: mostShown }, () => ({
      rule: 'odd',
      message: 'odd',
      help: 'mend it',
      at,
    }));
    const text = problemsText(problems, new Map([['spec.yaml', long]]), plain);
    expect(text.split('\n')[1]).toBe(`  > 1 | ...${'x'.repeat(94)}...`);
  });
});

describe('includes', () => {
  function chain(length: number): MemoryFiles {
    const part = (index: number) =>
      `version: 1\n${index < length ? `include: [p${index + 1}.yaml]\n` : ''}`;
    const parts = Array.from({ length }, (_, index) => [`p${index + 1}.yaml`, part(index + 1)]);
    return { 'spec.yaml': specText({ head: 'include: [p1.yaml]' }), ...Object.fromEntries(parts) };
  }

  test('can be nested 100 deep', () => {
    expect(problemsOf(chain(100))).toEqual([]);
  });

  test.each([101, 2_000, 20_000])(
    'of %i below one another are refused where they go too deep',
    (length) => {
      expect(problemsOf(chain(length))).toEqual(['p100.yaml:2:11 include-too-deep']);
    },
  );

  test('are not read after the limit of problems', () => {
    const names = Array.from({ length: 900 }, (_, index) => `p${index}.yaml`);
    const read: string[] = [];
    const files = Object.fromEntries(names.map((name) => [name, 'a: 1\n'.repeat(100)]));
    const spied = new Proxy(
      { 'spec.yaml': specText({ head: `include: [${names.join(', ')}]` }), ...files },
      {
        get: (target: MemoryFiles, path: string) => {
          read.push(path);
          return target[path];
        },
      },
    );
    expect(problemsOf(spied)).toHaveLength(200);
    expect(read.length).toBeLessThan(10);
  });
});
