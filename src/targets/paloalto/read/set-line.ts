import type { Cursor } from '../../kit/reading/cursor.ts';
import type { List, RuleRecord } from './model.ts';

/** A name that the tool generates. */
export const name = '([a-z][A-Za-z0-9._-]{0,62})';
/** A name that the site chooses, in quotes if it contains a space. */
export const siteName =
  '("[A-Za-z0-9_][A-Za-z0-9._-]* [A-Za-z0-9 ._-]*"|[A-Za-z0-9_][A-Za-z0-9._-]*)';
/** Free text, limited to a few safe characters. */
export const freeText = '"([A-Za-z0-9 ._:/@+,()=-]+)"';

/** Collects the content of the blocks of the file. */
export type Draft = {
  readonly addresses: Map<string, string>;
  readonly services: Map<string, string>;
  readonly addressGroups: List[];
  readonly serviceGroups: List[];
  readonly applicationGroups: List[];
  readonly categories: List[];
  readonly security: RuleRecord[];
  readonly decryption: RuleRecord[];
};

/** What every line needs: the words of the location, the tag, and the draft that collects the result. */
export type Context = {
  readonly cursor: Cursor;
  readonly at: string;
  readonly rulebase: string;
  readonly tag: string;
  readonly draft: Draft;
};

/** The start of a line: the command, the words of the location, and the path. */
export function begin({ at }: Context, command: 'set' | 'delete' | 'move', path: string): string {
  return `${command} ${at}${path}`;
}

/** The start of a line about a rule. */
export function beginRule(context: Context, kind: 'security' | 'decryption', own: string): string {
  return begin(context, 'set', `${context.rulebase} ${kind} rules ${own} `);
}
