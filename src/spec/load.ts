import { UserError } from '../errors.ts';
import { firstDifference } from '../net/order.ts';
import { failure, type Problem, type Result, success } from '../problem.ts';
import { readFiles } from './include.ts';
import { collectNames } from './meaning/names.ts';
import { resolveSpec } from './meaning/resolve.ts';
import { baseName, openSources, type ReadSource, readRefusal } from './read-source.ts';
import { checkShape, type ShapeProblem } from './shape/validate.ts';
import type { Spec } from './types.ts';
import { byPlace } from './yaml/source.ts';

/** File name to text, in the order of reading: what code frames quote. */
export type SourceTexts = ReadonlyMap<string, string>;

/** A spec with the files that it was read from. */
export type LoadedSpec = { readonly spec: Spec; readonly sources: SourceTexts };

/** Every mistake of a spec that is not valid, the root's first and then by place. */
export type RefusedSpec = { readonly problems: readonly Problem[]; readonly sources: SourceTexts };

/**
 * Reads a spec with its includes and lists. `file` is what the user calls the root; `read` takes paths relative to its
 * folder. Whatever is wrong in any of the files is found in one run.
 * Throws a `UserError` (exit 2) when the root itself cannot be read.
 */
export function loadSpec(read: ReadSource, file: string): Result<LoadedSpec, RefusedSpec> {
  const sources = openSources(read, file);
  const root = baseName(file);
  const files = readFiles(sources, root, readRoot(read, file, root));
  const shapes = files.documents.map((document) =>
    checkShape(document, document.file === file ? 'root' : 'included'),
  );
  const names = collectNames(files.documents);
  const { spec, problems } = resolveSpec({ sources, files, shapes, names });
  const all = [
    ...files.problems,
    ...names.problems,
    ...problems,
    ...withoutJudged(
      shapes.flatMap((shape) => shape.problems),
      [...files.problems, ...problems],
    ),
  ];
  if (all.length > 0) {
    return failure({ problems: inOrder(all, sources.texts), sources: sources.texts });
  }
  return success({ spec, sources: sources.texts });
}

function readRoot(read: ReadSource, file: string, root: string): Uint8Array {
  const outcome = read(root);
  if (outcome.kind === 'bytes') return outcome.bytes;
  const { message, help } = readRefusal('include', file, outcome);
  const start = 'give the path of the spec, or begin one with "portolan init"';
  throw new UserError(message, outcome.kind === 'missing' ? start : help);
}

/** What the meaning of a value says beats what its shape says. */
function withoutJudged(shape: readonly ShapeProblem[], meaning: readonly Problem[]): Problem[] {
  const judged = new Set(meaning.map(placeKey));
  return shape
    .filter(({ about, problem }) => about !== 'value' || !judged.has(placeKey(problem)))
    .map(({ problem }) => problem);
}

function placeKey({ at }: Problem): string {
  return `${at.line}:${at.column}:${at.file}`;
}

function inOrder(problems: readonly Problem[], texts: SourceTexts): Problem[] {
  const order = new Map([...texts.keys()].map((file, index) => [file, index]));
  const rank = (problem: Problem) => order.get(problem.at.file) ?? order.size;
  return [...problems].sort((a, b) => firstDifference(rank(a) - rank(b), byPlace(a, b)));
}
