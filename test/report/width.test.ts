import { describe, expect, test } from '@jest/globals';
import { auditText } from '../../src/report/audit/text.ts';
import { liveText } from '../../src/report/check/live-text.ts';
import { diffText } from '../../src/report/diff/text.ts';
import { explainText } from '../../src/report/explain/text.ts';
import { importText } from '../../src/report/import/text.ts';
import { lintText } from '../../src/report/lint/text.ts';
import { type Paint, paintFor, plain } from '../../src/report/page/paint.ts';
import { widthOf } from '../../src/report/page/wrap.ts';
import { verifyText } from '../../src/report/verify/text.ts';
import { someOf } from '../support/runs.ts';
import { auditAnswer, diffAnswer, lintAnswer } from './answers.ts';
import { fragments, replaced } from './hostile.ts';
import {
  audited,
  change,
  device,
  deviceLine,
  explanation,
  fields,
  findings,
  imported,
  verified,
} from './hostile-data.ts';

const all = { audited, change, device, deviceLine, explanation, findings, imported, verified };

/** The data with the same words in every field, or in these. */
function saying(words: string, inThese: readonly string[] = fields): typeof all {
  return inThese.reduce((data, field) => replaced(data, field, words), all);
}

/** Files, endpoints and flows are single words, which stay whole so that they can be found and copied. */
const single: readonly string[] = [
  'zzfile',
  'zzlist',
  'zzpath',
  'zzendpoint',
  'zzflow',
  'zzout',
  'zzguide',
  'zzsubject',
  'zzdump',
];
const freeText = fields.filter((field) => !single.includes(field));

const texts: Readonly<Record<string, (data: typeof all, paint: Paint) => string>> = {
  diff: (data, paint) => diffText(diffAnswer(data.change), paint),
  lint: (data, paint) => lintText(lintAnswer(data.findings), paint),
  audit: (data, paint) => auditText(auditAnswer(data.audited), paint),
  import: (data, paint) => importText(data.imported, paint),
  verify: (data, paint) => verifyText({ report: data.verified, out: 'generated' }, paint),
  'check --live': ({ device: report, deviceLine: line }, paint) =>
    liveText({ ...report, lineAt: () => line }, paint),
  explain: (data, paint) => explainText({ explanation: data.explanation, out: 'generated' }, paint),
};

const ansi = paintFor({ flag: true, environment: {}, isTerminal: false });

describe.each(Object.entries(texts))('the text of %s', (_, print) => {
  test.each([
    ['few words', 'why'],
    [
      'many words',
      'many words, as many as it takes to fill a line, and then another one '.repeat(3),
    ],
    ['wide letters', '\u4e2d\u6587 \u65e5\u672c\u8a9e '.repeat(20)],
  ])('is 80 columns wide where the words allow it: %s', (_name, words) => {
    const wide = print(saying(words.trim(), freeText), plain)
      .split('\n')
      .filter((line) => widthOf(line) > 80);
    // A line is longer only for a word that would not fit into any, behind a label at most.
    const last = wide.map((line) => line.trim().split(' ').at(-1) ?? '');
    expect(last.filter((word) => widthOf(word) <= 60)).toEqual([]);
  });

  test('has the same text without colors', () => {
    for (const words of ['why', ...someOf(Object.values(fragments))]) {
      const data = saying(words);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
      const stripped = print(data, ansi).replaceAll(/\u001b\[\d+m/g, '');
      // A painted line begins with its colour, so that no runner takes it as a command.
      const pure = (text: string) => text.replaceAll('<U+003A>', ':');
      expect(pure(stripped)).toBe(pure(print(data, plain)));
    }
  });
});
