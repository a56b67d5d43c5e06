import { type Destination, formatDestination } from '../../../net/destination.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { ChangedSite, ChangeRule } from '../kit/rule.ts';

/** Much of a site removed at once: more than 30 % of ten or more destinations, wholly or in part. */
export const massRemoval: ChangeRule = {
  id: 'mass-removal',
  severity: 5,
  title: 'much is removed at once',
  why: 'More than 30 % of ten or more endpoints go in one change: it may be a list that was cut off, and the product stops working.',
  remedy: 'remove them in smaller steps, or have the removal approved',
  holdsBack: true,
  check: draftsOf,
};

const fewest = 10;
const share = 0.3;

function draftsOf({ site, policies, change }: ChangedSite): FindingDraft[] {
  if (policies.before === undefined) return [];
  const before = policies.before.rules.flatMap(({ destinations }) => destinations);
  const all = new Set(before.map(({ destination, path }) => keyOf(destination, path)));
  const gone = new Set(change.lost.map(({ destination, path }) => keyOf(destination.base, path)));
  if (all.size < fewest || gone.size <= share * all.size) return [];
  const message = `${gone.size} of ${all.size} destinations lose access`;
  return [{ subject: site, message, at: (policies.after ?? policies.before).site.place }];
}

function keyOf(destination: Destination, path: string): string {
  return `${formatDestination(destination)}${path}`;
}
