import type { ErrorObject } from 'ajv';
import { type Problem, problemAt } from '../../problem.ts';
import { nearest } from '../suggest.ts';
import { at } from '../yaml/cursor.ts';
import type { Node } from '../yaml/node.ts';
import type { Document } from '../yaml/parse.ts';
import { knownKeys, mistakesOf, pathOf, type ShapeMistake } from './errors.ts';
import { numberMistakes } from './numbers.ts';
import { synonymOf } from './synonyms.ts';
import { isNothing } from './types.ts';

/** A mistake of shape; one about a value gives way to what its meaning says of the same value. */
export type ShapeProblem = { readonly problem: Problem; readonly about: ShapeMistake['about'] };

/** What the unknown keys of a map probably mean: those keys are not missing as well. */
export type Meant = ReadonlyMap<Node, ReadonlySet<string>>;

/** Every error of a value against a schema; none when it is as the schema says. */
export type Validate = (value: unknown) => ErrorObject[];

/** What the schema says of a file. */
export type Shape = {
  readonly valid: boolean;
  readonly problems: readonly ShapeProblem[];
  readonly meant: Meant;
};

/** Judges a file against its schema: one problem a mistake, whatever the validator makes of it. */
export function checkShape(document: Document, validate: Validate): Shape {
  const { value } = document;
  const errors = validate(value);
  const numbers = numberMistakes(document.root);
  if (errors.length === 0 && numbers.length === 0)
    return { valid: true, problems: [], meant: new Map() };
  const meant = meantKeys(document, errors);
  const required = hasEmptyKey(document, errors)
    ? requiredWithoutValue(document, validate)
    : new Set<string>();
  const problems = toProblems(document, errors, numbers, meant, required);
  return { valid: false, problems, meant };
}

function hasEmptyKey(document: Document, errors: readonly ErrorObject[]): boolean {
  return errors.some(
    (error) => error.keyword === 'type' && isNothing(at(document, pathOf(error)).node),
  );
}

/** The validator tells which keys a map must have only when they are not there: it is asked without the empty ones. */
function requiredWithoutValue({ root }: Document, validate: Validate): ReadonlySet<string> {
  const missing = validate(withoutEmptyKeys(root)).filter(({ keyword }) => keyword === 'required');
  return new Set(
    missing.map(({ instancePath, params }) => `${instancePath}/${params['missingProperty']}`),
  );
}

function withoutEmptyKeys(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(withoutEmptyKeys);
  const full = [...node.entries].filter(([, { value }]) => !isNothing(value));
  return Object.fromEntries(full.map(([key, { value }]) => [key, withoutEmptyKeys(value)]));
}

function meantKeys(document: Document, errors: readonly ErrorObject[]): Meant {
  const meant = new Map<Node, Set<string>>();
  for (const error of errors) {
    if (error.keyword !== 'additionalProperties') continue;
    const { node } = at(document, pathOf(error));
    const present = node.kind === 'map' ? node.entries : new Map();
    const absent = knownKeys(error).filter((key) => !present.has(key));
    const key = String(error.params['additionalProperty']);
    const near = synonymOf(key, absent) ?? nearest(key, absent);
    if (near !== undefined) meant.set(node, (meant.get(node) ?? new Set()).add(near));
  }
  return meant;
}

/** Two errors at one value, or at one key, are one mistake: the first in order of weight says it. */
function toProblems(
  document: Document,
  errors: readonly ErrorObject[],
  numbers: readonly ShapeMistake[],
  meant: Meant,
  required: ReadonlySet<string>,
): ShapeProblem[] {
  const hints = { branches: byInstance(errors, 'if'), required };
  const repeating = byInstance(errors, 'uniqueItems');
  // A list may be too long because an item is repeated; a pattern says how long a text may be.
  const told = errors.filter((error) => {
    return error.keyword !== 'maxItems' || !repeating.has(error.instancePath);
  });
  const mistakes = told
    .sort((a, b) => weight(a) - weight(b))
    .flatMap((error) => mistakesOf(error, hints, document));
  // What the schema says of a number beats how it is written.
  return withoutRepeats([...mistakes, ...numbers])
    .filter(({ missing, path }) => !isMeant(at(document, path).node, missing, meant))
    .map(({ about, path, refusal }) => {
      const place = document.locate(path, about === 'value' ? 'value' : 'key');
      return { about, problem: problemAt(refusal, place) };
    });
}

function byInstance(errors: readonly ErrorObject[], keyword: string): Map<string, ErrorObject> {
  const found = errors.filter((error) => error.keyword === keyword);
  return new Map(found.map((error) => [error.instancePath, error]));
}

function weight({ keyword }: ErrorObject): number {
  return keyword === 'maxLength' ? 1 : 0;
}

function withoutRepeats(mistakes: readonly ShapeMistake[]): ShapeMistake[] {
  const said = new Set<string>();
  return mistakes.filter(({ about, path, missing }) => {
    const place = JSON.stringify([about, path, missing]);
    const repeats = said.has(place);
    said.add(place);
    return !repeats;
  });
}

function isMeant(node: Node, missing: string | undefined, meant: Meant): boolean {
  return missing !== undefined && meant.get(node)?.has(missing) === true;
}

/** What the meaning of a value says beats what its shape says. */
export function withoutJudged(shapes: readonly Shape[], meaning: readonly Problem[]): Problem[] {
  const judged = new Set(meaning.map(placeKey));
  return shapes
    .flatMap(({ problems }) => problems)
    .filter(({ about, problem }) => about !== 'value' || !judged.has(placeKey(problem)))
    .map(({ problem }) => problem);
}

function placeKey({ at: { line, column, file } }: Problem): string {
  return `${line}:${column}:${file}`;
}
