import type { Site } from '../../language/types.ts';
import { getOrAdd } from '../../maps.ts';
import { compareText, firstDifference } from '../../net/order.ts';
import { sha256 } from '../../policy/digest.ts';
import type { TargetPolicy, TargetSitePolicy } from '../../policy/types.ts';
import { optionsOf } from './options.ts';
import { type PassPlan, passesOf, planOf, type Run } from './plan.ts';

// pfSense: a tracking ID has 32 bits. If the highest one is near the end of them, pfSense renumbers all rules.
const first = 3_000_000_000;
const count = 1_200_000_000;

/** A rule of a site that needs a number. */
export type Claim = {
  readonly site: string;
  /** The rule among those of its site. */
  readonly key: string;
  /** The number that the rule gets unless another one owns it. */
  readonly natural: number;
};

/** The key of the last rule of a default-deny site. Its tracking ID depends on this text, so the text never changes. */
export const closingKey = 'everything else is refused';

/** The key of the rule that denies the inner networks. Its tracking ID depends on this text, so the text never changes. */
export const guardKey = 'inner networks are refused';

/** The rule of the policy, the protocol, its run of ports if it has ports, and which part of the destinations. */
export function keyOf({ rule, to, run }: PassPlan): string {
  return `${rule.id} ${runText(run)} ${to.kind === 'alias' ? endingOf(to.alias) : to.kind}`;
}

/** A protocol and its ports, if it has any, as a part of a key. */
export function runText(run: Run): string {
  if (!('low' in run)) return run.protocol;
  const { protocol, low, high } = run;
  return `${protocol} ${low === high ? low : `${low}-${high}`}`;
}

/** What distinguishes the aliases of one rule: hosts or networks, and the part if there are several. */
export function endingOf({
  type,
  part,
}: Extract<PassPlan['to'], { kind: 'alias' }>['alias']): string {
  const number = part === undefined ? '' : part.toString(16).padStart(2, '0');
  return `${type === 'host' ? 'h' : 'n'}${number}`;
}

/** Returns the tracking ID of a site's rule, by the rule's key. */
export type TrackerOf = (key: string) => number;

/** The tracking IDs of a device, by site, prefix and key. */
type DeviceTrackers = (site: Site, key: string) => number;

// The sites of a device share one object, so their numbers are chosen only once.
const chosen = new WeakMap<TargetPolicy['device'], DeviceTrackers>();

/** The tracking IDs of a site, chosen across the rules of all sites of its device. */
export function trackersOf({ site, device }: TargetPolicy): TrackerOf {
  const trackers = getOrAdd(chosen, device, () => trackersOfDevice(device));
  return (key) => trackers(site, key);
}

/**
 * Chooses numbers below `size` for the claims that do not get their natural number. If claims share one, the lowest site
 * and key owns it. The others follow by number, site and key, and get the next free number. After the last number comes
 * the first. All other claims have their natural number.
 */
export function displacedNumbers<Kind extends Claim>(
  claims: readonly Kind[],
  size: number,
): ReadonlyMap<Kind, number> {
  const taken = new Set(claims.map(({ natural }) => natural));
  const sorted = [...claims].sort(compareClaims);
  const displaced = sorted.filter(({ natural }, index) => sorted[index - 1]?.natural === natural);
  return new Map(
    displaced.map((claim) => {
      const number = nextFree(taken, claim.natural, size);
      taken.add(number);
      return [claim, number];
    }),
  );
}

/** The claim of a rule: the hash of its prefix, site and key. */
export function claimOf(prefix: string, site: string, key: string): Claim {
  const digest = sha256(`${prefix}/${site}/${key}`);
  return { site, key, natural: Number.parseInt(digest.slice(0, 12), 16) % count };
}

/** Gathers the claims of all sites, one site at a time. Few rules do not have their natural number; only those are kept. */
function trackersOfDevice(device: TargetPolicy['device']): DeviceTrackers {
  const claims = claimsOfDevice(device);
  const naturals = Uint32Array.from(claims, ({ natural }) => natural).sort();
  const displaced = new Map(
    [...displacedNumbers(claims, count)].map(([{ site, key }, number]) => [
      nameOf(site, key),
      number,
    ]),
  );
  return ({ id, prefix }, key) => {
    const { natural } = claimOf(prefix, id, key);
    if (!includes(naturals, natural))
      throw new Error(`the rule "${key}" of "${id}" has no tracker`);
    return first + (displaced.get(nameOf(id, key)) ?? natural);
  };
}

function claimsOfDevice(device: TargetPolicy['device']): Claim[] {
  // Most sites have rules of the same keys.
  const keys = new Map<string, string>();
  const claims: Claim[] = [];
  for (const policy of device) {
    for (const claim of claimsOf(policy))
      claims.push({ ...claim, key: getOrAdd(keys, claim.key, () => claim.key) });
  }
  return claims;
}

/** Does a sorted array include the number? */
function includes(sorted: Uint32Array, number: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? number) < number) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === number;
}

/** All rules that a site may have. A site that this target refuses has none. */
function claimsOf(policy: TargetSitePolicy): Claim[] {
  const { id, prefix, enforce } = policy.site;
  const options = optionsOf(policy);
  if (options.clients.length === 0) return [];
  const plan = planOf(policy);
  const keys = [
    ...passesOf(plan).map(keyOf),
    ...(plan.guard.length > 0 ? [guardKey] : []),
    ...(enforce === 'closed' ? [closingKey] : []),
  ];
  return keys.map((key) => claimOf(prefix, id, key));
}

function compareClaims(a: Claim, b: Claim): number {
  return firstDifference(
    a.natural - b.natural,
    compareText(a.site, b.site),
    compareText(a.key, b.key),
  );
}

function nextFree(taken: ReadonlySet<number>, from: number, size: number): number {
  let number = from;
  while (taken.has(number)) number = (number + 1) % size;
  return number;
}

function nameOf(site: string, key: string): string {
  return `${site}/${key}`;
}
