import { bitsOf, type Family } from '../../../net/address.ts';
import type { Network } from '../../../net/network.ts';
import { aboutEndpoints } from '../endpoints.ts';
import type { LintRule } from '../rule.ts';

/** An endpoint that leads everywhere, or to so many addresses that it might as well. */
export const anyDestination: LintRule = {
  id: 'any-destination',
  severity: 9.8,
  title: 'an endpoint leads everywhere',
  why: 'A rule whose destination is any, or as good as any, lets data go to whoever asks for it. Hardly any product needs it.',
  remedy: 'name the hosts or networks that are needed',
  check: ({ spec }) =>
    aboutEndpoints(spec, ({ destination }) => {
      if (destination.kind === 'any') return ['leads to every destination'];
      if (destination.kind !== 'network' || !isVast(destination.network)) return [];
      return [`holds more addresses than a ${largest[destination.network.family]}`];
    }),
};

// The largest blocks that one organisation was ever given: a /8 in IPv4, a /13 in IPv6.
const prefixes: Readonly<Record<Family, number>> = { 4: 8, 6: 13 };
const largest: Readonly<Record<Family, string>> = {
  4: '/8, the most that anybody has in IPv4',
  6: '/13, the most that anybody has in IPv6',
};

function isVast({ family, first, last }: Network): boolean {
  return last - first + 1n > 1n << BigInt(bitsOf(family) - prefixes[family]);
}
