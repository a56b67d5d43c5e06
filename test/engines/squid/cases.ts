import { type Ask, withLogin } from './questions.ts';
import type { Case } from './world.ts';

/** A request, in words. */
export type Named = readonly [what: string, ask: Ask];

const untouched = ({ tls }: Ask) =>
  tls === undefined
    ? '200; fetched 2; seen by nobody'
    : '200 by Origin CA, 200; fetched 1; seen by nobody';

const inspected = ({ tls }: Ask, seen: string, authority = 'Bump CA') =>
  tls === undefined
    ? `200; fetched 1; seen by ${seen}`
    : `200 by ${authority}, 200; fetched 1; seen by ${seen}`;

/** No login, the certificate of the origin, and neither a cache nor anybody else on the way. */
export function passes(...asks: readonly Named[]): Case[] {
  return asks.map(([what, ask]) => [`passes untouched: ${what}`, ask, untouched(ask)]);
}

/** What is refused the bypass is asked for a login; with one it goes the way of everything else, seen by these. */
export function refuses(seen: string, ...asks: readonly Named[]): Case[] {
  return asks.flatMap(([what, ask]) => [
    [`is refused the bypass: ${what}`, ask, '407; fetched 0; seen by nobody'] as const,
    [`is inspected after a login: ${what}`, withLogin(ask), inspected(ask, seen)] as const,
  ]);
}

/** The same at a proxy that decrypts nothing: it sees no more than CONNECT. */
export function refusesWithoutDecrypting(seen: string, ...asks: readonly Named[]): Case[] {
  return asks.flatMap(([what, ask]) => [
    [`is refused the bypass: ${what}`, ask, '407; fetched 0; seen by nobody'] as const,
    [`is seen after a login: ${what}`, withLogin(ask), inspected(ask, seen, 'Origin CA')] as const,
  ]);
}

/** Permission only: without authentication, and everything else as for other requests. */
export function permits(seen: string, ...asks: readonly Named[]): Case[] {
  return asks.map(([what, ask]) => [
    `needs no login, and is inspected: ${what}`,
    ask,
    inspected(ask, seen),
  ]);
}
