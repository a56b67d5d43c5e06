import { unusualSpaceIn } from '../../characters.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import {
  enoughProblems,
  type Place,
  type Problem,
  problemAt,
  type Refusal,
  type Result,
} from '../../problem.ts';
import { byPlace, indexSource, placeAt, type SourceText } from '../yaml/source.ts';
import { checkSource } from '../yaml/text.ts';
import { parseListPlace } from './places.ts';

/** One line of a list file; `written` is canonical, so that a vendor's other spelling changes no output. */
export type ListEntry = {
  readonly written: string;
  readonly destination: Destination;
  readonly at: Place;
};

/** What a list file says, as far as it is right, and what is wrong with it. */
export type ParsedList = {
  readonly entries: readonly ListEntry[];
  readonly problems: readonly Problem[];
};

/**
 * Reads a list: one host or network a line; blank lines and what follows a `#` are left aside.
 * Each bad line is a problem of its own; so is a list without any (`empty-list`). An entry that is there already, in
 * any spelling, is one entry.
 */
export function parseList(file: string, text: string): ParsedList {
  const source = indexSource(file, text);
  const hidden = checkSource(source);
  const bad = new Set(hidden.map(({ at }) => at.line));
  const { entries, problems } = judgeLines(source, bad);
  const all = [...hidden, ...problems];
  if (entries.length + all.length === 0) all.push(problemAt(emptyList, placeAt(source, 0)));
  return { entries: firstOfEach(entries), problems: all.sort(byPlace) };
}

/** The lines that nothing hidden stands in, one by one until enough are wrong. */
function judgeLines(source: SourceText, bad: ReadonlySet<number>): ParsedList {
  const entries: ListEntry[] = [];
  const problems: Problem[] = [];
  for (const [index, start] of source.lineStarts.entries()) {
    const line = bad.has(index + 1) ? undefined : lineOf(source, start, index);
    const { entry, problem } = line === undefined ? {} : judge(line);
    if (entry !== undefined) entries.push(entry);
    if (problem !== undefined) problems.push(problem);
    if (problems.length >= enoughProblems) break;
  }
  return { entries, problems };
}

type Line = { readonly written: string; readonly at: Place };

function lineOf(source: SourceText, start: number, index: number): Line | undefined {
  const line = source.text.slice(start, source.lineStarts[index + 1]);
  const comment = line.indexOf('#');
  const entry = comment < 0 ? line : line.slice(0, comment);
  const written = withoutSpaces(entry);
  if (written === '') return undefined;
  const from = start + entry.indexOf(written);
  return { written, at: placeAt(source, from, from + written.length) };
}

/** Plain spaces around an entry mean nothing; trim() would take invisible ones too. */
function withoutSpaces(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && ' \r\n'.includes(text.charAt(start))) start += 1;
  while (end > start && ' \r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const longestEntry = 512;

function judge({ written, at }: Line): { entry?: ListEntry; problem?: Problem } {
  if (written.length > longestEntry) return { problem: problemAt(tooLong(written.length), at) };
  const space = unusualSpaceIn(written);
  if (space !== undefined) return { problem: problemAt(refuseSpace(space), at) };
  const destination: Result<Destination, Refusal> = parseListPlace(written);
  if (!destination.ok) return { problem: problemAt(destination.error, at) };
  const canonical = formatDestination(destination.value);
  return { entry: { written: canonical, destination: destination.value, at } };
}

function tooLong(length: number): Refusal {
  return {
    rule: 'list-line',
    message: `the line is ${length} characters long`,
    help: `write one host or one network on each line; at most ${longestEntry} characters are allowed`,
  };
}

function firstOfEach(entries: readonly ListEntry[]): ListEntry[] {
  const first = new Map<string, ListEntry>();
  for (const entry of entries) if (!first.has(entry.written)) first.set(entry.written, entry);
  return [...first.values()];
}

function refuseSpace(space: string): Refusal {
  return {
    rule: 'odd-space',
    message: `${space} is not allowed beside an entry`,
    help: 'remove it, or write a plain space: web pages and spreadsheets copy it along',
  };
}

const emptyList: Refusal = {
  rule: 'empty-list',
  message: 'the list holds no host and no network; an empty list never means any',
  help: 'add a line, or remove the endpoint that names this list',
};
