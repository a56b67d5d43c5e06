import type { Encoded } from '../../target.ts';

/** The spec's name, a site's id and a prefix: what the schema calls a slug. */
export const slug = /^[a-z][a-z0-9-]*$/;

/**
 * Text for one place of an output. What is encoded was parsed before it came, so another shape is a mistake of the
 * tool and throws.
 */
export function shaped<Place extends string>(text: string, shape: RegExp): Encoded<Place> {
  if (!shape.test(text)) throw new Error(`${JSON.stringify(text)} reached an encoder unchecked`);
  return text as Encoded<Place>;
}

/** Stands for a part that a line or a rule does not have. */
export function absent<Place extends string>(): Encoded<Place> {
  return '' as Encoded<Place>;
}
