import { type Destination, formatDestination } from '../../../net/destination.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { ChangedSite, ChangeRule } from '../kit/rule.ts';

/** One change that removes access to more than 30 % of at least ten destinations of a site, wholly or in part. */
export const massRemoval: ChangeRule = {
  id: 'mass-removal',
  severity: 5,
  title: 'one change removes many destinations',
  why: 'The change removes access to more than 30 % of at least ten destinations. A list may be incomplete, and the product may stop working.',
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
