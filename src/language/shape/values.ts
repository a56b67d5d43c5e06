import type { ErrorObject } from 'ajv';
import { quote } from '../../characters.ts';
import { type Fix, type Refusal, refuse, respell } from '../../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { Cursor } from '../yaml/cursor.ts';
import { firstOf, helpForWord, helpInstead } from './instead.ts';
import { canonicalForm, patternHelp } from './patterns.ts';
import { wrongType } from './types.ts';

/** What a message needs in addition to its error. */
export type Hints = {
  /** The errors of branches by type, by the path of their value. */
  readonly branches: ReadonlyMap<string, ErrorObject>;
  /** The paths of required keys without a value. */
  readonly required: ReadonlySet<string>;
};

/** Why a value is refused; `label` names the value in the message. */
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
      const refusal = wrongType(cursor, label, expected, hints.required.has(error.instancePath));
      return { ...refusal, fix: inQuotes(error, cursor, expected) };
    }
    case 'const':
      return { ...noVersion, message: versionMessage(data) };
    case 'enum':
      return notInList(error, hints, cursor, label);
    case 'pattern':
      return wrongForm(error, `invalid ${withoutArticle(label)}: ${written}`);
    case 'minItems':
      return {
        rule: 'empty-list',
        message: `${label} is empty, and an empty list does not mean any`,
        help: itemHelp(cursor),
      };
    case 'minProperties':
      return refuse(
        'empty-map',
        `${label} is empty`,
        `add at least one ${firstOf(cursor, 'object') ?? 'entry'}`,
      );
    case 'minLength':
      return refuse('empty-text', `${label} is empty`, 'write a text, or remove the key');
    default:
      return beyondLimit(error, label);
  }
}

/** A number where only a text is allowed, which is this number in quotes. */
function inQuotes(
  { data, parentSchema }: ErrorObject,
  { node }: Cursor,
  expected: readonly string[],
): Fix | undefined {
  const isText = expected.length === 1 && expected[0] === 'string';
  if (!isText || typeof data !== 'number' || node.kind !== 'scalar') return undefined;
  const pattern = parentSchema?.['pattern'];
  const isWrong = typeof pattern === 'string' && !new RegExp(pattern, 'u').test(node.source);
  return isWrong ? undefined : { from: node.source, to: [node.source], style: 'quotes' };
}

function wrongForm(error: ErrorObject, message: string): Refusal {
  const text = shown(error.data);
  const meant = canonicalForm(error, text);
  return meant === undefined
    ? refuse('wrong-form', message, patternHelp(error))
    : respell('wrong-form', message, text, meant);
}

function withoutArticle(label: string): string {
  return label.replace(/^an? /, '');
}

function itemHelp(cursor: Cursor): string {
  return `list at least one ${firstOf(cursor, 'array') ?? 'item'}`;
}

const noVersion = { rule: 'version', help: 'write "version: 1"' };

function versionMessage(data: unknown): string {
  if (data === '1') return 'expected the number 1, found the text "1"';
  return `unsupported version ${quote(shown(data))}`;
}

/** The refusal of a word that is not in the list. Without a similar word, the help mentions a list or map if one is allowed. */
function notInList(error: ErrorObject, hints: Hints, cursor: Cursor, label: string): Refusal {
  const value = shown(error.data);
  const branch = hints.branches.get(error.instancePath);
  const help = helpForWord(cursor, value) ?? didYouMean(value, [error.schema].flat().map(String));
  const instead = formInstead([branch?.parentSchema?.['type']].flat(), cursor, value);
  return {
    rule: 'not-in-list',
    message: `invalid value ${quote(value)} for ${label}`,
    help: help.startsWith('use ') ? help + instead : help,
  };
}

function formInstead(types: readonly unknown[], cursor: Cursor, value: string): string {
  if (types.includes('array'))
    return `, or ${helpInstead(cursor, ['array']) ?? `write a list: [${value}]`}`;
  return types.includes('object') ? ', or write a map' : '';
}

function beyondLimit({ keyword, params, data }: ErrorObject, label: string): Refusal {
  const limit = Number(params['limit']);
  switch (keyword) {
    case 'maxLength':
      return {
        rule: 'too-long',
        message: `${label} is ${Array.from(shown(data)).length} characters long`,
        help: `use at most ${limit} characters`,
      };
    case 'maxItems':
      return refuse('too-many', `${label} has too many items`, `keep at most ${limit}`);
    case 'maxProperties':
      return refuse('too-many', `${label} has too many keys`, `keep at most ${limit}`);
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
        message: `${label} does not match the schema (${keyword})`,
        help: 'compare it with the output of "portolan schema"',
      };
  }
}

/** A scalar as text; anything else as JSON, since a map without a prototype cannot be converted to text. */
export function shown(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}
