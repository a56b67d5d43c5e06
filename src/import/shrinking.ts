import { parseHostPlace, parseNetworkPlace, parseUrl } from '../language/meaning/places.ts';
import type { Destination } from '../net/destination.ts';
import { wholeHost } from '../net/path.ts';
import { everyPort } from '../net/port.ts';
import type { Refusal, Result } from '../problem.ts';
import { type AllowedPlace, PlaceIndex, wholePiece, withoutPlaces } from './access-pieces.ts';
import type { ImportRecord } from './record/record.ts';

/** How many facts of the last import a document no longer has. */
export type Shrinking = { readonly gone: number; readonly former: number };

/**
 * The destinations that are gone, if they are more than half of the former ones: the largest real change is 22 %. One that
 * is written in other words, as a network by its halves, is not gone.
 */
export function shrinkingOf(former: ImportRecord, next: ImportRecord): Shrinking | undefined {
  const left = factsIn(next);
  const before = [...factsIn(former)];
  const other = before.filter((fact) => !left.has(fact));
  if (other.length * 2 <= before.length) return undefined;
  const index = new PlaceIndex([...left].flatMap(placesOfFact));
  const gone = other.filter((fact) => !isIn(fact, index)).length;
  return gone * 2 > before.length ? { gone, former: before.length } : undefined;
}

function isIn(fact: string, index: PlaceIndex): boolean {
  const places = placesOfFact(fact);
  return (
    places.length > 0 &&
    places.every((place) => withoutPlaces(wholePiece(place), index).length === 0)
  );
}

/** The place of a fact, on any port: with other ports, the destination is still there. Empty for other kinds of facts. */
function placesOfFact(fact: string): AllowedPlace[] {
  const value = fact.slice(fact.indexOf(' ') + 1);
  switch (fact.slice(0, fact.indexOf(' '))) {
    case 'host':
      return placeOf(parseHostPlace(value));
    case 'network':
      return placeOf(parseNetworkPlace(value));
    case 'url': {
      const url = parseUrl(value);
      return url.ok ? [{ ...url.value, ports: everyPort }] : [];
    }
    default:
      return [];
  }
}

function placeOf(destination: Result<Destination, Refusal>): AllowedPlace[] {
  return destination.ok
    ? [{ destination: destination.value, path: wholeHost, ports: everyPort }]
    : [];
}

/** The destinations by form and value: one that moves to another group is not gone. */
function factsIn({ groups }: ImportRecord): ReadonlySet<string> {
  return new Set([...groups.values()].flatMap(({ facts }) => [...facts.keys()]));
}

/** Whether two records have equal facts and needs, whatever else a new revision changes. */
export function haveEqualFacts(one: ImportRecord, other: ImportRecord): boolean {
  return textOfFacts(one) === textOfFacts(other);
}

function textOfFacts({ groups, unresolved, declined }: ImportRecord): string {
  const sorted = [...groups].sort(byKey).map(([id, { tier, inspection, facts }]) => {
    return [id, tier, inspection, [...facts].sort(byKey)];
  });
  // Their lines move with every change above them.
  const needs = [unresolved, declined].map((rows) =>
    rows.map(({ words, reason }) => JSON.stringify([words, reason])).sort(),
  );
  return JSON.stringify([sorted, needs]);
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
