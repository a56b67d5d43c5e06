import { addProblems, enoughProblems, type Problem, problemAt, type Refusal } from '../problem.ts';
import {
  refuseLoop,
  refusePart,
  refuseSpec,
  tooDeep,
  tooMany,
  twice,
  twiceAs,
} from './include-refusals.ts';
import { keepText, nameOf, readRefusal, relativePath, type SpecFolder } from './spec-folder.ts';
import { type Cursor, child, cursorOf, items, placeOf, text } from './yaml/cursor.ts';
import { type Document, parseDocument } from './yaml/parse.ts';

/** The files of one spec, the root first and each part after the file that includes it; and the specs that it includes. */
export type SpecFiles = {
  readonly documents: readonly Document[];
  readonly specs: readonly IncludedSpec[];
  /** Whether every file was read and parsed. Only then is a name without a definition a mistake. */
  readonly complete: boolean;
};

/** A spec that stands alone, included under a name; `as` is the location of that name. */
export type IncludedSpec = {
  readonly name: string;
  readonly as: Cursor;
  readonly files: SpecFiles;
};

/** The files of a spec and of all specs that it includes, and the problems of reading them. */
export type ReadSpec = { readonly files: SpecFiles; readonly problems: readonly Problem[] };

/** What all specs share. */
type Walk = {
  readonly folder: SpecFolder;
  readonly problems: Problem[];
  /** By path; undefined for a file that cannot be parsed. Several specs may include one file. */
  readonly parsed: Map<string, Document | undefined>;
  specs: number;
};

/** One spec of the walk. */
type Scope = {
  readonly documents: Document[];
  readonly specs: IncludedSpec[];
  /** Path of a part, and name of a spec, to the location that first includes it, as text. */
  readonly seen: Map<string, string>;
  readonly names: Map<string, string>;
  complete: boolean;
};

/** Parses the root file, of which `bytes` are given, and all included files. */
export function readFiles(folder: SpecFolder, root: string, bytes: Uint8Array): ReadSpec {
  const walk: Walk = { folder, problems: [], parsed: new Map(), specs: 0 };
  return { files: readSpec(walk, [root], bytes, () => undefined), problems: walk.problems };
}

/** Why the role of a file in the spec is wrong. */
type Role = (document: Document) => { readonly at: Cursor; readonly refusal: Refusal } | undefined;

function readSpec(walk: Walk, chain: readonly string[], bytes: Uint8Array, role: Role): SpecFiles {
  const scope: Scope = {
    documents: [],
    specs: [],
    seen: new Map(),
    names: new Map(),
    complete: true,
  };
  parse(walk, scope, chain, bytes, role);
  return scope;
}

/** `chain` is the paths of the includes from the root to this file. */
function parse(
  walk: Walk,
  scope: Scope,
  chain: readonly string[],
  bytes: Uint8Array,
  role: Role,
): void {
  const document = parseOnce(walk, chain.at(-1) ?? '', bytes);
  const wrong = document && role(document);
  if (wrong !== undefined) refuse(walk, scope, wrong.at, wrong.refusal);
  if (document === undefined || wrong !== undefined) {
    scope.complete = false;
    return;
  }
  scope.documents.push(document);
  for (const cursor of items(child(cursorOf(document), 'include')))
    include(walk, scope, chain, cursor);
}

/** The document of a file. A file of several specs is parsed once, and its problems are reported once. */
function parseOnce(walk: Walk, path: string, bytes: Uint8Array): Document | undefined {
  if (walk.parsed.has(path)) return walk.parsed.get(path);
  const source = keepText(walk.folder, path, bytes);
  const { document, problems } = source.ok
    ? parseDocument(nameOf(walk.folder, path), source.value)
    : { document: undefined, problems: source.error };
  addProblems(walk.problems, problems);
  walk.parsed.set(path, document);
  return document;
}

