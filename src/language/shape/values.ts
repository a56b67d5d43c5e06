import type { ErrorObject } from 'ajv';
import { quote } from '../../characters.ts';
import { type Refusal, refuse } from '../../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { Cursor } from '../yaml/cursor.ts';
import { patternHelp } from './patterns.ts';
import { wrongType } from './types.ts';

/** What an error alone does not tell. */
export type Hints = {
  /** The errors of branches by type, by the place that they are about. */
  readonly branches: ReadonlyMap<string, ErrorObject>;
  /** The places of keys that have no value, and that their map must have. */
  readonly required: ReadonlySet<string>;
};

/** What is wrong with a value; `label` is what it is about, in words. */
export function valueRefusal(
  error: ErrorObject,
  hints: Hints,
  cursor: Cursor,
  label: string,
): Refusal {
  const { keyword, params, data } = error;
  const written = quote(shown(data));
  switch (keyword) {
    case 'type': {
      const expected = [params['type']].flat().map(String);
      return wrongType(cursor, label, expected, hints.required.has(error.instancePath));
    }
    case 'const':
      return { ...noVersion, message: versionMessage(data) };
    case 'enum':
      return notInList(error, hints, label);
    case 'pattern':
      return refuse('wrong-form', `${written} cannot be ${label}`, patternHelp(error));
    case 'minItems':
      return {
        rule: 'empty-list',
        message: `${label} is an empty list; an empty list never means any`,
        help: 'add an item',
      };
    case 'minProperties':
      return refuse('empty-map', `${label} is empty`, 'write at least one entry in it');
    case 'minLength':
      return refuse('empty-text', `${label} is empty`, 'write the text, or leave its key out');
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
function notInList(error: ErrorObject, hints: Hints, label: string): Refusal {
  const value = shown(error.data);
  const branch = hints.branches.get(error.instancePath);
  const instead = formInstead([branch?.parentSchema?.['type']].flat(), value);
  return {
    rule: 'not-in-list',
    message: `${quote(value)} is not a value of ${label}`,
    help: didYouMean(value, [error.schema].flat().map(String)) + instead,
  };
}

function formInstead(types: readonly unknown[], value: string): string {
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
      return refuse('too-many', `${label} has too many items`, `keep ${limit} at most`);
    case 'maxProperties':
      return refuse('too-many', `${label} has too many keys`, `keep ${limit} at most`);
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
export function shown(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}
