import type { Cursor } from '../../kit/reading/cursor.ts';
import type { List, RuleRecord } from './model.ts';

/** A name that the tool made. */
export const name = '([a-z][A-Za-z0-9._-]{0,62})';
/** A name of the site's own, in quotes where it holds a space. */
export const siteName =
  '("[A-Za-z0-9_][A-Za-z0-9._-]* [A-Za-z0-9 ._-]*"|[A-Za-z0-9_][A-Za-z0-9._-]*)';
/** Free text, of which little is left. */
export const freeText = '"([A-Za-z0-9 ._:/@+,()=-]+)"';

/** Collects what the blocks of the file say. */
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

/** What every line needs: the words of the location, the tag, and where findings go. */
export type Context = {
  readonly cursor: Cursor;
  readonly at: string;
  readonly rulebase: string;
  readonly tag: string;
  readonly draft: Draft;
};

/** How a line begins: the verb, the words of the location, and the path so far. */
export function begin({ at }: Context, verb: 'set' | 'delete' | 'move', path: string): string {
  return `${verb} ${at}${path}`;
}

/** How a line about a rule begins. */
export function beginRule(context: Context, kind: 'security' | 'decryption', own: string): string {
  return begin(context, 'set', `${context.rulebase} ${kind} rules ${own} `);
}
