import type { Encoded } from '../../target.ts';

/** The form of a spec's name, a site's id and a prefix: a slug in the schema. */
export const slug = /^[a-z][a-z0-9-]*$/;

/**
 * Text for one part of an output. The text was parsed before, so a different shape is a bug in Portolan and throws.
 */
export function shaped<Place extends string>(text: string, shape: RegExp): Encoded<Place> {
  if (!shape.test(text)) throw new Error(`${JSON.stringify(text)} reached an encoder unchecked`);
  return text as Encoded<Place>;
}

/** The text of a part that a line or a rule does not have. */
export function absent<Place extends string>(): Encoded<Place> {
  return '' as Encoded<Place>;
}
