import { validateInclude, validateSpec } from '../../compiled/validate-spec.js';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { firstDifference } from '../net/order.ts';
import { enoughProblems, failure, type Problem, type Result, success } from '../problem.ts';
import type { IncludedFile, SpecFile } from './document.ts';
import { readFiles } from './include.ts';
import { collectDefinitions } from './meaning/definitions.ts';
import { type FileShape, resolveSpec } from './meaning/resolve.ts';
import { checkShape, type Shape, type Validate, withoutJudged } from './shape/validate.ts';
import {
  baseName,
  type FileReader,
  type FileTexts,
  openFolder,
  readRefusal,
} from './spec-folder.ts';
import type { Spec } from './types.ts';
import type { Document } from './yaml/parse.ts';
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
  const files = readFiles(folder, root, readRoot(read, file, root));
  const shapes = files.documents.map((document) =>
    checkFile(document, document.file === file ? validateSpec : validateInclude),
  );
  const names = collectDefinitions(files.documents);
  const { spec, problems } = resolveSpec({ folder, files, shapes, names });
  const all = [
    ...files.problems,
    ...names.problems,
    ...problems,
    ...withoutJudged(shapes, [...files.problems, ...problems]),
  ];
  if (all.length > 0) {
    return failure({ problems: inOrder(all, folder.texts), sources: folder.texts });
  }
  return success({ spec, sources: folder.texts });
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
  const sorted = [...problems].sort((a, b) => firstDifference(rank(a) - rank(b), byPlace(a, b)));
  return sorted.slice(0, enoughProblems);
}
