import {
  enoughProblems,
  failure,
  formatPlace,
  type Place,
  type Problem,
  problemAt,
  type Result,
  refuse,
  success,
} from '../../problem.ts';
import { type Composed, compose } from './compose.ts';
import { find, isEmpty, type Node, type NodePath, type PlainValue, toValue } from './node.ts';
import { findRows } from './rows.ts';
import { byPlace, indexSource, lineAt, placeAt, type SourceText } from './source.ts';
import { singleDocument } from './stream.ts';
import { readEvents, type SyntaxFault } from './syntax.ts';
import { checkSource } from './text.ts';

/** A parsed file: its plain value, and the location of each part. */
export type Document = {
  readonly file: string;
  readonly root: Node;
  /** Maps are objects without a prototype. */
  readonly value: PlainValue;
  /** The location of a value or of its key, or of the nearest parent that exists. */
  readonly locate: (path: NodePath, which?: 'key' | 'value') => Place;
  /** The location of a node that is not empty. */
  readonly placeOf: (node: Node) => Place;
};

/** The problems of a file, and its document if they leave no doubt about what the text means. */
export type Parsed = {
  readonly document: Document | undefined;
  readonly problems: readonly Problem[];
};

/** Parses one YAML document as `parseDocument` does; a failure if it has a problem. */
export function parseYaml(file: string, text: string, find = findRows): Result<Document> {
  const { document, problems } = parseDocument(file, text, find);
  return document === undefined || problems.length > 0 ? failure([...problems]) : success(document);
}

/**
 * Parses one YAML document, in one run over its text.
 * Refuses what a reviewer could misread: hidden characters, duplicate keys, anchors, aliases, tags, merge keys,
 * a second document, keys that are not text.
 * `find` is what finds the lines that are read without the YAML parser; the result does not depend on it.
 */
export function parseDocument(file: string, text: string, find = findRows): Parsed {
  const source = indexSource(file, text);
  const hidden = checkSource(source);
  const single = singleDocument(source);
  const known = [...hidden, ...single.problems];
  // The parser does not read a text with a null character, which is already reported.
  if (known.length >= enoughProblems || text.includes('\0')) return refused(known);
  const tree = readTree(source, single.text, find);
  if (!tree.ok) return refused([...known, ...newFaults(source, known, tree.error)]);
  const { root, problems } = tree.value;
  if (root === undefined) return refused(known.length > 0 ? known : [nothing(source)]);
  const isClear =
    known.length === 0 && problems.length < enoughProblems && problems.every(isQuoted);
  return isClear
    ? { document: documentOf(source, root), problems }
    : refused([...known, ...problems]);
}

/** A wildcard that lacks its quotes is read as if it had them. So the rest of the file can be judged. */
function isQuoted({ rule, fix }: Problem): boolean {
  return rule === 'yaml-alias' && fix !== undefined;
}

/** Without the other problems of such wildcards: what is written there may not be meant, and one mistake is one problem. */
export function withoutSecond(problems: readonly Problem[]): Problem[] {
  const quoted = new Set(problems.filter(isQuoted).map(({ at }) => formatPlace(at)));
  return problems.filter((each) => isQuoted(each) || !quoted.has(formatPlace(each.at)));
}

/** The tree of a text. If a line that looks like an item of a list is none, the YAML parser reads the whole text. */
function readTree(
  source: SourceText,
  text: string,
  find: typeof findRows,
): Result<Composed, SyntaxFault> {
  const rows = find(text);
  const events = readEvents(source, rows.text);
  if (!events.ok) return rows.runs.length === 0 ? events : readTree(source, text, noRows);
  const composed = compose(source, events.value, rows.runs);
  return composed.complete ? success(composed) : readTree(source, text, noRows);
}

const noRows: typeof findRows = (text) => ({ text, runs: [] });

function refused(problems: readonly Problem[]): Parsed {
  return { document: undefined, problems: [...problems].sort(byPlace) };
}

/** The syntax error, unless another problem on its line explains it. */
function newFaults(source: SourceText, known: readonly Problem[], fault: SyntaxFault): Problem[] {
  const lines = [fault.problem.at.line, lineAt(source, fault.offset)];
  return known.some(({ at }) => lines.includes(at.line)) ? [] : [fault.problem];
}

function nothing(source: SourceText): Problem {
  const empty = refuse('empty-file', 'the file has no content', 'begin it with "version: 1"');
  return problemAt(empty, placeAt(source, 0));
}

function documentOf(source: SourceText, root: Node): Document {
  return {
    file: source.file,
    root,
    value: toValue(root),
    locate: (path, which = 'value') => locate(source, root, path, which),
    placeOf: ({ start, end }) => placeAt(source, start, end),
  };
}

/** For a missing or empty value, this is the location of its key. */
function locate(source: SourceText, root: Node, path: NodePath, which: 'key' | 'value'): Place {
  const { node, key, complete } = find(root, path);
  const byKey = which === 'key' || !complete || isEmpty(node);
  const { start, end } = byKey && key !== undefined ? key : node;
  return placeAt(source, start, end);
}
