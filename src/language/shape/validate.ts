import type { ErrorObject } from 'ajv';
import { type Problem, problemAt } from '../../problem.ts';
import { nearest } from '../suggest.ts';
import { at } from '../yaml/cursor.ts';
import { childOf, type Node } from '../yaml/node.ts';
import type { Document } from '../yaml/parse.ts';
import { knownKeys, mistakesOf, pathOf, type ShapeMistake } from './errors.ts';
import { numberMistakes } from './numbers.ts';
import { synonymOf } from './synonyms.ts';
import { isNothing } from './types.ts';

/** A mistake of shape. If the value has a mistake of meaning too, only that one is reported. */
export type ShapeProblem = { readonly problem: Problem; readonly about: ShapeMistake['about'] };

/** The keys that the unknown keys of a map probably mean. They are not also reported as missing. */
export type Meant = ReadonlyMap<Node, ReadonlySet<string>>;

/** All errors of a value against a schema; empty if it is valid. */
export type Validate = (value: unknown) => ErrorObject[];

/** The result of checking a file against its schema. */
export type Shape = {
  readonly valid: boolean;
  readonly problems: readonly ShapeProblem[];
  readonly meant: Meant;
};

/** Checks a file against its schema, with one problem for each mistake, even if the validator reports several. */
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

/** The keys that are empty and required: the validator reports them only if the empty keys are removed first. */
function requiredWithoutValue({ root }: Document, validate: Validate): ReadonlySet<string> {
  const missing = validate(withoutEmptyKeys(root)).filter(({ keyword }) => keyword === 'required');
  return new Set(
    missing.map(({ instancePath, params }) => `${instancePath}/${params['missingProperty']}`),
  );
}

function withoutEmptyKeys(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(withoutEmptyKeys);
  const full = [...node.entries].filter(({ value }) => !isNothing(value));
  return Object.fromEntries(full.map(({ name, value }) => [name, withoutEmptyKeys(value)]));
}

function meantKeys(document: Document, errors: readonly ErrorObject[]): Meant {
  const meant = new Map<Node, Set<string>>();
  for (const error of errors) {
    if (error.keyword !== 'additionalProperties') continue;
    const { node } = at(document, pathOf(error));
    const absent = knownKeys(error).filter((key) => childOf(node, key) === undefined);
    const key = String(error.params['additionalProperty']);
    const near = synonymOf(key, absent) ?? nearest(key, absent);
    if (near !== undefined) meant.set(node, (meant.get(node) ?? new Set()).add(near));
  }
  return meant;
}

/** Two errors at one value or key are one mistake. The first in order of weight is reported. */
function toProblems(
  document: Document,
  errors: readonly ErrorObject[],
  numbers: readonly ShapeMistake[],
  meant: Meant,
  required: ReadonlySet<string>,
): ShapeProblem[] {
  const hints = { branches: byInstance(errors, 'if'), required };
  const repeating = byInstance(errors, 'uniqueItems');
  // If a list is too long and has a repeated item, only the item is reported.
  const told = errors.filter((error) => {
    return error.keyword !== 'maxItems' || !repeating.has(error.instancePath);
  });
  const mistakes = told
    .sort((a, b) => weight(a) - weight(b))
    .flatMap((error) => mistakesOf(error, hints, document));
  // An error of the schema about a number comes before the one about its spelling.
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

/** The problems of shape, without those at a value that has a problem of meaning. */
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
