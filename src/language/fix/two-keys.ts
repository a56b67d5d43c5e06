import { schemas } from '../../../compiled/schemas.js';
import { once } from '../../maps.ts';

/** Every key that the schema knows, and whether its value is a text of any form. */
const keys = once((): ReadonlyMap<string, boolean> => {
  const found = new Map<string, boolean>();
  collect(JSON.parse(schemas.spec), found);
  return found;
});

function collect(node: unknown, to: Map<string, boolean>): void {
  if (!isObject(node)) return;
  for (const [key, schema] of Object.entries(node['properties'] ?? {}))
    to.set(key, (to.get(key) ?? true) && isFreeText(schema));
  for (const child of Object.values(node)) collect(child, to);
}

function isFreeText(schema: unknown): boolean {
  const reference = isObject(schema) ? schema['$ref'] : undefined;
  return ['#/$defs/text', '#/$defs/note'].includes(String(reference));
}

function isObject(value: unknown): value is Record<string, object> {
  return typeof value === 'object' && value !== null;
}

/**
 * Whether a line with several `: ` can be two keys whose line break is missing. It is one text only after a key for free
 * text, and if no word before a later `: ` is a key.
 */
export function mayBeTwoKeys(line: string): boolean {
  const [first = '', ...later] = line.split(/: |:$/).slice(0, -1).map(lastWord);
  return keys().get(first) !== true || later.some((word) => keys().has(word));
}

function lastWord(text: string): string {
  return /[^\s{[,"']*$/.exec(text)?.[0] ?? '';
}
