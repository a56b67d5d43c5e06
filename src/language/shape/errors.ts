import type { ErrorObject } from 'ajv';
import { quote } from '../../characters.ts';
import { enoughProblems, type Refusal } from '../../problem.ts';
import { didYouMean } from '../suggest.ts';
import { at, type Cursor } from '../yaml/cursor.ts';
import type { NodePath } from '../yaml/node.ts';
import type { Document } from '../yaml/parse.ts';
import { helpForUnknownKey } from './instead.ts';
import { helpForSynonym, helpForWordless, synonymOf } from './synonyms.ts';
import { type Hints, shown, valueRefusal } from './values.ts';

/** One mistake of shape. It is about a value, a key, or a key that is missing in a map. */
export type ShapeMistake = {
  readonly refusal: Refusal;
  readonly about: 'value' | 'key' | 'missing';
  readonly path: NodePath;
  /** The key that is missing. */
  readonly missing?: string;
};

/** The path, in keys and positions, of the value that an error is about. */
export function pathOf(error: ErrorObject): NodePath {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The keys that this map can have. */
export function knownKeys(error: ErrorObject): string[] {
  return Object.keys(error.parentSchema?.['properties'] ?? {});
}

// The resolvers, or another error of the same mistake, report these in words of the spec.
const silent = new Set(['oneOf', 'anyOf', 'not', 'if', 'dependentRequired', 'propertyNames']);

/** The mistakes that an error of the validator reports; empty when another error reports them. */
export function mistakesOf(error: ErrorObject, hints: Hints, document: Document): ShapeMistake[] {
  if (silent.has(error.keyword) || /\/(?:oneOf|anyOf)\//.test(error.schemaPath)) return [];
  const path = pathOf(error);
  switch (error.keyword) {
    case 'additionalProperties':
      return [unknownKey(error, path)];
    case 'required':
      return [missingKey(error, path)];
    case 'uniqueItems':
      return duplicateItems(error, path);
    default:
      return [wrongValue(error, hints, at(document, path))];
  }
}

function unknownKey(error: ErrorObject, path: NodePath): ShapeMistake {
  const key = String(error.params['additionalProperty']);
  const noun = path.at(-1) === 'targets' ? 'target' : 'key';
  const unlike = unknown(noun, key, knownKeys(error), path);
  const help = helpForUnknownKey(path, key);
  const refusal = help === undefined ? unlike : { ...unlike, help };
  return { refusal, about: 'key', path: [...path, key] };
}

function unknownTarget({ data, schema }: ErrorObject, path: NodePath): Refusal {
  return unknown('target', shown(data), [schema].flat().map(String), path);
}

function unknown(noun: string, key: string, known: readonly string[], path: NodePath): Refusal {
  return {
    rule: `unknown-${noun}`,
    message: `unknown ${noun} ${quote(key)} in ${labelOf(path)}`,
    help: helpForKey(key, known),
  };
}

function helpForKey(key: string, known: readonly string[]): string {
  const wordless = helpForWordless(key);
  if (wordless !== undefined) return wordless;
  const meant = synonymOf(key, known);
  if (meant === undefined) return didYouMean(key, known);
  return helpForSynonym(meant) ?? `did you mean ${quote(meant)}?`;
}

function missingKey(error: ErrorObject, path: NodePath): ShapeMistake {
  const missing = String(error.params['missingProperty']);
  const properties: Readonly<Record<string, { examples?: unknown[]; const?: unknown }>> =
    error.parentSchema?.['properties'] ?? {};
  const example = JSON.stringify(
    exampleInstead(error, missing) ?? properties[missing]?.examples?.[0],
  );
  const sample = example !== undefined && example.length <= longestExample ? ` ${example}` : '';
  const refusal: Refusal = {
    rule: 'missing-key',
    message: `missing key ${quote(missing)} in ${labelOf(path)}`,
    help: sample === '' ? `add "${missing}:"` : `add it, for example: ${missing}:${sample}`,
  };
  return { refusal, about: 'missing', path, missing };
}

const longestExample = 60;

/** The one value that is right for a missing key, where the example of the schema is not; undefined elsewhere. */
function exampleInstead({ data }: ErrorObject, missing: string): string | undefined {
  if (missing !== 'application' || typeof data !== 'object' || data === null) return undefined;
  return 'protocols' in data && !('ports' in data) ? 'other' : undefined;
}

/** All repeated items, since the validator reports only one pair. */
function duplicateItems(error: ErrorObject, path: NodePath): ShapeMistake[] {
  const first = new Set<string>();
  const mistakes: ShapeMistake[] = [];
  const items: unknown[] = Array.isArray(error.data) ? error.data : [];
  for (const [index, item] of items.entries()) {
    const key = JSON.stringify(item);
    if (first.has(key)) mistakes.push(duplicateItem(item, key, [...path, index]));
    if (mistakes.length >= enoughProblems) break;
    first.add(key);
  }
  return mistakes;
}

function duplicateItem(item: unknown, key: string, path: NodePath): ShapeMistake {
  const refusal: Refusal = {
    rule: 'duplicate-item',
    message: `duplicate item ${typeof item === 'string' ? quote(item) : key} in ${labelOf(path.slice(0, -1))}`,
    help: 'remove one of them',
  };
  return { refusal, about: 'value', path };
}

function wrongValue(
  error: ErrorObject & { propertyName?: string },
  hints: Hints,
  cursor: Cursor,
): ShapeMistake {
  if (error.propertyName === undefined) {
    const refusal = valueRefusal(error, hints, cursor, labelOf(cursor.path));
    return { refusal, about: 'value', path: cursor.path };
  }
  const path = [...cursor.path, error.propertyName];
  // Only the names of targets have a fixed list.
  if (error.keyword === 'enum')
    return { refusal: unknownTarget(error, cursor.path), about: 'key', path };
  const refusal = valueRefusal(error, hints, cursor, `a name in ${labelOf(cursor.path)}`);
  return { refusal, about: 'key', path };
}

const named: Readonly<Record<string, string>> = {
  documents: 'document',
  services: 'service',
  sites: 'site',
  targets: 'target',
};

/** A part of the file in words: `"title"`, `service "https"`, `an item of "groups"`, `the file`. */
function labelOf(path: NodePath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  const noun = path.length % 2 === 0 ? named[String(path.at(-2))] : undefined;
  if (noun !== undefined && !Number.isInteger(last)) return `${noun} ${quote(String(last))}`;
  if (typeof last === 'string' && !/^\d+$/.test(last)) return quote(last);
  return `an item of ${quote(String(path.at(-2) ?? ''))}`;
}
