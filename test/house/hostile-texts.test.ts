import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { withoutCommands } from '../../src/characters.ts';
import { refuseLongWords, usageError } from '../../src/commands/cli/usage.ts';
import { parseListPlace } from '../../src/language/meaning/list-place.ts';
import { parseUrl } from '../../src/language/meaning/places.ts';
import { parseAddress } from '../../src/net/address.ts';
import { parseFlow } from '../../src/net/flow.ts';
import { hostHolds } from '../../src/net/host-set.ts';
import { parseHost, parseHostName } from '../../src/net/host-text.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { parsePort, parsePortRange } from '../../src/net/port-text.ts';
import { paloalto } from '../../src/targets/paloalto/index.ts';
import { problemsOf, specText } from '../support/load.ts';
import { someOf } from '../support/runs.ts';

/** Milliseconds. Far more than the work takes, and far less than a quadratic pattern takes. */
const limit = 20_000;

/** Runs work with a time limit, which also interrupts a regular expression. */
function answered<Value>(work: () => Value): Value {
  const box: { value?: Value } = {};
  const run = () => {
    box.value = work();
  };
  runInNewContext('run()', { run }, { timeout: limit });
  if (!('value' in box)) throw new Error('nothing was answered');
  return box.value;
}

const sizes = [60_000, 240_000];

function onEachSize(work: (size: number) => unknown): void {
  for (const size of sizes) expect(answered(() => work(size))).toBeDefined();
}

const pieces = [
  '0',
  '1.',
  'a',
  'a.',
  'a-',
  'a:',
  ':',
  '/',
  '//',
  '?',
  '#',
  '#\n',
  '.',
  '-',
  '[',
  '[/',
  ']',
  '*',
  '%41',
  ' ',
  '\t\r',
  '\u00e9',
  '://[',
  '_',
  '@',
];
const ends = ['', '\n', '!'];
const texts = pieces.flatMap((piece) =>
  ends.map((end) => (size: number) => piece.repeat(size / piece.length) + end),
);
const starts = ['', 'https://', '0.0.0.0'];

describe('a text of any length is processed quickly', () => {
  test.each<[string, (text: string) => unknown]>([
    ['a host', parseHost],
    ['an address', parseAddress],
    ['a network', parseNetwork],
    ['a port', parsePort],
    ['a range of ports', parsePortRange],
    ['a URL', parseUrl],
    ['a flow', parseFlow],
    ['a line of a list', parseListPlace],
    ['a line of a log', withoutCommands],
  ])('as %s', (_, read) => {
    for (const [index, start] of starts.entries())
      for (const make of someOf(texts, index)) onEachSize((size) => read(start + make(size)));
  });

  test('as a word of the command line', () => {
    const known = { verbs: [], common: [] };
    onEachSize((size) =>
      usageError(
        `Invalid values:\n  Argument: x, Given: "${'Argument: x, Given: "'.repeat(size / 20)}`,
        [],
        known,
      ),
    );
    expect(() => refuseLongWords(['explain', 'a'.repeat(5001)])).toThrow('is 5001 characters long');
  });

  const whole: readonly [string, (text: string) => string][] = [
    [
      'a host',
      (text) => specText({ endpoints: [`{ host: ${JSON.stringify(text)}, service: https }`] }),
    ],
    ['a URL', (text) => specText({ endpoints: [`{ url: ${JSON.stringify(text)} }`] })],
    [
      'a network',
      (text) => specText({ endpoints: [`{ network: ${JSON.stringify(text)}, service: https }`] }),
    ],
    [
      'a list',
      (text) => specText({ endpoints: [`{ list: ${JSON.stringify(text)}, service: https }`] }),
    ],
    [
      'a port',
      (text) =>
        specText({ services: `  https: { ports: [${JSON.stringify(text)}], application: tls }` }),
    ],
    [
      'what "only" names',
      (text) => specText({ tail: `tests: [{ name: a, only: [${JSON.stringify(text)}] }]` }),
    ],
    [
      'a flow of a test',
      (text) => specText({ tail: `tests: [{ name: a, allow: [${JSON.stringify(text)}] }]` }),
    ],
    [
      'a date',
      (text) =>
        specText({
          endpoints: [`{ url: "https://a.example.com", expires: ${JSON.stringify(text)} }`],
        }),
    ],
    ['an include', (text) => specText({ head: `include: [${JSON.stringify(text)}]` })],
    ['a key', (text) => specText({ tail: `? ${JSON.stringify(text)}\n: 1` })],
    ['a comment', (text) => specText({ tail: `# ${text.replaceAll('\n', ' ')}` })],
    ['the file', (text) => text],
  ];
  test.each(whole)('as %s of a spec', (_, spec) => {
    for (const piece of someOf(pieces))
      onEachSize((size) => problemsOf({ 'spec.yaml': spec(piece.repeat(size / piece.length)) }));
  });

  test('as the head of a file that a reader reads', () => {
    onEachSize((size) => {
      const text = `<?xml version="1.0" encoding="utf-8"?>\n<!-- o${'e--u'.repeat(size / 4)}\n`;
      return paloalto.read(new Map([['paloalto/rules.xml', text]]));
    });
  });
});

describe('a host pattern', () => {
  test('with too many wildcards in a label is rejected', () => {
    expect(parseHost('a*b*c*.example.com').ok).toBe(true);
    const many = parseHost(`${'*a'.repeat(20)}b.example.com`);
    expect(many.ok ? '' : `${many.error.rule}: ${many.error.help}`).toMatch(
      /^wildcard-place: use at most 3/,
    );
  });

  test('is compared quickly with the longest name', () => {
    const host = parseHost('*a*a*b.*a*a*b.example.com');
    const name = parseHostName(`${'a'.repeat(63)}.${'a'.repeat(63)}.example.com`);
    expect(host.ok && name.ok && answered(() => hostHolds(host.value, name.value))).toBe(false);
    expect(host.ok && name.ok).toBe(true);
  });
});
