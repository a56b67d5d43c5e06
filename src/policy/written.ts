import type { Endpoint } from '../language/types.ts';
import type { Place } from '../problem.ts';

/** An endpoint as the spec writes it, with the value that the site gives for it. */
export function writtenText({ written, given }: Pick<Endpoint, 'written' | 'given'>): string {
  return given === undefined ? written : `${written} (${given.text})`;
}

/** The line that decides on an endpoint: its own, or that of the value that the site gives for it. */
export function decidingPlace({ place, given }: Pick<Endpoint, 'place' | 'given'>): Place {
  return given?.places[0] ?? place;
}
