import type { DocumentRow } from '../documents/document.ts';
import { readPlace } from '../documents/text/places.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { parseNetwork } from '../net/network-text.ts';
import { type UrlPath, wholeHost } from '../net/path.ts';
import { subjectOf } from './named.ts';

/** A destination in the words of a row, without ports that a comparison could use. */
export type UnnamedPlace = {
  readonly destination: Destination;
  readonly path: UrlPath;
  /** The destination, with the scheme and path of a URL. */
  readonly subject: string;
  /** The words that name it. */
  readonly token: string;
};

/** The destinations that the tokens of a row name, each once. */
export function unnamedPlaces(tokens: ReadonlySet<string>, row: DocumentRow): UnnamedPlace[] {
  const places = new Map<string, UnnamedPlace>();
  for (const token of tokens) {
    for (const place of placesOf(token, row)) {
      const key = `${formatDestination(place.destination)} ${place.path}`;
      if (!places.has(key)) places.set(key, place);
    }
  }
  return [...places.values()];
}

function placesOf(token: string, { verdict }: DocumentRow): UnnamedPlace[] {
  // A mark at the end is that of a sentence: the token stands without it, too.
  if (!/[.:]/.test(token) || /[.:)>}]$/.test(token)) return [];
  const reading = readPlace(token)?.reading;
  if (reading?.kind === 'destinations')
    return reading.destinations.map((each) => ({ ...each, subject: subjectOf(each), token }));
  // In other rows, an address that is not public is that of a client or of an example.
  const network = verdict.kind === 'refused' ? parseNetwork(token) : undefined;
  if (network?.ok !== true) return [];
  const destination = { kind: 'network', network: network.value } as const;
  return [{ destination, path: wholeHost, subject: formatDestination(destination), token }];
}
