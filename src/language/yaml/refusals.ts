import { quote } from '../../characters.ts';
import { canonicalHost } from '../../net/host-text.ts';
import type { Fix, Refusal } from '../../problem.ts';
import type { Node, ScalarNode, Span } from './node.ts';
import { lineAt, type SourceText } from './source.ts';

/** A feature of YAML before a value, which is refused. */
export type Property = 'anchor' | 'tag';

/** The refusal of an anchor or a tag. */
export function property(what: Property, written: string): Refusal {
  return {
    rule: `yaml-${what}`,
    message: `${quote(written)} is a YAML ${what}, which specs do not support`,
    help: 'remove it, or put the text in quotes',
  };
}

/** The refusal of an alias. Most are hosts with a wildcard that need quotes. */
export function alias(written: string): Refusal {
  const fix = wildcardInQuotes(written);
  return {
    rule: 'yaml-alias',
    message: `unquoted ${quote(written)} is a YAML alias, which specs do not support`,
    help:
      fix === undefined
        ? `write the value itself, or a text in quotes: ${quote(written)}`
        : `put it in quotes: ${quote(fix.to[0] ?? written)}`,
    fix,
  };
}

/** A host with a wildcard, also with a port as in a test, can only be a text without its quotes. */
function wildcardInQuotes(written: string): Fix | undefined {
  const [, host = '', port = ''] = /^([^:/]*)(:[0-9]+(?:\/(?:tcp|udp))?)?$/.exec(written) ?? [];
  const meant = canonicalHost(host);
  return meant === undefined ? undefined : { from: written, to: [meant + port], style: 'quotes' };
}

/** The refusal of the merge key `<<`. */
export const mergeKey: Refusal = {
  rule: 'merge-key',
  message: '"<<" is a YAML merge key, which specs do not support',
  help: 'write the merged keys here',
};

/** How deep maps and lists can be nested. */
export const maxDepth = 20;

/** The refusal of maps and lists that are nested too deep. */
export const tooDeep: Refusal = {
  rule: 'too-deep',
  message: `maps and lists are nested more than ${maxDepth} deep here`,
  help: 'move this value out of the maps and lists around it',
};

/** Longer than the limit of any key. A longer text is not checked further. */
export const longestText = 10_000;

/** The refusal of a text that is too long for any key. */
export function textTooLong(length: number): Refusal {
  return {
    rule: 'too-long',
    message: `the text is ${length} characters long`,
    help: `use at most ${longestText} characters; put many hosts in a list file`,
  };
}

/** The refusal of a key that is not text. */
export function notText(key: Node): Refusal {
  const rule = 'non-string-key';
  if (key.kind !== 'scalar') {
    const message = `a ${key.kind} cannot be a key`;
    return {
      rule,
      message,
      help: 'use a text as the key; if this is a placeholder such as "{{ x }}", put it in quotes',
    };
  }
  if (key.source === '') return { rule, message: 'missing key', help: 'write a key before ":"' };
  return {
    rule,
    message: `YAML reads the key ${quote(key.source)} as ${kindOf(key)}, not as text`,
    help: `put it in quotes: ${quote(key.source)}`,
  };
}

function kindOf(key: ScalarNode): string {
  if (key.value === null) return 'null';
  return typeof key.value === 'number' ? 'a number' : 'true or false';
}

/** The refusal of a repeated key, with the line of the first one. */
export function duplicate(source: SourceText, key: string, first: Span): Refusal {
  return {
    rule: 'duplicate-key',
    message: `duplicate key ${quote(key)}: the first is on line ${lineAt(source, first.start)}`,
    help: 'remove one, or merge them',
  };
}
