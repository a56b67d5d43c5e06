import { describe, expect, test } from '@jest/globals';
import { hiddenInValue, visible } from '../../src/characters.ts';
import { getOrAdd } from '../../src/maps.ts';
import { coverage } from '../../src/render/coverage.ts';
import { auditGithub } from '../../src/report/audit/github.ts';
import { auditJson } from '../../src/report/audit/json.ts';
import { auditMarkdown } from '../../src/report/audit/markdown.ts';
import { auditSarif } from '../../src/report/audit/sarif.ts';
import { auditText } from '../../src/report/audit/text.ts';
import { liveJson } from '../../src/report/check/live-json.ts';
import { liveMarkdown } from '../../src/report/check/live-markdown.ts';
import { liveText } from '../../src/report/check/live-text.ts';
import { diffGithub } from '../../src/report/diff/github.ts';
import { diffJson } from '../../src/report/diff/json.ts';
import { diffMarkdown } from '../../src/report/diff/markdown.ts';
import { diffSarif } from '../../src/report/diff/sarif.ts';
import { diffText } from '../../src/report/diff/text.ts';
import { explainJson } from '../../src/report/explain/json.ts';
import { explainText } from '../../src/report/explain/text.ts';
import { importJson } from '../../src/report/import/json.ts';
import { importMarkdown } from '../../src/report/import/markdown.ts';
import { importText } from '../../src/report/import/text.ts';
import { lintGithub } from '../../src/report/lint/github.ts';
import { lintJson } from '../../src/report/lint/json.ts';
import { lintMarkdown } from '../../src/report/lint/markdown.ts';
import { lintSarif } from '../../src/report/lint/sarif.ts';
import { lintText } from '../../src/report/lint/text.ts';
import { type Paint, paintFor, plain } from '../../src/report/page/paint.ts';
import { fileUri } from '../../src/report/page/words.ts';
import { problemsGithub } from '../../src/report/problems/github.ts';
import { problemsJson } from '../../src/report/problems/json.ts';
import { problemsText } from '../../src/report/problems/text.ts';
import { validateText } from '../../src/report/validate/text.ts';
import { verifyGithub } from '../../src/report/verify/github.ts';
import { verifyJson } from '../../src/report/verify/json.ts';
import { verifyText } from '../../src/report/verify/text.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { targets } from '../../src/targets/list.ts';
import { outputsOf } from '../../src/targets/output.ts';
import { nodesOf, parsePage, shapeOf, wordsOf } from '../support/markdown.ts';
import { expectReport } from '../support/report.ts';
import { someOf } from '../support/runs.ts';
import { expectSarif } from '../support/sarif.ts';
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
  policies,
  problems,
  source,
  spec,
  verified,
} from './hostile-data.ts';

const all = {
  audited,
  change,
  device,
  deviceLine,
  explanation,
  findings,
  imported,
  policies,
  problems,
  source,
  spec,
  verified,
  file: 'zzfile.yaml',
  out: 'zzout',
  guide: 'zzguide.txt',
  warnings: ['zzwarning'],
};
type All = typeof all;
type Print = (data: All) => string;

const escapeCode = String.fromCharCode(0x1b);
const ansi: Paint = paintFor({ flag: true, environment: {}, isTerminal: false });
const diffOf = ({ change: report, file: spec, out }: All) =>
  diffAnswer(report, { spec, out, openedAt: () => [{ file: 'iptables/zzout', line: 2 }] });
const lintOf = (data: All) => ({ ...lintAnswer(data.findings), spec: data.file });
const verifyOf = ({ verified: report, out }: All) => ({ report, out });
const auditOf = ({ audited: report, guide, warnings, file: spec }: All) =>
  auditAnswer(report, { document: guide, warnings, spec });
const liveOf = ({ device: report, deviceLine: line }: All) => ({ ...report, lineAt: () => line });
const explainOf = ({ explanation: explained, out }: All) => ({ explanation: explained, out });

