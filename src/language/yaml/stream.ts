import { quote } from '../../characters.ts';
import { enoughProblems, type Problem, problemAt } from '../../problem.ts';
import { placeAt, type SourceText } from './source.ts';

/** The one document of a file: its text with unchanged offsets, and the problems around it. */
export type SingleDocument = {
  readonly text: string;
  readonly problems: readonly Problem[];
};

/** At the beginning of a line these are markers everywhere, also inside quotes and block texts. */
const marker = /^\uFEFF?(---|\.\.\.)(?=\s|$)/gm;
const directive = /^%/gm;

/** Refuses directives, and document markers except one `---` at the start. */
export function singleDocument(source: SourceText): SingleDocument {
  const { text } = source;
  const content = contentStart(text);
  const prologue = text.slice(0, content);
  const end = secondMarker(text, content);
  return {
    // A directive becomes a comment of the same length, so that it causes no further errors.
    text: prologue.replace(directive, '#') + text.slice(content, end),
    problems: [
      ...directiveOffsets(prologue).map((offset) => directiveProblem(source, offset)),
      ...(end === undefined ? [] : [markerProblem(source, end)]),
    ],
  };
}

/** The start of the first line that is not blank, a comment or a directive. */
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

/** The offset of the first marker that is not the opening `---` of the file. */
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
      message: `${quote(source.text.slice(offset, end))} is a YAML directive, which specs do not support`,
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
      message: `"${written}" ends the document: a file can have only one, and the rest was not read`,
      help: 'remove the line, or move the lines below it to another file and include that file',
    },
    placeAt(source, offset, offset + written.length),
  );
}
