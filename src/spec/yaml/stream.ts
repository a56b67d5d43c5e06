import { quote } from '../../characters.ts';
import { type Problem, problemAt } from '../../problem.ts';
import { mostProblems, placeAt, type Source } from './source.ts';

/** The one document of a file: its text (offsets kept), and what was wrong around it. */
export type SingleDocument = {
  readonly text: string;
  /** Whether text after a second marker was left out. */
  readonly cut: boolean;
  readonly problems: readonly Problem[];
};

/** At the beginning of a line these are markers wherever they stand, in quotes and blocks too. */
const marker = /^\uFEFF?(---|\.\.\.)(?=\s|$)/gm;
const firstContent = /^(?:[^\S\n]*[^\s#%]|[^\S\n]+%)/m;

/** Refuses directives and every document marker but a `---` before anything else. */
export function singleDocument(source: Source): SingleDocument {
  const found = source.text.search(firstContent);
  const content = found < 0 ? source.text.length : found;
  const directives = directiveOffsets(source.text.slice(0, content));
  const end = secondMarker(source.text, content);
  return {
    text: withoutDirectives(source.text.slice(0, end), directives),
    cut: end !== undefined,
    problems: [
      ...directives.slice(0, mostProblems).map((offset) => directiveProblem(source, offset)),
      ...(end === undefined ? [] : [markerProblem(source, end)]),
    ],
  };
}

function directiveOffsets(prologue: string): number[] {
  return Array.from(prologue.matchAll(/^%/gm), (match) => match.index);
}

/** A directive becomes a comment of the same length: nothing after it goes wrong because of it. */
function withoutDirectives(text: string, offsets: readonly number[]): string {
  const pieces = offsets.map((offset, index) => text.slice(offset + 1, offsets[index + 1]));
  return [text.slice(0, offsets[0]), ...pieces].join('#');
}

/** Where the first marker is that is not the file's opening `---`. */
function secondMarker(text: string, content: number): number | undefined {
  for (const match of text.matchAll(marker)) {
    const opens = match.index === content && match[1] === '---';
    if (match.index >= content && !opens) return match.index;
  }
  return undefined;
}

function directiveProblem(source: Source, offset: number): Problem {
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

function markerProblem(source: Source, offset: number): Problem {
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
