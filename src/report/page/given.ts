import type { Endpoint } from '../../language/types.ts';
import { formatPlace } from '../../problem.ts';
import { placeJson } from './json.ts';

/** An endpoint as the spec writes it, with the value that the site gives for it, and where. */
export function givenText({ written, given }: Endpoint): string {
  if (given === undefined) return written;
  return `${written} (${given.text} at ${given.places.map(formatPlace).join(', ')})`;
}

/** The values that the site gives for an endpoint by their names, and the line of the first; empty without values. */
export function givenJson({ given }: Endpoint): object {
  const [place] = given?.places ?? [];
  if (given === undefined || place === undefined) return {};
  return { value: given.values, valueAt: placeJson(place) };
}