const texts = (paint: Paint): Readonly<Record<string, Print>> => ({
  'of diff': (data) => diffText(diffOf(data), paint),
  'of lint': (data) => lintText(lintOf(data), paint),
  'of verify': (data) => verifyText(verifyOf(data), paint),
  'of audit': (data) => auditText(auditOf(data), paint),
  'of explain': (data) => explainText(explainOf(data), paint),
  'of check --live': (data) => liveText(liveOf(data), paint),
  'of import': (data) => importText(data.imported, paint),
  'of validate, with problems': (data) =>
    problemsText(data.problems, new Map([[data.file, data.source]]), paint),
  'of validate, without': (data) =>
    validateText({ file: data.file, spec: data.spec, problems: [] }),
});

const answers: Readonly<Record<string, Print>> = {
  'of diff': (data) => diffJson(diffOf(data)),
  'of lint': (data) => lintJson(lintOf(data)),
  'of verify': (data) => verifyJson(verifyOf(data)),
  'of audit': (data) => auditJson(auditOf(data)),
  'of explain': (data) => explainJson(explainOf(data)),
  'of check --live': (data) => liveJson(liveOf(data)),
  'of import': (data) => importJson(data.imported),
  'of validate': (data) => problemsJson(data),
};

const comments: Readonly<Record<string, Print>> = {
  'of diff': (data) => diffMarkdown(diffAnswer(data.change)),
  'of lint': (data) => lintMarkdown(lintAnswer(data.findings)),
  'of check --live': (data) => liveMarkdown(liveOf(data)),
  'of import': (data) => importMarkdown({ ...data.imported, part: 'vendor/part.yaml' }),
  'of audit': ({ audited: report, guide, warnings }) =>
    auditMarkdown(auditAnswer(report, { document: guide, warnings })),
};

const logs: Readonly<Record<string, Print>> = {
  'of diff': (data) => diffSarif(diffOf(data)),
  'of lint': (data) => lintSarif(lintOf(data)),
  'of audit': (data) => auditSarif(auditOf(data)),
};

const annotations: Readonly<Record<string, Print>> = {
  'of diff': (data) => diffGithub(diffOf(data)),
  'of lint': (data) => lintGithub(lintOf(data)),
  'of audit': (data) => auditGithub(auditOf(data)),
  'of verify': (data) => verifyGithub(verifyOf(data)),
  'of validate': (data) => problemsGithub(data),
};

const pages: Readonly<Record<string, Print>> = {
  'of a site': (data) =>
    data.policies
      .map((policy) =>
        coverage(outputsOf(policy, targets), policy, data.spec, siteFindings(policy)),
      )
      .join('\n'),
};

/** What an oracle has against a text; it is given the same text with a harmless word in the place of the hostile one. */
type Oracle = (text: string, harmless: string, fragment: string, field: string) => string[];

/** Every fragment in every field, judged (the unit gear tries some of the fields): `field, fragment: what is wrong`. */
function broken(print: Print, judge: Oracle, harmlessFor = (_fragment: string) => 'harmless') {
  return someOf(fields).flatMap((field) => {
    const harmlessPages = new Map<string, string>();
    const printed = (word: string) =>
      getOrAdd(harmlessPages, word, () => print(replaced(all, field, word)));
    if (!printed('harmless').includes('harmless')) return [];
    return Object.entries(fragments).flatMap(([name, fragment]) => {
      const harmless = printed(harmlessFor(fragment));
      const wrong = judge(print(replaced(all, field, fragment)), harmless, fragment, field);
      return wrong.map((what) => `${field}, ${name}: ${what}`);
    });
  });
}

/** A harmless text of the same length: a comment shows a long one in another place. */
function asLong(fragment: string): string {
  return 'harmless'.padEnd(fragment.length, 's');
}

/** The fields that a text shows at all. */
function shown(prints: Readonly<Record<string, Print>>): string[] {
  const whole = Object.values(prints)
    .map((print) => print(all))
    .join('\n');
  return fields.filter((field) => whole.includes(field));
}

/** Do all texts have the fragment, with hidden characters written out and however its words are laid out? */
function lacking(words: string, fragment: string): string[] {
  const pure = (text: string) => text.replaceAll('<U+003A>', ':').replaceAll(/\s/g, '');
  return pure(words).includes(pure(visible(fragment))) ? [] : ['the text is not there'];
}

