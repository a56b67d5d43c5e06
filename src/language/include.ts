import { quote } from '../characters.ts';
import { addProblems, enoughProblems, type Problem, problemAt, type Refusal } from '../problem.ts';
import { keepText, nameOf, readRefusal, relativePath, type SpecFolder } from './spec-folder.ts';
import { type Cursor, child, cursorOf, items, placeOf, text } from './yaml/cursor.ts';
import { type Document, parseYaml } from './yaml/parse.ts';

/** The files of a spec, the root first and each include after the file that names it. */
export type SpecFiles = {
  readonly documents: readonly Document[];
  readonly problems: readonly Problem[];
  /** Whether every file was read and parsed. Only then is a name without a definition a mistake. */
  readonly complete: boolean;
};

type Walk = {
  readonly folder: SpecFolder;
  readonly documents: Document[];
  readonly problems: Problem[];
  /** Path to the location that first includes it, as text. */
  readonly seen: Map<string, string>;
  complete: boolean;
};

/** Parses the root file, of which `bytes` are given, and all included files. */
export function readFiles(folder: SpecFolder, root: string, bytes: Uint8Array): SpecFiles {
  const walk: Walk = { folder, documents: [], problems: [], seen: new Map(), complete: true };
  parse(walk, [root], bytes);
  return walk;
}

/** `chain` is the paths of the includes from the root to this file. */
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
  // There are enough problems. Without this file, a name that it defines is not a mistake.
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
  // The definitions of the file are missing now, unless another include reads it.
  if (refusal.rule !== 'include-loop' && refusal.rule !== 'include-twice') walk.complete = false;
}

function refuseAgain(walk: Walk, chain: readonly string[], path: string): Refusal | undefined {
  const start = chain.indexOf(path);
  if (start >= 0) return loop([...chain.slice(start), path]);
  const first = walk.seen.get(path);
  if (first === undefined) return chain.length > deepestInclude ? tooDeep : undefined;
  return {
    rule: 'include-twice',
    message: `${quote(path)} is already included at ${first}`,
    help: 'remove this include: definitions apply to all files',
  };
}

// Parsing an include is recursive: without a limit, a long chain would exhaust the stack.
const deepestInclude = 100;

const tooDeep: Refusal = {
  rule: 'include-too-deep',
  message: `includes are nested more than ${deepestInclude} deep here`,
  help: 'include this file from a file closer to the root',
};

function loop(chain: readonly string[]): Refusal {
  return {
    rule: 'include-loop',
    message: `include loop: ${chain.join(' -> ')}`,
    help: 'remove one of these includes: definitions apply to all files',
  };
}
