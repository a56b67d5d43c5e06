import type { ErrorObject } from 'ajv';
import { quote } from '../../characters.ts';
import { enoughProblems, type Refusal } from '../../problem.ts';
import { didYouMean } from '../suggest.ts';
import { at, type Cursor } from '../yaml/cursor.ts';
import type { Path } from '../yaml/node.ts';
import type { Document } from '../yaml/parse.ts';
import { patternHelp } from './patterns.ts';
import { helpForSynonym, synonymOf } from './synonyms.ts';
import { wrongType } from './types.ts';

/** One mistake of shape, and what it is about: a value, the key of a value, or a key that a map lacks. */
export type Finding = {
  readonly refusal: Refusal;
  readonly about: 'value' | 'key' | 'missing';
  readonly path: Path;
  /** The key that is missing. */
  readonly missing?: string;
};

/** The keys and positions that lead to what an error is about. */
export function pathOf(error: ErrorObject): Path {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The keys that a map of this sort may have. */
export function knownKeys(error: ErrorObject): string[] {
  return Object.keys(error.parentSchema?.['properties'] ?? {});
}

// What these mean is said by the resolvers in words of the spec, or by another error of the same mistake.
const silent = new Set(['oneOf', 'not', 'if', 'dependentRequired', 'propertyNames']);

/** What an error alone does not tell. */
export type Facts = {
  /** The errors of branches by type, by the place that they are about. */
  readonly branches: ReadonlyMap<string, ErrorObject>;
  /** The places of keys that have no value, and that their map must have. */
  readonly required: ReadonlySet<string>;
};

/** What an error of the validator says to a user; nothing when another error says it. */
export function findingsOf(error: ErrorObject, facts: Facts, document: Document): Finding[] {
  if (silent.has(error.keyword) || error.schemaPath.includes('/oneOf/')) return [];
  const path = pathOf(error);
  switch (error.keyword) {
    case 'additionalProperties':
      return [unknownKey(error, path)];
    case 'required':
      return [missingKey(error, path)];
    case 'uniqueItems':
      return duplicateItems(error, path);
    default:
      return [wrongValue(error, facts, at(document, path))];
  }
}

function unknownKey(error: ErrorObject, path: Path): Finding {
  const key = String(error.params['additionalProperty']);
  const noun = path.at(-1) === 'targets' ? 'target' : 'key';
  const refusal = unknown(noun, key, knownKeys(error), path);
  return { refusal, about: 'key', path: [...path, key] };
}

function unknownTarget({ data, schema }: ErrorObject, path: Path): Refusal {
  return unknown('target', shown(data), [schema].flat().map(String), path);
}

function unknown(noun: string, key: string, known: readonly string[], path: Path): Refusal {
  return {
    rule: `unknown-${noun}`,
    message: `there is no ${noun} ${quote(key)} in ${labelOf(path)}`,
    help: helpForKey(key, known),
  };
}

function helpForKey(key: string, known: readonly string[]): string {
  const meant = synonymOf(key, known);
  if (meant === undefined) return didYouMean(key, known);
  return helpForSynonym(meant) ?? `did you mean ${quote(meant)}?`;
}

function missingKey(error: ErrorObject, path: Path): Finding {
  const missing = String(error.params['missingProperty']);
  const properties: Readonly<Record<string, { examples?: unknown[]; const?: unknown }>> =
    error.parentSchema?.['properties'] ?? {};
  const example = JSON.stringify(properties[missing]?.examples?.[0]);
  const sample = example !== undefined && example.length <= longestExample ? ` ${example}` : '';
  const refusal: Refusal = {
    rule: 'missing-key',
    message: `the key ${quote(missing)} is missing in ${labelOf(path)}`,
    help: sample === '' ? `add "${missing}:"` : `add it, as in: ${missing}:${sample}`,
  };
  return { refusal, about: 'missing', path, missing };
}

const longestExample = 60;

/** The validator names one pair only. */
function duplicateItems(error: ErrorObject, path: Path): Finding[] {
  const first = new Set<string>();
  const findings: Finding[] = [];
  const items: unknown[] = Array.isArray(error.data) ? error.data : [];
  for (const [index, item] of items.entries()) {
    const key = JSON.stringify(item);
    if (first.has(key)) findings.push(duplicateItem(item, key, [...path, index]));
    if (findings.length >= enoughProblems) break;
    first.add(key);
  }
  return findings;
}

function duplicateItem(item: unknown, key: string, path: Path): Finding {
  const refusal: Refusal = {
    rule: 'duplicate-item',
    message: `${typeof item === 'string' ? quote(item) : key} is in ${labelOf(path.slice(0, -1))} already`,
    help: 'remove one of the two',
  };
  return { refusal, about: 'value', path };
}

function wrongValue(
  error: ErrorObject & { propertyName?: string },
  facts: Facts,
  cursor: Cursor,
): Finding {
  if (error.propertyName === undefined) {
    const refusal = valueRefusal(error, facts, cursor, labelOf(cursor.path));
    return { refusal, about: 'value', path: cursor.path };
  }
  const path = [...cursor.path, error.propertyName];
  // A closed list of names: so far only targets have one.
  if (error.keyword === 'enum')
    return { refusal: unknownTarget(error, cursor.path), about: 'key', path };
  const refusal = valueRefusal(error, facts, cursor, `a name in ${labelOf(cursor.path)}`);
  return { refusal, about: 'key', path };
}

function valueRefusal(error: ErrorObject, facts: Facts, cursor: Cursor, label: string): Refusal {
  const { keyword, params, data } = error;
  const written = quote(shown(data));
  switch (keyword) {
    case 'type':
      return wrongType(
        cursor,
        label,
        [params['type']].flat().map(String),
        facts.required.has(error.instancePath),
      );
    case 'const':
      return { ...noVersion, message: versionMessage(data) };
    case 'enum':
      return notInList(error, facts, label);
    case 'pattern':
      return {
        rule: 'wrong-form',
        message: `${written} cannot be ${label}`,
        help: patternHelp(error),
      };
    case 'minItems':
      return {
        rule: 'empty-list',
        message: `${label} is an empty list; an empty list never means any`,
        help: 'add an item',
      };
    case 'minProperties':
      return {
        rule: 'empty-map',
        message: `${label} is empty`,
        help: 'write at least one entry in it',
      };
    case 'minLength':
      return {
        rule: 'empty-text',
        message: `${label} is empty`,
        help: 'write the text, or leave its key out',
      };
    default:
      return beyondLimit(error, label);
  }
}

const noVersion = { rule: 'version', help: 'write "version: 1"' };

function versionMessage(data: unknown): string {
  if (data === '1') return 'the version is a number, and "1" in quotes is text';
  return `there is no version ${quote(shown(data))} of this file's language`;
}

/** A closed list of words; where a list or a map may stand instead of a word, that is said too. */
function notInList(error: ErrorObject, facts: Facts, label: string): Refusal {
  const value = shown(error.data);
  const branch = facts.branches.get(error.instancePath);
  const instead = otherForm([branch?.parentSchema?.['type']].flat(), value);
  return {
    rule: 'not-in-list',
    message: `${quote(value)} is not a value of ${label}`,
    help: didYouMean(value, [error.schema].flat().map(String)) + instead,
  };
}

function otherForm(types: readonly unknown[], value: string): string {
  if (types.includes('array')) return `, or write a list: [${value}]`;
  return types.includes('object') ? ', or write a map' : '';
}

function beyondLimit({ keyword, params, data }: ErrorObject, label: string): Refusal {
  const limit = Number(params['limit']);
  switch (keyword) {
    case 'maxLength':
      return {
        rule: 'too-long',
        message: `${label} is ${Array.from(shown(data)).length} characters long`,
        help: `at most ${limit} are allowed`,
      };
    case 'maxItems':
      return {
        rule: 'too-many',
        message: `${label} has too many items`,
        help: `keep ${limit} at most`,
      };
    case 'maxProperties':
      return {
        rule: 'too-many',
        message: `${label} has too many keys`,
        help: `keep ${limit} at most`,
      };
    case 'minimum':
    case 'maximum':
      return {
        rule: 'out-of-range',
        message: `${shown(data)} is out of range for ${label}`,
        help: `write ${keyword === 'minimum' ? 'at least' : 'at most'} ${limit}`,
      };
    default:
      return {
        rule: 'schema',
        message: `${label} is not as the schema asks (${keyword})`,
        help: 'see schema/spec.schema.json',
      };
  }
}

/** A scalar as text; JSON of anything else, since maps without a prototype have no text. */
function shown(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}

/** A part of the file in words: `"title"`, `an item of "groups"`, `the file`. */
function labelOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last === 'string' && !/^\d+$/.test(last)) return quote(last);
  return `an item of ${quote(String(path.at(-2) ?? ''))}`;
}
