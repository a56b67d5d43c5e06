import { getOrAdd } from '../../maps.ts';
import { isDevice } from '../../net/destination.ts';
import type { Network } from '../../net/network.ts';
import { wholeHost } from '../../net/path.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Addition, Opening, Question } from '../coverage.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import type { Passage } from '../reading.ts';
import { type Options, resolverNetworks } from './options.ts';
import { isSpared, zonesOf } from './plan.ts';
import { familiesOf, type Match, type Slot } from './plan-match.ts';

/** A slot of the rule, and how it matches the destination. */
export type HeldSlot = { readonly slot: Slot; readonly match: Match };

/** The access that the slots allow in addition to the endpoint. */
export function additionsOf(question: Question, held: readonly HeldSlot[]): Addition[] {
  const { rule, to, origin } = question;
  const onPath = origin.endpoint.path === wholeHost ? [] : held.filter(hasServices);
  return [
    ...onPath.map(({ slot: { ports }, match }) =>
      match.kind === 'url' && to.path !== wholeHost
        ? ({ what: 'spellings', ports } as const)
        : ({ what: 'whole-host', ports } as const),
    ),
    ...(opensInner(question) ? [{ what: 'inner', ports: rule.ports } as const] : []),
  ];
}

/** The qualities with which the slots allow it, and the addresses of the resolvers. */
export function openingOf(
  question: Question,
  held: readonly HeldSlot[],
  options: Options,
): Opening {
  const { policy, to } = question;
  const own = ownAddresses(policy, to, options)?.filter(({ family }) =>
    // A protocol may match in only one family.
    held.every((each) => hasServices(each) || familiesOf(policy, each.slot).includes(family)),
  );
  return {
    passages: held.map((each) => passageOf(question, each, options)),
    ...(own === undefined ? {} : { as: own.map((network) => ({ kind: 'network', network })) }),
  };
}

/** The addresses of a destination that the options or the site list; undefined for all others. */
export function ownAddresses(
  policy: Question['policy'],
  { destination }: Question['to'],
  options: Options,
): readonly Network[] | undefined {
  if (destination.kind === 'self') return options.self ?? [];
  const listed = destination.kind === 'resolvers' && policy.site.resolvers.kind === 'listed';
  return listed ? resolverNetworks(policy, options) : undefined;
}

/** A slot for a protocol has no ports, no path, and no App-ID except its own. */
export function hasServices({ slot }: HeldSlot): boolean {
  return slot.services.length > 0;
}

// Kept because the destinations of a rule share them; a slot belongs to one rule of one site.
const passages = new WeakMap<Slot, Map<string, Passage>>();

function passageOf(
  { policy, rule, to: { destination } }: Question,
  { slot, match }: HeldSlot,
  options: Options,
): Passage {
  const ofSlot = getOrAdd(passages, slot, () => new Map<string, Passage>());
  return getOrAdd(ofSlot, `${destination.kind} ${match.kind}`, () => ({
    ports: slot.ports,
    qualities: {
      ...(slot.applications === 'any' ? {} : { application: slot.applications }),
      ...(destination.kind === 'host' ? { match: [match.kind] } : {}),
      zone: zonesOf(policy, options, isDevice(destination)),
      decryption: [isSpared(rule, slot) ? 'none' : "by the site's rules"],
    },
  }));
}

/** Does a rule for any destination allow the inner networks of the site, since no rule denies them? */
export function opensInner({ policy, to }: Question): boolean {
  if (to.destination.kind !== 'any' || policy.site.enforce !== 'additive') return false;
  const families = clientFamilies(policy);
  return innerSpace(policy.site).some(({ family }) => families.includes(family));
}
