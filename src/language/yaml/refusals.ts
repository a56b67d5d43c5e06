import { quote } from '../../characters.ts';
import type { Refusal } from '../../problem.ts';
import type { Node, ScalarNode } from './node.ts';
import { lineAt, type SourceText } from './source.ts';

/** What stands before a value and is refused. */
export type Property = 'anchor' | 'tag';

/** Says that a spec has no anchors and no tags. */
export function property(what: Property, written: string): Refusal {
  return {
    rule: `yaml-${what}`,
    message: `${quote(written)} is a YAML ${what}; a spec has none`,
    help: 'remove it, or put the text in quotes when it is meant as text',
  };
}

/** Says that a spec has no aliases: most are hosts with a wildcard that want quotes. */
export function alias(written: string): Refusal {
  return {
    rule: 'yaml-alias',
    message: `${quote(written)} without quotes is a YAML alias; a spec has none`,
    help: `put it in quotes when it is meant as text: ${quote(written)}`,
  };
}

/** Says that `<<` merges nothing. */
export const mergeKey: Refusal = {
  rule: 'merge-key',
  message: '"<<" is a YAML merge key; a spec has none',
  help: 'write out the keys that it should bring in',
};

/** Maps and lists inside each other, at most. */
export const maxDepth = 20;

/** Says that maps and lists are nested too deep. */
export const tooDeep: Refusal = {
  rule: 'too-deep',
  message: `maps and lists are nested more than ${maxDepth} deep here`,
  help: 'nest less: no spec needs this',
};

/** More than any key of a spec takes, however it is written; what is longer is not looked into. */
export const longestText = 10_000;

/** Says that a text is longer than any. */
export function textTooLong(length: number): Refusal {
  return {
    rule: 'too-long',
    message: `the text is ${length} characters long`,
    help: `a text has at most ${longestText}, and most keys take fewer; many hosts go into a list file`,
  };
}

/** Says that a key is no text. */
export function notText(key: Node): Refusal {
  const rule = 'non-string-key';
  if (key.kind !== 'scalar') {
    const message = `a ${key.kind} cannot be a key`;
    return { rule, message, help: 'write a plain word; put "{{ }}" and the like in quotes' };
  }
  if (key.source === '') return { rule, message: 'a key is missing here', help: 'write the key' };
  return {
    rule,
    message: `the key ${quote(key.source)} is not text to YAML, but ${kindOf(key)}`,
    help: `put it in quotes: ${quote(key.source)}`,
  };
}

function kindOf(key: ScalarNode): string {
  if (key.value === null) return 'null';
  return typeof key.value === 'number' ? 'a number' : 'true or false';
}

/** Says that a key is there already, and where. */
export function duplicate(source: SourceText, key: string, first: ScalarNode): Refusal {
  return {
    rule: 'duplicate-key',
    message: `the key ${quote(key)} is here twice; it is on line ${lineAt(source, first.start)} already`,
    help: 'remove one of the two, or bring what they say under one',
  };
}
