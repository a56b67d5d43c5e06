import { validateExceptions } from '../../../compiled/validate-exceptions.js';
import { quote } from '../../characters.ts';
import { failure, type Problem, problemAt, type Result, success } from '../../problem.ts';
import { parseDate } from '../date.ts';
import { checkShape, withoutJudged } from '../shape/validate.ts';
import {
  type FileReader,
  type FileTexts,
  keepText,
  nameOf,
  openFolder,
  readRefusal,
  type Unread,
} from '../spec-folder.ts';
import { type Cursor, child, cursorOf, items, placeOf, text } from '../yaml/cursor.ts';
import { parseYaml } from '../yaml/parse.ts';
import { byPlace } from '../yaml/source.ts';
import { textRefusal } from '../yaml/text.ts';
import type { Exception } from './types.ts';

/** The name of the file. It is next to the spec, so that CODEOWNERS can give it other owners. */
const exceptionsFile = 'exceptions.yaml';

/** Every mistake of an exceptions file in order, and the text that code frames quote. */
export type RefusedExceptions = {
  readonly problems: readonly Problem[];
  readonly sources: FileTexts;
};

/** The exceptions of a spec, and the text of their file. */
export type LoadedExceptions = {
  readonly exceptions: readonly Exception[];
  readonly sources: FileTexts;
};

/**
 * Reads the exceptions next to a spec, which the user names `spec`; empty if the file does not exist.
 * One run finds all mistakes of the file.
 */
export function loadExceptions(
  read: FileReader,
  spec: string,
): Result<LoadedExceptions, RefusedExceptions> {
  const folder = openFolder(read, spec);
  const outcome = read(exceptionsFile);
  if (outcome.kind === 'missing') return success({ exceptions: [], sources: folder.texts });
  const file = nameOf(folder, exceptionsFile);
  const result =
    outcome.kind === 'bytes'
      ? parse(file, keepText(folder, exceptionsFile, outcome.bytes))
      : failure([unreadable(file, outcome)]);
  return result.ok
    ? success({ exceptions: result.value, sources: folder.texts })
    : failure({ problems: result.error, sources: folder.texts });
}

function unreadable(file: string, outcome: Unread): Problem {
  const refusal = readRefusal('exceptions', exceptionsFile, outcome);
  return problemAt(refusal, { file, line: 1, column: 1, length: 1 });
}

function parse(file: string, source: Result<string>): Result<Exception[]> {
  const document = source.ok ? parseYaml(file, source.value) : source;
  if (!document.ok) return document;
  const shape = checkShape(document.value, validateExceptions);
  const entries = items(child(cursorOf(document.value), 'exceptions'));
  const meaning = [...entries.flatMap(mistakesOf), ...repeats(entries)];
  const problems = [...withoutJudged([shape], meaning), ...meaning].sort(byPlace);
  return problems.length > 0 ? failure(problems) : success(entries.map(exceptionOf));
}

/** The mistakes of an entry that the schema does not find: hidden characters, and dates that do not exist. */
function mistakesOf(entry: Cursor): Problem[] {
  return keys.flatMap((key) => {
    const cursor = child(entry, key);
    const value = text(cursor);
    if (cursor === undefined || value === undefined) return [];
    const day = key === 'until' ? parseDate(value) : success(value);
    const refusal = day.ok ? textRefusal(value) : day.error;
    return refusal === undefined ? [] : [problemAt(refusal, placeOf(cursor))];
  });
}

const keys = ['endpoint', 'reason', 'ticket', 'approvedBy', 'until'] as const;

/** Two entries for one finding are a mistake: it is not clear which one applies. */
function repeats(entries: readonly Cursor[]): Problem[] {
  const first = new Map<string, Cursor>();
  return entries.flatMap((entry) => {
    const [rule, endpoint] = [wordAt(entry, 'rule'), wordAt(entry, 'endpoint')];
    const key = JSON.stringify([rule, endpoint]);
    const before = first.get(key);
    if (before === undefined) first.set(key, entry);
    return before === undefined || endpoint === ''
      ? []
      : [problemAt(refuseRepeat(rule, endpoint, placeOf(before).line), placeOf(entry))];
  });
}

function refuseRepeat(rule: string, endpoint: string, line: number) {
  return {
    rule: 'exception-twice',
    message: `duplicate exception from ${quote(rule)} for ${quote(endpoint)}: the first is on line ${line}`,
    help: 'remove one of them',
  };
}

function exceptionOf(entry: Cursor): Exception {
  return {
    rule: wordAt(entry, 'rule'),
    endpoint: wordAt(entry, 'endpoint'),
    reason: wordAt(entry, 'reason'),
    ticket: wordAt(entry, 'ticket'),
    approvedBy: wordAt(entry, 'approvedBy'),
    until: wordAt(entry, 'until'),
    place: placeOf(entry),
    untilPlace: placeOf(child(entry, 'until') ?? entry),
  };
}

function wordAt(entry: Cursor, key: string): string {
  return text(child(entry, key)) ?? '';
}
