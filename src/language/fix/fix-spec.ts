import { getOrAdd, grouped } from '../../maps.ts';
import type { Result } from '../../problem.ts';
import { type LoadedSpec, loadSpec, type RefusedSpec } from '../load.ts';
import { type FileReader, openFolder, pathOf } from '../spec-folder.ts';
import { type Candidate, candidatesOf, type EditedFiles, keyOf } from './candidates.ts';
import { EditedText } from './edited-text.ts';
import { isImported } from './imported.ts';
import { changesOnly } from './sound.ts';

/** A spec after its fixes, which are not written yet. */
export type FixedSpec = {
  /** The edited files by their names in messages, in the order of reading. */
  readonly files: EditedFiles;
  readonly loaded: Result<LoadedSpec, RefusedSpec>;
  /** Imported files with a mistake that has a fix. They are not edited. */
  readonly imported: readonly string[];
};

/** A run of the fixes: how files are read, and what it must not try again. */
type Run = {
  readonly read: FileReader;
  readonly file: string;
  readonly refused: Set<string>;
  /** Whether a file with a fix was imported. */
  readonly imported: Map<string, boolean>;
};

/** The files with the edits of a number of rounds, and the spec that they contain. */
type State = Pick<FixedSpec, 'files' | 'loaded'>;

// One mistake can hide another, and a syntax error hides the rest of its file.
const mostRounds = 500;

/**
 * Repairs each mistake that has exactly one right spelling, until none is left. The files on the disk do not change. An
 * edit that changes anything except its own value, or that repeats another item of a list, is not made.
 * Throws a `UserError` (exit 2) when the root file cannot be read.
 */
export function fixSpec(read: FileReader, file: string): FixedSpec {
  const run: Run = { read, file, refused: new Set(), imported: new Map() };
  let state: State = { files: new Map(), loaded: loadSpec(read, file) };
  for (let round = 0; round < mostRounds; round += 1) {
    const candidates = newCandidates(run, state);
    if (candidates.length === 0) break;
    state = withSound(run, state, candidates);
  }
  const imported = [...run.imported].flatMap(([file, isIt]) => (isIt ? [file] : []));
  return { ...state, files: inOrder(state), imported };
}

/** The edited files in the order of reading. */
function inOrder(state: State): EditedFiles {
  const files = new Map<string, EditedText>();
  for (const file of textsOf(state).keys()) {
    const edited = state.files.get(file);
    if (edited !== undefined) files.set(file, edited);
  }
  return files;
}

function textsOf({ loaded }: State): ReadonlyMap<string, string> {
  return loaded.ok ? loaded.value.sources : loaded.error.sources;
}

function newCandidates(run: Run, state: State): Candidate[] {
  if (state.loaded.ok) return [];
  const { problems } = state.loaded.error;
  return candidatesOf(problems, textsOf(state), state.files).filter((candidate) => {
    return !run.refused.has(keyOf(candidate)) && !wasImported(run, candidate);
  });
}

function wasImported(run: Run, { file }: Candidate): boolean {
  return getOrAdd(run.imported, file, () => isImported(run.read, pathBelow(run, file)));
}

/** The state with all candidates that are sound together. Halves the candidates to find those that are not. */
function withSound(run: Run, state: State, candidates: readonly Candidate[]): State {
  if (candidates.length === 0) return state;
  const next = withEdits(run, state, candidates);
  if (isSound(state, next, candidates)) return next;
  const [only, ...more] = candidates;
  if (only !== undefined && more.length === 0) {
    run.refused.add(keyOf(only));
    return state;
  }
  const middle = candidates.length >>> 1;
  const half = withSound(run, state, candidates.slice(0, middle));
  return withSound(run, half, candidates.slice(middle));
}

function withEdits(run: Run, state: State, candidates: readonly Candidate[]): State {
  const files = new Map(state.files);
  for (const [file, edits] of editsByFile(candidates)) {
    const edited = files.get(file) ?? new EditedText(textsOf(state).get(file) ?? '');
    files.set(file, edited.with(edits));
  }
  return { files, loaded: loadSpec(editedReader(run, files), run.file) };
}

function editsByFile(candidates: readonly Candidate[]) {
  const files = grouped(candidates, ({ file }) => file);
  return [...files].map(([file, own]) => [file, own.map(({ edit }) => edit)] as const);
}

/** Reads the edited files from memory, and all others from the disk. */
function editedReader(run: Run, files: EditedFiles): FileReader {
  const encoder = new TextEncoder();
  const edited = new Map([...files].map(([file, text]) => [pathBelow(run, file), text.current]));
  return (path) => {
    const text = edited.get(path);
    return text === undefined ? run.read(path) : { kind: 'bytes', bytes: encoder.encode(text) };
  };
}

function pathBelow({ read, file }: Run, name: string): string {
  return pathOf(openFolder(read, file), name);
}

function isSound(before: State, after: State, candidates: readonly Candidate[]): boolean {
  return editsByFile(candidates).every(([file, edits]) => {
    const old = before.files.get(file) ?? new EditedText(textsOf(before).get(file) ?? '');
    const now = after.files.get(file);
    const isList = edits.some(({ fix }) => fix.style === 'line');
    return now !== undefined && (isList || changesOnly(file, old, now, edits));
  });
}