function hiddenIn(text: string): string[] {
  const found = text.replaceAll('\n', '').match(hiddenInValue()) ?? [];
  return found.length === 0 ? [] : [`it holds ${JSON.stringify(found.join(''))}`];
}

/** What GitHub's runner would obey, if the text stood in a workflow's log. */
function commandsIn(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trimStart());
  return lines.filter((line) => /^::[a-z-]*[g-z]/i.test(line) || line.includes('##['));
}

function structure(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structure);
  // A path of nothing is the whole host, which is null.
  if (value === null) return 'string';
  if (typeof value !== 'object') return typeof value;
  return Object.entries(value).map(([key, inner]) => [key, structure(inner)]);
}

function same(one: unknown, other: unknown, what: string): string[] {
  return JSON.stringify(one) === JSON.stringify(other) ? [] : [what];
}

/** A message quotes sixty characters of an endpoint, and a code frame shows no more than a line has room for. */
function whole(words: string, fragment: string): string[] {
  return visible(fragment).length > 36 ? [] : lacking(words, fragment);
}

describe.each(Object.entries(texts(plain)))('the text %s', (_, print) => {
  test('holds no character that a terminal obeys, no command to a runner, and the whole value', () => {
    const wrong = broken(print, (text, _harmless, fragment, field) => [
      ...hiddenIn(text),
      ...commandsIn(text),
      // The lines of a source are lines of its code frame, down to the one that is to blame.
      ...whole(text, field === 'zzsource' ? (fragment.split('\n')[0] ?? '') : fragment),
    ]);
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(texts(ansi)))('the coloured text %s', (_, print) => {
  test('has no escapes except its own colors', () => {
    const own = new RegExp(`${escapeCode}\\[(?:1|2|22|31|33|34|39)m`, 'g');
    const wrong = broken(print, (text) => [
      ...hiddenIn(text.replaceAll(own, '')),
      ...commandsIn(text),
    ]);
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(answers))('the answer for scripts %s', (_, print) => {
  test('is as the schema says, with the same keys, and no command to a runner', () => {
    const wrong = broken(print, (text, harmless, fragment) => [
      ...same(
        structure(expectReport(text)),
        structure(expectReport(harmless)),
        'it has another structure',
      ),
      ...hiddenIn(text),
      ...commandsIn(text),
      ...whole(visible(stringsOf(JSON.parse(text)).join(' ')), fragment),
    ]);
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(logs))('the SARIF log %s', (_, print) => {
  test('is as the standard says, without a link or an argument in a message', () => {
    const wrong = broken(print, (text, harmless, fragment) => {
      const log = expectSarif(text);
      const words = stringsOf(log);
      const links = messagesOf(log).filter((message) => /(?<!\\)(?:\\\\)*[[\]]/.test(message));
      const holes = messagesOf(log).filter((message) =>
        /[{}]/.test(message.replaceAll(/{{|}}/g, '')),
      );
      return [
        ...same(structure(log), structure(expectSarif(harmless)), 'it has another structure'),
        ...words.flatMap(hiddenIn),
        ...hiddenIn(text),
        ...commandsIn(text),
        ...links,
        ...holes,
        ...(text.includes(fileUri(fragment))
          ? []
          : whole([...words, ...words.map(plainMessage)].join(' '), fragment)),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(annotations))('the annotations %s', (_, print) => {
  test('are as many commands as ever, of the same properties', () => {
    const wrong = broken(print, (text, harmless, fragment) => {
      const commands = text.split('\n').map(commandOf);
      return [
        ...hiddenIn(text),
        ...same(commands.map(keysOf), harmless.split('\n').map(commandOf).map(keysOf), text),
        ...whole(commands.map(wordsOfCommand).join('\n'), fragment),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(comments))('the comment %s', (_, print) => {
  test('has the same headings, lists, tables and cells, and no link, tag, person or issue', () => {
    const wrong = broken(
      print,
      (text, harmless, fragment) => {
        const [mine, theirs] = affected(text, harmless);
        const page = parsePage(mine);
        return [
          ...same(shapeOf(page), shapeOf(parsePage(theirs)), 'it has another shape'),
          ...nodesOf(page, 'text').flatMap(({ value }) => linksIn(value)),
          ...nodesOf(page, 'link').map(({ url }) => `it links to ${url}`),
          ...hiddenIn(text),
          ...commandsIn(text),
          ...whole(wordsOf(page), fragment),
        ];
      },
      asLong,
    );
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(comments))('the whole comment %s', (_, print) => {
  test('has the same shape with the same text in all its fields', () => {
    const everywhere = (text: string) =>
      fields.reduce((data, field) => replaced(data, field, text), all);
    const shapeWith = (text: string) => shapeOf(parsePage(print(everywhere(text))));
    const wrong = someOf(Object.entries(fragments)).flatMap(([name, fragment]) =>
      same(shapeWith(fragment), shapeWith(asLong(fragment)), name),
    );
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(pages))('coverage.md %s', (_, print) => {
  test('has the same headings, lists, tables and cells, and no tag', () => {
    const wrong = broken(print, (text, harmless, fragment) => {
      const [mine, theirs] = affected(text, harmless);
      // A note that is empty has no row.
      if (fragment === '') return [];
      return [
        ...same(unlinked(mine), unlinked(theirs), 'it has another shape'),
        ...(/^[\n -~]*$/.test(text) ? [] : ['it is not printable ASCII']),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

test('every field is in some report, and each report has fields', () => {
  const kinds = [texts(plain), answers, logs, annotations, comments, pages];
  expect(kinds.map((prints) => shown(prints).length > 5)).toEqual(kinds.map(() => true));
  const seen = new Set(kinds.flatMap(shown));
  expect(fields.filter((field) => !seen.has(field))).toEqual([]);
});

/**
 * The blocks of two pages that a field stands in, and the last ones; the first page alone when they are not as many.
 * A parser takes its time, and reads whole pages in a test of its own.
 */
function affected(text: string, harmless: string): [mine: string, theirs: string] {
  const [mine, theirs] = [text.split('\n\n'), harmless.split('\n\n')];
  if (mine.length !== theirs.length) return [text, harmless];
  const holds = (_: string, index: number) =>
    theirs[index]?.includes('harmless') === true || index === theirs.length - 1;
  return [mine.filter(holds).join('\n\n'), theirs.filter(holds).join('\n\n')];
}

/** What GitHub makes a link of in plain text, though no mark says so. */
function linksIn(text: string): string[] {
  return /[@#$]|:\/\/|www\.|\bgh-\d|\b[0-9a-f]{7,40}\b|:\w+:/i.test(text) ? [`plain: ${text}`] : [];
}

/** The shape of a page, where a bare link counts as the text that it shows. */
function unlinked(text: string) {
  return JSON.parse(JSON.stringify(shapeOf(parsePage(text))).replaceAll(/{"link":\[\]},?/g, ''));
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...stringsOf(inner)]);
}

function messagesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'message' ? stringsOf(inner).slice(1) : messagesOf(inner),
  );
}

function plainMessage(text: string): string {
  return text.replaceAll(/\\([\\[\]])/g, '$1').replaceAll(/{{|}}/g, (pair) => pair.slice(1));
}

type Command = {
  readonly level: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
};

/** Reads a line as GitHub's runner does; undefined for one that is no command. */
function commandOf(line: string): Command | undefined {
  const [, level = '', properties = '', data = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  if (level === '') return undefined;
  const pairs = properties.split(',').map((pair): [string, string] => {
    const [key = '', ...value] = pair.split('=');
    return [key, value.join('=')];
  });
  return { level, properties: new Map(pairs), data };
}

function keysOf(command: Command | undefined) {
  return command && [command.level, ...command.properties.keys()];
}

/** The words of a command, its escapes read back. */
function wordsOfCommand(command: Command | undefined): string {
  if (command === undefined) return '';
  return [...command.properties.values(), command.data]
    .join('\n')
    .replaceAll(/%(25|0D|0A|3A|2C)/g, (written) => {
      const character = decodeURIComponent(written);
      return /[\r\n]/.test(character) ? visible(character) : character;
    });
}
