import type { ErrorObject } from 'ajv';

// The patterns of the spec itself; those of targets are shown by their example.
const sentences: ReadonlyMap<string, string> = new Map([
  [
    '^[a-z][a-z0-9-]{0,39}$',
    'write a lower-case letter, then lower-case letters, digits and hyphens, 40 characters at most',
  ],
  [
    '^[a-z][a-z0-9-]{0,31}$',
    'write a lower-case letter, then lower-case letters, digits and hyphens, 32 characters at most',
  ],
  [
    '^[a-z][a-z0-9]{1,7}$',
    'write a lower-case letter, then lower-case letters and digits, 2 to 8 characters',
  ],
  ['^[a-z][a-z0-9]{0,31}$', 'write the name of a target: lower-case letters and digits'],
  ['^[a-z0-9-]+(\\.[a-z0-9-]+)+$', 'write a domain in lower case, as in example.com'],
  ['^https?://[!-~]+$', 'write an http or https URL without spaces'],
  ['^[0-9a-f]{64}$', 'write 64 lower-case hexadecimal digits'],
  [
    '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
    'write letters, digits, dots, underscores and hyphens, 63 characters at most',
  ],
]);

/** What a text must look like, in words. */
export function patternHelp({ schema, parentSchema }: ErrorObject): string {
  const pattern = String(schema);
  const example: unknown = parentSchema?.['examples']?.[0];
  const sample = typeof example === 'string' ? `write it as in "${example}"` : undefined;
  return sentences.get(pattern) ?? sample ?? `write a text that the pattern ${pattern} fits`;
}
