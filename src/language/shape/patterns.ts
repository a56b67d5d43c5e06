import type { ErrorObject } from 'ajv';
import { canonicalHost } from '../../net/host-text.ts';

const domain = '^[a-z0-9-]+(\\.[a-z0-9-]+)+$';
const digest = '^[0-9a-f]{64}$';

// The patterns of the spec itself. For a pattern of a target, the help shows the example in its schema.
const sentences: ReadonlyMap<string, string> = new Map([
  [
    '^[a-z][a-z0-9-]{0,39}$',
    'use a lower-case letter, then lower-case letters, digits and hyphens; at most 40 characters',
  ],
  [
    '^[a-z][a-z0-9-]{0,31}$',
    'use a lower-case letter, then lower-case letters, digits and hyphens; at most 32 characters',
  ],
  [
    '^[a-z][a-z0-9-]{0,29}$',
    'use a lower-case letter, then lower-case letters, digits and hyphens; at most 30 characters',
  ],
  [
    '^[a-z][a-z0-9]{1,7}$',
    'use a lower-case letter, then lower-case letters and digits; 2 to 8 characters',
  ],
  ['^[a-z][a-z0-9]{0,31}$', 'use the name of a target: lower-case letters and digits'],
  [domain, 'use a domain in lower case, as in example.com'],
  ['^https?://[!-~]+$', 'write an http or https URL without spaces'],
  [digest, 'write 64 lower-case hexadecimal digits'],
  [
    '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
    'use letters, digits, dots, underscores and hyphens; at most 63 characters',
  ],
]);

/** The form that a pattern requires, in words. */
export function patternHelp({ schema, parentSchema, data }: ErrorObject): string {
  const pattern = String(schema);
  const below = pattern === domain && typeof data === 'string' ? data.replace(/^\*?\./, '') : data;
  if (below !== data && new RegExp(pattern).test(String(below))) return `write "${below}"`;
  const example: unknown = parentSchema?.['examples']?.[0];
  const sample = typeof example === 'string' ? `write it as in "${example}"` : undefined;
  return sentences.get(pattern) ?? sample ?? `write a text that matches ${pattern}`;
}

/** The only right spelling of a domain or of hexadecimal digits that differ in their case. */
export function canonicalForm({ schema }: ErrorObject, text: string): string | undefined {
  const pattern = String(schema);
  const lower = pattern === digest ? text.toLowerCase() : undefined;
  const meant = pattern === domain ? canonicalHost(text) : lower;
  return meant !== undefined && new RegExp(pattern).test(meant) ? meant : undefined;
}
