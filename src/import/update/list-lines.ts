import { parseList } from '../../language/meaning/list-file.ts';
import { getOrAdd } from '../../maps.ts';

/** An entry of a list file, with the comments directly above it and beside it. */
export type ListLine = {
  /** As the importer writes it; undefined for comments at the end of the file. */
  readonly value: string | undefined;
  /** The lines of the file from its comments on. */
  readonly lines: readonly string[];
  /** Without their `#`. */
  readonly comments: readonly string[];
};

/** The entries of a list file: those of the import and those of people. */
export function listLinesOf(text: string): ListLine[] {
  const all: ListLine[] = [];
  let above: string[] = [];
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const [entry] = parseList('', '', line).entries;
    above.push(line);
    if (entry === undefined) continue;
    all.push(lineOf(entry.written, above));
    above = [];
  }
  return above.length === 0 ? all : [...all, lineOf(undefined, above)];
}

function lineOf(value: string | undefined, lines: readonly string[]): ListLine {
  // An empty line ends what a comment is about.
  const own = lines.slice(lines.lastIndexOf('') + 1);
  const comments = own.flatMap((line) => {
    const at = line.indexOf('#');
    const comment = at < 0 ? '' : line.slice(at + 1).trim();
    return comment === '' ? [] : [comment];
  });
  return { value, lines, comments };
}

/** A list with other entries: lines that stay are as they were, and a new one follows the one before it. */
export function changedListText(
  existing: readonly ListLine[],
  isGone: (value: string) => boolean,
  next: readonly string[],
): string {
  const present = new Set(existing.map(({ value }) => value));
  const added = new Map<string | undefined, string[]>();
  let after: string | undefined;
  for (const value of next) {
    if (present.has(value)) after = value;
    else getOrAdd(added, after, () => []).push(value);
  }
  const done = new Set<string | undefined>();
  const kept = existing.flatMap(({ value, lines }) => {
    const own = value !== undefined && isGone(value) ? aboveComments(lines) : lines;
    if (value === undefined || done.has(value)) return own;
    done.add(value);
    return [...own, ...(added.get(value) ?? [])];
  });
  return `${[...(added.get(undefined) ?? []), ...kept].join('\n')}\n`;
}

/** What stays where an entry goes with its comments: what an empty line separates from it. */
function aboveComments(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.lastIndexOf('') + 1);
}
