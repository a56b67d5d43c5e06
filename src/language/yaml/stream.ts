import { quote } from '../../characters.ts';
import { enoughProblems, type Problem, problemAt } from '../../problem.ts';
import { placeAt, type SourceText } from './source.ts';

/** The one document of a file: its text (offsets kept), and what was wrong around it. */
export type SingleDocument = {
  readonly text: string;
  readonly problems: readonly Problem[];
};

/** At the beginning of a line these are markers wherever they stand, in quotes and blocks too. */
const marker = /^\uFEFF?(---|\.\.\.)(?=\s|$)/gm;
const directive = /^%/gm;

/** Refuses directives and every document marker but a `---` before anything else. */
export function singleDocument(source: SourceText): SingleDocument {
  const { text } = source;
  const content = contentStart(text);
  const prologue = text.slice(0, content);
  const end = secondMarker(text, content);
  return {
    // A directive becomes a comment of the same length: nothing after it goes wrong because of it.
    text: prologue.replace(directive, '#') + text.slice(content, end),
    problems: [
      ...directiveOffsets(prologue).map((offset) => directiveProblem(source, offset)),
      ...(end === undefined ? [] : [markerProblem(source, end)]),
    ],
  };
}

/** Where the first line begins that is neither blank nor a comment nor a directive. */
function contentStart(text: string): number {
  let start = 0;
  while (start < text.length) {
    const first = afterSpaces(text, start);
    const character = text.charAt(first);
    const isDirective = character === '%' && first === start;
    if (!isLineEnd(character) && character !== '#' && !isDirective) return start;
    start = lineEnd(text, first) + 1;
  }
  return text.length;
}

function afterSpaces(text: string, offset: number): number {
  let at = offset;
  while (!isLineEnd(text.charAt(at)) && /\s/.test(text.charAt(at))) at += 1;
  return at;
}

function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (!isLineEnd(text.charAt(at))) at += 1;
  return at;
}

/** The end of the text ends its last line. */
function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r' || character === '';
}

function directiveOffsets(prologue: string): number[] {
  const offsets: number[] = [];
  for (const { index } of prologue.matchAll(directive)) {
    offsets.push(index);
    if (offsets.length >= enoughProblems) break;
  }
  return offsets;
}

/** Where the first marker is that is not the file's opening `---`. */
function secondMarker(text: string, content: number): number | undefined {
  for (const match of text.matchAll(marker)) {
    const opens = match.index === content && match[1] === '---';
    if (match.index >= content && !opens) return match.index;
  }
  return undefined;
}

function directiveProblem(source: SourceText, offset: number): Problem {
  const end = source.text.slice(offset).search(/\s|$/) + offset;
  return problemAt(
    {
      rule: 'yaml-directive',
      message: `${quote(source.text.slice(offset, end))} is a YAML directive; a spec has none`,
      help: 'remove the line',
    },
    placeAt(source, offset, end),
  );
}

function markerProblem(source: SourceText, offset: number): Problem {
  const written = source.text.startsWith('...', offset) ? '...' : '---';
  return problemAt(
    {
      rule: 'second-document',
      message: `"${written}" ends the document here; a file holds one, and nothing after it is read`,
      help: 'remove the line, or move what follows into a file of its own and include it',
    },
    placeAt(source, offset, offset + written.length),
  );
}
