import { validateExceptions } from '../../../compiled/validate-exceptions.js';
import { quote } from '../../characters.ts';
import {
  failure,
  type Problem,
  problemAt,
  type Refusal,
  type Result,
  success,
} from '../../problem.ts';
import { parseDate } from '../date.ts';
import { checkShape, type Meant, withoutJudged } from '../shape/validate.ts';
import {
  type FileReader,
  type FileTexts,
  keepText,
  nameOf,
  openFolder,
  readRefusal,
  relativePath,
  type Unread,
} from '../spec-folder.ts';
import { type Cursor, child, cursorOf, items, placeOf, text } from '../yaml/cursor.ts';
import { parseDocument, withoutSecond } from '../yaml/parse.ts';
import { byPlace } from '../yaml/source.ts';
import { textRefusal } from '../yaml/text.ts';
import { type Exception, type ExceptionKind, exceptionKinds } from './types.ts';

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
  if (!source.ok) return source;
  const { document, problems: unread } = parseDocument(file, source.value);
  if (document === undefined) return failure([...unread]);
  const shape = checkShape(document, validateExceptions);
  const entries = items(child(cursorOf(document), 'exceptions'));
  const meaning = [
    ...entries.flatMap((entry) => mistakesOf(entry, shape.meant)),
    ...repeats(entries),
  ];
  const known = [...unread, ...meaning];
  const problems = withoutSecond([...withoutJudged([shape], known), ...known]).sort(byPlace);
  return problems.length > 0 ? failure(problems) : success(entries.map(exceptionOf));
}

/**
 * The mistakes of an entry that the schema does not find: no subject or several, hidden characters, dates that do not
 * exist, and paths that leave the directory.
 */
function mistakesOf(entry: Cursor, meant: Meant): Problem[] {
  const values = keys.flatMap((key) => {
    const cursor = child(entry, key);
    const value = text(cursor);
    if (cursor === undefined || value === undefined) return [];
    const judged = judgeValue(key, value);
    const refusal = judged.ok ? textRefusal(value) : judged.error;
    return refusal === undefined ? [] : [problemAt(refusal, placeOf(cursor))];
  });
  return [...kindMistakes(entry, meant), ...values];
}

const keys = [...exceptionKinds, 'reason', 'ticket', 'approvedBy', 'until'] as const;

function judgeValue(key: (typeof keys)[number], value: string): Result<unknown, Refusal> {
  if (key === 'until') return parseDate(value);
  return key === 'list' ? relativePath('list', exceptionsFile, value) : success(value);
}

/** An exception names exactly one subject; an unknown key may be meant for it. */
function kindMistakes(entry: Cursor, meant: Meant): Problem[] {
  if (entry.node.kind !== 'map') return [];
  const named = exceptionKinds.filter((kind) => child(entry, kind) !== undefined);
  const isMeant = exceptionKinds.some((kind) => meant.get(entry.node)?.has(kind) === true);
  if (named.length === 1 || (named.length === 0 && isMeant)) return [];
  return [problemAt(refuseKinds(named), placeOf(entry))];
}

function refuseKinds(named: readonly ExceptionKind[]): Refusal {
  const several = named.map(quote).join(' and ');
  return {
    rule: 'exception-kind',
    message:
      named.length === 0
        ? 'the exception does not say what it accepts'
        : `the exception has several subjects: ${several}`,
    help:
      named.length === 0
        ? 'add one of "endpoint", "group", "list" and "target"'
        : 'write one exception for each',
  };
}

/** Two entries for one finding are a mistake: it is not clear which one applies. */
function repeats(entries: readonly Cursor[]): Problem[] {
  const first = new Map<string, Cursor>();
  return entries.flatMap((entry) => {
    const { rule, kind, subject, place } = exceptionOf(entry);
    const key = JSON.stringify([rule, kind, subject]);
    const before = first.get(key);
    if (before === undefined) first.set(key, entry);
    return before === undefined || subject === ''
      ? []
      : [problemAt(refuseRepeat(rule, { kind, subject }, placeOf(before).line), place)];
  });
}

function refuseRepeat(
  rule: string,
  { kind, subject }: Pick<Exception, 'kind' | 'subject'>,
  line: number,
): Refusal {
  const noun = kind === 'endpoint' ? '' : `${kind} `;
  return {
    rule: 'exception-twice',
    message: `duplicate exception from ${quote(rule)} for ${noun}${quote(subject)}: the first is on line ${line}`,
    help: 'remove one of them',
  };
}

function exceptionOf(entry: Cursor): Exception {
  const kind = exceptionKinds.find((each) => child(entry, each) !== undefined) ?? 'endpoint';
  const written = wordAt(entry, kind);
  const path = kind === 'list' ? relativePath('list', exceptionsFile, written) : success(written);
  return {
    rule: wordAt(entry, 'rule'),
    kind,
    subject: path.ok ? path.value : written,
    reason: wordAt(entry, 'reason'),
    ticket: wordAt(entry, 'ticket'),
    approvedBy: wordAt(entry, 'approvedBy'),
    until: wordAt(entry, 'until'),
    place: placeOf(entry),
    subjectPlace: placeOf(child(entry, kind) ?? entry),
    untilPlace: placeOf(child(entry, 'until') ?? entry),
  };
}

function wordAt(entry: Cursor, key: string): string {
  return text(child(entry, key)) ?? '';
}
