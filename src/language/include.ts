import { quote } from '../characters.ts';
import { addProblems, enoughProblems, type Problem, problemAt, type Refusal } from '../problem.ts';
import { keepText, nameOf, readRefusal, relativePath, type SpecFolder } from './spec-folder.ts';
import { type Cursor, child, cursorOf, items, placeOf, text } from './yaml/cursor.ts';
import { type Document, parseYaml } from './yaml/parse.ts';

/** The files of a spec, the root first and each include after the file that names it. */
export type SpecFiles = {
  readonly documents: readonly Document[];
  readonly problems: readonly Problem[];
  /** Whether every file could be read and parsed: only then is a name that none defines a mistake. */
  readonly complete: boolean;
};

type Walk = {
  readonly folder: SpecFolder;
  readonly documents: Document[];
  readonly problems: Problem[];
  /** Path to the place that names it first, for people. */
  readonly seen: Map<string, string>;
  complete: boolean;
};

/** Parses the root, whose bytes are given, and all that it includes. */
export function readFiles(folder: SpecFolder, root: string, bytes: Uint8Array): SpecFiles {
  const walk: Walk = { folder, documents: [], problems: [], seen: new Map(), complete: true };
  parse(walk, [root], bytes);
  return walk;
}

/** `chain` leads from the root to this file. */
function parse(walk: Walk, chain: readonly string[], bytes: Uint8Array): void {
  const path = chain.at(-1) ?? '';
  const source = keepText(walk.folder, path, bytes);
  const document = source.ok ? parseYaml(nameOf(walk.folder, path), source.value) : source;
  if (!document.ok) {
    addProblems(walk.problems, document.error);
    walk.complete = false;
    return;
  }
  walk.documents.push(document.value);
  const included = items(child(cursorOf(document.value), 'include'));
  for (const cursor of included) include(walk, chain, cursor);
}

function include(walk: Walk, chain: readonly string[], cursor: Cursor): void {
  const written = text(cursor);
  if (written === undefined || written === '') return;
  // Enough is wrong, or will be: what a file that is not read defines is not missed.
  if (walk.problems.length >= enoughProblems) {
    walk.complete = false;
    return;
  }
  const path = relativePath('include', chain.at(-1) ?? '', written);
  const refusal = path.ok ? refuseAgain(walk, chain, path.value) : path.error;
  if (refusal !== undefined) refuse(walk, cursor, refusal);
  else if (path.ok) open(walk, [...chain, path.value], cursor, written);
}

function open(walk: Walk, chain: readonly string[], cursor: Cursor, written: string): void {
  const path = chain.at(-1) ?? '';
  const { file, line } = placeOf(cursor);
  walk.seen.set(path, `${file}:${line}`);
  const outcome = walk.folder.read(path);
  if (outcome.kind === 'bytes') parse(walk, chain, outcome.bytes);
  else refuse(walk, cursor, readRefusal('include', written, outcome));
}

function refuse(walk: Walk, cursor: Cursor, refusal: Refusal): void {
  walk.problems.push(problemAt(refusal, placeOf(cursor)));
  // Whatever the file would have defined is missing now, unless it was read another way.
  if (refusal.rule !== 'include-loop' && refusal.rule !== 'include-twice') walk.complete = false;
}

function refuseAgain(walk: Walk, chain: readonly string[], path: string): Refusal | undefined {
  const start = chain.indexOf(path);
  if (start >= 0) return loop([...chain.slice(start), path]);
  const first = walk.seen.get(path);
  if (first === undefined) return chain.length > deepestInclude ? tooDeep : undefined;
  return {
    rule: 'include-twice',
    message: `${quote(path)} is included already, at ${first}`,
    help: 'include it once: what it defines holds for all files',
  };
}

// Each file is parsed inside the one that includes it: a chain without an end would end the stack.
const deepestInclude = 100;

const tooDeep: Refusal = {
  rule: 'include-too-deep',
  message: `this include is more than ${deepestInclude} files below the spec`,
  help: 'include the file from one that is nearer to the spec',
};

function loop(chain: readonly string[]): Refusal {
  return {
    rule: 'include-loop',
    message: `this include leads back to its own file: ${chain.join(' -> ')}`,
    help: 'take one include out of the loop: what a file defines holds for all files',
  };
}
