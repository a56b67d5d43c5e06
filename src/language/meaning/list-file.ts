import { unusualSpaceIn } from '../../characters.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import { shortestText } from '../../net/network-text.ts';
import { wholeHost } from '../../net/path.ts';
import {
  enoughProblems,
  type Place,
  type Problem,
  problemAt,
  type Refusal,
  type Result,
} from '../../problem.ts';
import type { Endpoint } from '../types.ts';
import { byPlace, indexSource, placeAt, placeOnLine, type SourceText } from '../yaml/source.ts';
import { checkSource } from '../yaml/text.ts';
import { parseListPlace } from './list-place.ts';

/** One line of a list file. `written` is canonical, so that another spelling does not change the outputs. */
export type ListEntry = Pick<Endpoint, 'written' | 'destination' | 'path' | 'list' | 'place'>;

/** The valid entries of a list file, and its problems. */
export type ParsedList = {
  readonly entries: readonly ListEntry[];
  readonly problems: readonly Problem[];
};

/**
 * Reads the list at the path `list`, with one host or network per line; messages call it `file`. Ignores blank lines and
 * comments after `#`.
 * Each bad line is a problem, and so is an empty list (`empty-list`). A repeated entry, in any spelling, counts once.
 */
export function parseList(list: string, file: string, text: string): ParsedList {
  const source = indexSource(file, text);
  const hidden = checkSource(source);
  const bad = new Set(hidden.map(({ at }) => at.line));
  const { entries, problems } = judgeLines(list, source, bad);
  const all = [...hidden, ...problems];
  if (entries.length + all.length === 0) all.push(problemAt(emptyList, placeAt(source, 0)));
  return { entries, problems: all.sort(byPlace) };
}

/** Checks the lines without hidden characters, until there are enough problems. Keeps the first of equal entries. */
function judgeLines(list: string, source: SourceText, bad: ReadonlySet<number>): ParsedList {
  const entries: ListEntry[] = [];
  const known = new Set<string>();
  const problems: Problem[] = [];
  for (let index = 0; index < source.lineStarts.length; index += 1) {
    const line = bad.has(index + 1) ? undefined : lineOf(source, index);
    const { entry, problem } = line === undefined ? {} : judge(list, line);
    // A set only grows by what it does not have.
    if (entry !== undefined && known.size < known.add(entry.written).size) entries.push(entry);
    if (problem !== undefined) problems.push(problem);
    if (problems.length >= enoughProblems) break;
  }
  return { entries, problems };
}

type Line = { readonly written: string; readonly place: Place };

function lineOf(source: SourceText, index: number): Line | undefined {
  const start = source.lineStarts[index] ?? source.text.length;
  const line = source.text.slice(start, source.lineStarts[index + 1]);
  const comment = line.indexOf('#');
  const entry = comment < 0 ? line : line.slice(0, comment);
  const written = withoutSpaces(entry);
  if (written === '') return undefined;
  const from = start + entry.indexOf(written);
  return { written, place: placeOnLine(source, index + 1, from, from + written.length) };
}

/** Removes plain spaces around an entry. trim() would also remove invisible ones. */
function withoutSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && ' \r\n'.includes(text.charAt(start))) start += 1;
  while (end > start && ' \r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const longestEntry = 512;

function judge(list: string, { written, place }: Line): { entry?: ListEntry; problem?: Problem } {
  if (written.length > longestEntry) return { problem: problemAt(tooLong(written.length), place) };
  const destination: Result<Destination, Refusal> = parseListPlace(written);
  if (!destination.ok) {
    const space = unusualSpaceIn(written);
    const refusal = space === undefined ? destination.error : refuseSpace(space);
    return { problem: problemAt(inLine(refusal), place) };
  }
  const { value } = destination;
  const canonical =
    value.kind === 'network' ? shortestText(written, value.network) : formatDestination(value);
  return { entry: { written: canonical, destination: value, path: wholeHost, list, place } };
}

/** The refusal with a fix of a line, which is not in YAML and has no variables: a list is the same at every site. */
function inLine(refusal: Refusal): Refusal {
  if (refusal.rule === 'host-placeholder') return { ...refusal, help: noVariables };
  const { fix } = refusal;
  return fix === undefined ? refusal : { ...refusal, fix: { ...fix, style: 'line' } };
}

const noVariables =
  'replace it with the real value, or write an endpoint with "host:" and a variable';

function tooLong(length: number): Refusal {
  return {
    rule: 'list-line',
    message: `the line is ${length} characters long`,
    help: `write one host or one network per line, with at most ${longestEntry} characters`,
  };
}

function refuseSpace(space: string): Refusal {
  return {
    rule: 'odd-space',
    message: `the line contains ${space}, which web pages and spreadsheets often add`,
    help: 'remove it, or use a plain space',
  };
}

const emptyList: Refusal = {
  rule: 'empty-list',
  message: 'the list is empty, and an empty list does not mean any',
  help: 'add a host or network, or remove the endpoint that uses this list',
};
