import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { loadExceptions } from '../../../src/language/exceptions/load.ts';
import { unknownSubjects } from '../../../src/language/exceptions/unknown.ts';
import { codeFrame } from '../../../src/report/page/frame.ts';
import { registry } from '../../../src/review/findings/registry.ts';
import { loadFiles, type MemoryFiles, memoryReader, specText } from '../../support/load.ts';
import { must } from '../../support/policy.ts';
import { readText, root } from '../../support/schema.ts';

const entry = {
  rule: 'cleartext',
  endpoint: '"http://a.example.com"',
  reason: 'the guide asks for it',
  ticket: 'SEC-1',
  approvedBy: 'Network Security',
  until: '2027-06-30',
};

/** A file of one entry, some of whose values are others; undefined leaves the key out. */
function fileWith(other: Readonly<Record<string, string | undefined>> = {}): string {
  const lines = Object.entries({ ...entry, ...other }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  return `version: 1\nexceptions:\n  - ${lines.join('\n    ')}\n`;
}

const load = (files: MemoryFiles, spec = 'spec.yaml') => loadExceptions(memoryReader(files), spec);

/** What a user reads of the file. */
function framesOf(text: string): string {
  const loaded = load({ 'exceptions.yaml': text });
  if (loaded.ok) return '';
  const { problems, sources } = loaded.error;
  return problems.map((problem) => codeFrame(problem, sources.get(problem.at.file))).join('\n');
}

describe('exceptions.yaml', () => {
  test('has each entry with its location', () => {
    const { exceptions } = must(load({ 'exceptions.yaml': fileWith() }));
    expect(exceptions).toEqual([
      {
        rule: 'cleartext',
        kind: 'endpoint',
        subject: 'http://a.example.com',
        reason: 'the guide asks for it',
        ticket: 'SEC-1',
        approvedBy: 'Network Security',
        until: '2027-06-30',
        place: { file: 'exceptions.yaml', line: 3, column: 5, length: 15 },
        subjectPlace: { file: 'exceptions.yaml', line: 4, column: 15, length: 22 },
        untilPlace: { file: 'exceptions.yaml', line: 8, column: 12, length: 10 },
      },
    ]);
  });

  test('is judged beside a wildcard without its quotes', () => {
    const text = fileWith({ endpoint: '*.example.com', until: '2027-13-01' });
    const loaded = load({ 'exceptions.yaml': text });
    expect(loaded.ok ? [] : loaded.error.problems.map(({ rule }) => rule)).toEqual([
      'yaml-alias',
      'date-invalid',
    ]);
  });

  test('is next to the spec, and is named relative to it', () => {
    const { exceptions } = must(load({ 'exceptions.yaml': fileWith() }, 'sites/a/spec.yaml'));
    expect(exceptions[0]?.place.file).toBe('sites/a/exceptions.yaml');
  });

  test('may be missing or empty', () => {
    expect(must(load({})).exceptions).toEqual([]);
    const none = 'version: 1\nexceptions: []\n';
    expect(must(load({ 'exceptions.yaml': none })).exceptions).toEqual([]);
  });

  test('of this repository is valid', () => {
    const ajv = new Ajv2020({ strict: true });
    ajv.compile(JSON.parse(readText('schema/exceptions.schema.json')));
    const text = readFileSync(join(root, 'exceptions.yaml'), 'utf8');
    expect(must(load({ 'exceptions.yaml': text })).exceptions.length).toBeGreaterThan(0);
  });

  test('accepts every rule of the review and no other', () => {
    const { $defs } = JSON.parse(readText('schema/exceptions.schema.json'));
    expect($defs.exceptionEntry.properties.rule.enum).toEqual(registry.map(({ id }) => id));
  });
});

describe('a mistake in exceptions.yaml has a location and a fix', () => {
  test.each<[string, { given: string; want: string[] }]>([
    [
      'an unknown key',
      {
        given: fileWith({ tickets: 'SEC-1', ticket: undefined }),
        want: [
          'exceptions.yaml:8:5 error unknown-key: unknown key "tickets" in an item of "exceptions"',
          '  6 |     approvedBy: Network Security',
          '  7 |     until: 2027-06-30',
          '> 8 |     tickets: SEC-1',
          '    |     ^^^^^^^',
          'help: did you mean "ticket"?',
        ],
      },
    ],
    [
      'a missing key',
      {
        given: fileWith({ reason: undefined }),
        want: [
          'exceptions.yaml:3:5 error missing-key: missing key "reason" in an item of "exceptions"',
          '  1 | version: 1',
          '  2 | exceptions:',
          '> 3 |   - rule: cleartext',
          '    |     ^^^^^^^^^^^^^^^',
          'help: add it, for example: reason: "the device supports no other mail protocol"',
        ],
      },
    ],
    [
      'a rule that does not exist',
      {
        given: fileWith({ rule: 'cleartxt' }),
        want: [
          'exceptions.yaml:3:11 error not-in-list: invalid value "cleartxt" for "rule"',
          '  1 | version: 1',
          '  2 | exceptions:',
          '> 3 |   - rule: cleartxt',
          '    |           ^^^^^^^^',
          'help: did you mean "cleartext"?',
        ],
      },
    ],
    [
      'a day that does not exist',
      {
        given: fileWith({ until: '2027-02-30' }),
        want: [
          'exceptions.yaml:8:12 error date-invalid: the date "2027-02-30" does not exist',
          '  6 |     ticket: SEC-1',
          '  7 |     approvedBy: Network Security',
          '> 8 |     until: 2027-02-30',
          '    |            ^^^^^^^^^^',
          'help: correct the month or the day',
        ],
      },
    ],
    [
      'a day in another form',
      {
        given: fileWith({ until: 'June 2027' }),
        want: [
          'exceptions.yaml:8:12 error date-invalid: invalid date "June 2027"',
          '  6 |     ticket: SEC-1',
          '  7 |     approvedBy: Network Security',
          '> 8 |     until: June 2027',
          '    |            ^^^^^^^^^',
          'help: write year-month-day, as in 2026-12-31',
        ],
      },
    ],
    [
      'an empty reason',
      {
        given: fileWith({ reason: '" "' }),
        want: [
          'exceptions.yaml:5:13 error empty-text: the text is empty',
          '  3 |   - rule: cleartext',
          '  4 |     endpoint: "http://a.example.com"',
          '> 5 |     reason: " "',
          '    |             ^^^',
          'help: write a text, or remove the key',
        ],
      },
    ],
    [
      'a finding with two exceptions',
      {
        given: fileWith() + fileWith({ reason: 'another one' }).replace(/^.*\n.*\n/, ''),
        want: [
          'exceptions.yaml:9:5 error exception-twice: duplicate exception from "cleartext" for "http://a.example.com": the first is on line 3',
          '  7 |     approvedBy: Network Security',
          '  8 |     until: 2027-06-30',
          '> 9 |   - rule: cleartext',
          '    |     ^^^^^^^^^^^^^^^',
          'help: remove one of them',
        ],
      },
    ],
    [
      'another version',
      {
        given: fileWith().replace('version: 1', 'version: 2'),
        want: [
          `exceptions.yaml:1:10 error version: unsupported version "2"`,
          '> 1 | version: 2',
          '    |          ^',
          'help: write "version: 1"',
        ],
      },
    ],
    [
      'no list',
      {
        given: 'version: 1\n',
        want: [
          'exceptions.yaml:1:1 error missing-key: missing key "exceptions" in the file',
          '> 1 | version: 1',
          '    | ^^^^^^^^^^',
          'help: add "exceptions:"',
        ],
      },
    ],
    [
      'a hidden character',
      {
        given: fileWith({ reason: 'the guide \u202easks' }),
        want: [
          'exceptions.yaml:5:23 error bidi-control: the bidi control U+202E (right-to-left override) is not allowed, not even in a comment',
          '  3 |   - rule: cleartext',
          '  4 |     endpoint: "http://a.example.com"',
          '> 5 |     reason: the guide <U+202E>asks',
          '    |                       ^^^^^^^^',
          'help: remove it: it changes the order in which text is shown',
        ],
      },
    ],
  ])('%s', (_name, { given, want }) => {
    const lines = framesOf(given).split('\n');
    expect(lines.map((line) => line.replace(/^ {2}/, ''))).toEqual(want);
  });

  test('hidden YAML features', () => {
    const given = `${fileWith()}  - &again { rule: cleartext }\n`;
    expect(framesOf(given)).toMatch(/^exceptions\.yaml:9:5 error yaml-anchor: /);
  });

  test('a file that cannot be read', () => {
    const loaded = loadExceptions(
      () => ({ kind: 'unreadable', reason: 'it is a folder' }),
      'a/spec.yaml',
    );
    expect(loaded.ok ? [] : loaded.error.problems).toEqual([
      {
        rule: 'exceptions-unreadable',
        message: 'cannot read "exceptions.yaml": it is a folder',
        help: 'use a regular file that you have permission to read',
        at: { file: 'a/exceptions.yaml', line: 1, column: 1, length: 1 },
      },
    ]);
  });

  test('several mistakes in one run', () => {
    const given = fileWith({ rule: 'cleartxt', until: '2027-13-01', ticket: undefined });
    expect(framesOf(given).match(/error [a-z-]+/g)).toEqual([
      'error missing-key',
      'error not-in-list',
      'error date-invalid',
    ]);
  });
});

describe('an exception for a group, a list or a target', () => {
  const scoped = (words: Readonly<Record<string, string>>) =>
    fileWith({ endpoint: undefined, ...words });

  test.each([
    [{ group: 'web' }, ['group', 'web']],
    [{ list: './lists//cdn.txt' }, ['list', 'lists/cdn.txt']],
    [{ target: 'iptables' }, ['target', 'iptables']],
  ])('names it by %o', (words, want) => {
    const { exceptions } = must(load({ 'exceptions.yaml': scoped(words) }));
    expect(exceptions.map(({ kind, subject }) => [kind, subject])).toEqual([want]);
  });

  test('names exactly one', () => {
    expect(framesOf(scoped({}))).toBe(
      [
        'exceptions.yaml:3:5 error exception-kind: the exception does not say what it accepts',
        '    1 | version: 1',
        '    2 | exceptions:',
        '  > 3 |   - rule: cleartext',
        '      |     ^^^^^^^^^^^^^^^',
        '  help: add one of "endpoint", "group", "list" and "target"',
      ].join('\n'),
    );
    expect(framesOf(fileWith({ group: 'web' }))).toContain(
      'exception-kind: the exception has several subjects: "endpoint" and "group"',
    );
    expect(framesOf(fileWith({ group: 'web' }))).toContain('help: write one exception for each');
  });

  test('has one message if the key is mistyped', () => {
    expect(framesOf(scoped({ grup: 'web' }))).toMatch(
      /^exceptions\.yaml:8:5 error unknown-key: unknown key "grup"[\s\S]*help: did you mean "group"\?$/,
    );
    expect(framesOf(scoped({ grup: 'web' })).match(/ error /g)).toHaveLength(1);
  });

  test('has a path inside the directory', () => {
    expect(framesOf(scoped({ list: '../cdn.txt' }))).toContain(
      'error list-outside: "../cdn.txt" leaves the directory with ".."',
    );
  });

  test('is a mistake if another one has its subject', () => {
    const text = scoped({ group: 'web' });
    const twice = `${text}${text.split('\n').slice(2).join('\n')}`;
    expect(framesOf(twice)).toContain(
      'exception-twice: duplicate exception from "cleartext" for group "web": the first is on line 3',
    );
  });

  test.each([
    [{ group: 'wbe' }, '8:12 unknown group "wbe": did you mean "web"?'],
    [{ list: 'lists/cdm.txt' }, '8:11 unknown list "lists/cdm.txt": did you mean "lists/cdn.txt"?'],
    [{ target: 'iptable' }, '8:13 unknown target "iptable": did you mean "iptables"?'],
    [{ group: 'web' }, undefined],
    [{ list: 'lists/cdn.txt' }, undefined],
    [{ target: 'squid' }, undefined],
  ])('is a mistake if the spec does not have it: %o', (words, want) => {
    const { exceptions } = must(load({ 'exceptions.yaml': scoped(words) }));
    const spec = must(
      loadFiles({
        'spec.yaml': specText({ endpoints: ['{ list: lists/cdn.txt, service: https }'] }),
        'lists/cdn.txt': 'a.example.com\n',
      }),
    ).spec;
    const problems = unknownSubjects(exceptions, spec, ['iptables', 'pac', 'squid']);
    expect(
      problems.map(({ at, message, help }) => `${at.line}:${at.column} ${message}: ${help}`),
    ).toEqual(want === undefined ? [] : [want]);
  });
});
