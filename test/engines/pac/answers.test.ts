import { describe, expect, test } from '@jest/globals';
import { questions, services, story } from '../../targets/pac/questions.ts';
import type { Question } from '../../targets/pac/spellings.ts';
import { bypass, proxy, textOf } from '../../targets/pac/support.ts';
import { askJitless, askPacparser, askPacResolver, needsPacparser } from './engines.ts';
import { kept } from './table.ts';

const files: readonly (readonly [name: string, text: string, questions: readonly Question[]])[] = [
  ...kept.map(({ folder, text, questions }) => [folder, text, questions] as const),
  ['the story of the questions', textOf(bypass(story, {}, services)), questions],
  ['the same, nested by label', textOf(bypass(story, { compact: true }, services)), questions],
];

type Line = readonly [url: string, host: string, answer: string | undefined];

/** What was answered, beside what was asked, so that a difference shows both. */
function lines(asked: readonly Question[], answers: readonly string[]): Line[] {
  return asked.map(({ url, host }, index) => [url, host, answers[index]]);
}

/** The expected answer for a client that uses the URL unchanged. */
function wanted(asked: readonly Question[]): Line[] {
  return lines(
    asked,
    asked.map(({ direct }) => (direct ? 'DIRECT' : proxy)),
  );
}

describe.each(files)('%s', (_name, text, asked) => {
  test('has a table that knows both answers, many times', () => {
    expect(asked.filter(({ direct }) => direct).length).toBeGreaterThan(40);
    expect(asked.filter(({ direct }) => !direct).length).toBeGreaterThan(90);
  });

  test('answers as the table says in V8 without a compiler', () => {
    expect(lines(asked, askJitless(text, asked))).toEqual(wanted(asked));
  });

  needsPacparser('answers as the table says in libpacparser', () => {
    expect(lines(asked, askPacparser(text, asked))).toEqual(wanted(asked));
  });

  test('answers as the table says in pac-resolver, which asks for web addresses', async () => {
    const addresses = asked.filter(({ url }) => isAddress(url));
    const want = addresses.map(({ canonical }) => (canonical ? 'DIRECT' : proxy));
    expect(addresses.length).toBeGreaterThan(120);
    expect(lines(addresses, await askPacResolver(text, addresses))).toEqual(lines(addresses, want));
  });
});

function isAddress(url: string): boolean {
  return URL.canParse(url) && new URL(url).hostname !== '';
}
