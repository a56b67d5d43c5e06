import { quote } from '../../characters.ts';
import type { Refusal } from '../../problem.ts';
import type { Cursor } from '../yaml/cursor.ts';
import type { Node } from '../yaml/node.ts';
import { firstOf, helpInstead } from './instead.ts';

const typeWords: Readonly<Partial<Record<string, string>>> = {
  string: 'text',
  array: 'a list',
  object: 'a map',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

const mapOfFile = 'write its keys at the start of lines, each with a colon';

/** The refusal of a value of the wrong type. The usual cause is a text without quotes. */
export function wrongType(
  cursor: Cursor,
  label: string,
  expected: readonly string[],
  isRequired: boolean,
): Refusal {
  const { document, node } = cursor;
  const wanted = expected.map((type) => typeWords[type] ?? type).join(' or ');
  const rule = 'wrong-type';
  if (isNothing(node)) {
    return {
      rule,
      message: `${label} has no value`,
      help: helpForNothing(cursor, expected, wanted) + (isRequired ? '' : ', or remove the key'),
    };
  }
  const instead = helpInstead(cursor, expected);
  if (instead !== undefined)
    return {
      rule,
      message: `expected ${wanted} for ${label}, found ${kindOf(node)}`,
      help: instead,
    };
  if (node.kind === 'scalar' && node.style === 'plain' && expected.includes('string')) {
    const message = `expected ${wanted} for ${label}, found ${kindOf(node)}: ${quote(node.source)} without quotes`;
    return { rule, message, help: `put it in quotes: ${quote(node.source)}` };
  }
  const message = `expected ${wanted} for ${label}, found ${kindOf(node)}`;
  return { rule, message, help: node === document.root ? mapOfFile : fixFor(node, expected) };
}

function helpForNothing(cursor: Cursor, expected: readonly string[], wanted: string): string {
  if (cursor.path.at(-2) === 'targets') return 'write {} after it, or its options below it';
  const first = expected.length === 1 ? firstOf(cursor, expected[0]) : undefined;
  return first === undefined ? `write ${wanted}` : `write ${wanted} with at least one ${first}`;
}

/** Whether a node is an empty value, as after a key and a colon. */
export function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null && node.source === '';
}

function kindOf(node: Node): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  if (node.value === null) return 'null';
  return typeof node.value === 'string' ? 'text' : `a ${typeof node.value}`;
}

function fixFor(node: Node, expected: readonly string[]): string {
  if (expected.includes('array')) {
    return node.kind === 'scalar' ? `write a list: [${node.source}]` : 'put "- " before each item';
  }
  if (expected.includes('boolean') && node.kind === 'scalar') return 'write true or false';
  if (expected.includes('object')) {
    const keys = 'write its keys on the next lines, indented';
    return node.kind === 'list' ? `${keys}, without "- "` : keys;
  }
  if (expected.includes('boolean')) return 'write true or false';
  if (expected.includes('integer')) return 'write a number, without quotes';
  return 'write one text';
}
