import { validateInclude, validateSpec } from '../../compiled/validate-spec.js';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { getOrAdd } from '../maps.ts';
import { firstDifference } from '../net/order.ts';
import { enoughProblems, failure, type Problem, type Result, success } from '../problem.ts';
import type { IncludedFile, SpecFile } from './document.ts';
import { readFiles } from './include.ts';
import type { FileShape, ShapedSpec } from './meaning/included.ts';
import { resolveSpec } from './meaning/resolve.ts';
import { type NamedSpec, nameSpec } from './meaning/units.ts';
import { checkShape, type Shape, type Validate, withoutJudged } from './shape/validate.ts';
import {
  baseName,
  type FileReader,
  type FileTexts,
  openFolder,
  readRefusal,
} from './spec-folder.ts';
import type { Spec } from './types.ts';
import { type Document, withoutSecond } from './yaml/parse.ts';
import { byPlace } from './yaml/source.ts';

/** A spec and the texts of its files. */
export type LoadedSpec = { readonly spec: Spec; readonly sources: FileTexts };

/** Every mistake of an invalid spec, those of the root file first, then by location. */
export type RefusedSpec = { readonly problems: readonly Problem[]; readonly sources: FileTexts };

/**
 * Reads a spec with its includes and lists. `file` is the root file as the user names it; `read` accepts paths relative
 * to its directory. One run finds the mistakes of all files.
 * Throws a `UserError` (exit 2) when the root file cannot be read.
 */
export function loadSpec(read: FileReader, file: string): Result<LoadedSpec, RefusedSpec> {
  const folder = openFolder(read, file);
  const root = baseName(file);
  const { files, problems: unread } = readFiles(folder, root, readRoot(read, file, root));
  const named = nameSpec(files);
  const shaped = shapeSpec(named, new Map());
  const { spec, problems } = resolveSpec(folder, shaped);
  const all = withoutSecond([
    ...unread,
    ...named.problems,
    ...problems,
    ...withoutJudged(shapesOf(shaped), [...unread, ...problems]),
  ]);
  if (all.length > 0) {
    return failure({ problems: inOrder(all, folder.texts), sources: folder.texts });
  }
  return success({ spec, sources: folder.texts });
}

/** The shapes of the files of a spec: the root file of each spec, and parts. A part of several specs is checked once. */
function shapeSpec(named: NamedSpec, known: Map<Document, FileShape>): ShapedSpec {
  const shapes = named.files.documents.map((document, index) =>
    getOrAdd(known, document, () =>
      checkFile(document, index === 0 ? validateSpec : validateInclude),
    ),
  );
  return { ...named, shapes, specs: named.specs.map((each) => shapeSpec(each, known)) };
}

function shapesOf({ shapes, specs }: ShapedSpec): FileShape[] {
  return [...shapes, ...specs.flatMap(shapesOf)];
}

function checkFile(document: Document, validate: Validate): FileShape {
  const shape = checkShape(document, validate);
  const { value } = document;
  return { ...shape, typed: isTyped(value, shape) ? value : undefined };
}

function isTyped(_value: unknown, { valid }: Shape): _value is SpecFile | IncludedFile {
  return valid;
}

function readRoot(read: FileReader, file: string, root: string): Uint8Array {
  const outcome = read(root);
  if (outcome.kind === 'bytes') return outcome.bytes;
  const { message, help } = readRefusal('include', file, outcome);
  const start = 'pass the path of the spec, or create one with "portolan init"';
  if (outcome.kind === 'missing') throw new UserError(message, start);
  const isDirectory =
    outcome.kind === 'unreadable' && outcome.reason.startsWith('it is a directory');
  throw new UserError(message, isDirectory ? inDirectory(file) : help);
}

function inDirectory(file: string): string {
  return `pass the spec file, for example ${visible(file.replace(/[/\\]*$/, '/'))}spec.yaml`;
}

function inOrder(problems: readonly Problem[], texts: FileTexts): Problem[] {
  const order = new Map([...texts.keys()].map((file, index) => [file, index]));
  const rank = (problem: Problem) => order.get(problem.at.file) ?? order.size;
  // A file that two specs include has the same mistake in both.
  const once = new Map(problems.map((problem) => [keyOf(problem), problem]));
  const sorted = [...once.values()].sort((a, b) =>
    firstDifference(rank(a) - rank(b), byPlace(a, b)),
  );
  return sorted.slice(0, enoughProblems);
}

function keyOf({ rule, message, at }: Problem): string {
  return JSON.stringify([at.file, at.line, at.column, rule, message]);
}