/** One item of `include`. An item of the wrong shape is reported by the schema. */
function include(walk: Walk, scope: Scope, chain: readonly string[], item: Cursor): void {
  const isSpec = item.node.kind === 'map';
  const file = isSpec ? child(item, 'spec') : item;
  const written = text(file);
  const as = child(item, 'as');
  const isShaped = file !== undefined && written !== undefined && written !== '';
  if (!isShaped || (isSpec && !isName(text(as)))) {
    scope.complete = false;
    return;
  }
  // There are enough problems. Without this file, a name that it defines is not a mistake.
  if (walk.problems.length >= enoughProblems) {
    scope.complete = false;
    return;
  }
  const path = relativePath('include', chain.at(-1) ?? '', written);
  if (!path.ok) refuse(walk, scope, file, path.error);
  else if (as === undefined) openPart(walk, scope, [...chain, path.value], file);
  else openSpec(walk, scope, [...chain, path.value], file, as);
}

const name = /^[a-z][a-z0-9-]{0,29}$/;

function isName(as: string | undefined): boolean {
  return as !== undefined && name.test(as);
}

function openPart(walk: Walk, scope: Scope, chain: readonly string[], item: Cursor): void {
  const path = chain.at(-1) ?? '';
  const first = scope.seen.get(path);
  const refusal = refuseChain(chain) ?? (first === undefined ? undefined : twice(path, first));
  if (refusal !== undefined) {
    refuse(walk, scope, item, refusal);
    return;
  }
  scope.seen.set(path, lineOf(item));
  const bytes = bytesOf(walk, scope, path, item);
  const role: Role = (document) => {
    const refusal = refuseSpec(document, text(item) ?? '');
    return refusal && { at: item, refusal };
  };
  if (bytes !== undefined) parse(walk, scope, chain, bytes, role);
}

function openSpec(
  walk: Walk,
  scope: Scope,
  chain: readonly string[],
  file: Cursor,
  as: Cursor,
): void {
  const own = text(as) ?? '';
  const first = scope.names.get(own);
  const refusal = refuseChain(chain) ?? (walk.specs >= mostSpecs ? tooMany(mostSpecs) : undefined);
  if (first !== undefined) refuse(walk, scope, as, twiceAs(own, first));
  else if (refusal !== undefined) refuse(walk, scope, file, refusal);
  if (first !== undefined || refusal !== undefined) return;
  scope.names.set(own, lineOf(as));
  walk.specs += 1;
  const bytes = bytesOf(walk, scope, chain.at(-1) ?? '', file);
  if (bytes === undefined) return;
  const role: Role = (document) => {
    const refusal = refusePart(document, text(file) ?? '');
    return refusal && { at: file, refusal };
  };
  const files = readSpec(walk, chain, bytes, role);
  if (!files.complete) scope.complete = false;
  scope.specs.push({ name: own, as, files });
}

// Each spec may include two that each include two: without a limit, a short spec could include millions.
const mostSpecs = 1000;

/** The bytes of a file; undefined, with a problem at the include, if it cannot be read. */
function bytesOf(walk: Walk, scope: Scope, path: string, item: Cursor): Uint8Array | undefined {
  const outcome = walk.folder.read(path);
  if (outcome.kind === 'bytes') return outcome.bytes;
  refuse(walk, scope, item, readRefusal('include', text(item) ?? '', outcome));
  return undefined;
}

function lineOf(cursor: Cursor): string {
  const { file, line } = placeOf(cursor);
  return `${file}:${line}`;
}

function refuse(walk: Walk, scope: Scope, cursor: Cursor, refusal: Refusal): void {
  walk.problems.push(problemAt(refusal, placeOf(cursor)));
  // The definitions of the file are missing now, unless another include reads it.
  if (refusal.rule !== 'include-loop' && refusal.rule !== 'include-twice') scope.complete = false;
}

// Parsing an include is recursive: without a limit, a long chain would exhaust the stack.
const deepestInclude = 100;

/** Refuses a chain of includes with a loop, or one that is too long. */
function refuseChain(chain: readonly string[]): Refusal | undefined {
  const path = chain.at(-1) ?? '';
  const start = chain.indexOf(path);
  if (start < chain.length - 1) return refuseLoop(chain.slice(start));
  return chain.length > deepestInclude + 1 ? tooDeep(deepestInclude) : undefined;
}
