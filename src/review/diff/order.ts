import { compareNumber } from '../../net/order.ts';
import type { Gain, Loss, SiteChange } from './change.ts';

/** Added or removed access, and its site. */
export type AtSite<Change> = { readonly site: string; readonly change: Change };

type Sites = ReadonlyMap<string, Pick<SiteChange, 'gained' | 'lost'>>;

/** The severity of added access: the highest one of its findings that no exception accepts; 0 without one. */
export function severityOf({ findings }: Pick<Gain, 'findings'>): number {
  const open = findings.filter(({ exception }) => exception === null);
  return open.reduce((highest, { severity }) => Math.max(highest, severity), 0);
}

/** Added access, most severe first. Equals keep their order: by destination, path, ports and clients. */
export function inOrder(gained: readonly Gain[]): Gain[] {
  return sorted(gained, severityOf);
}

/** Removed access, that of a required tier first. Equals keep their order. */
export function lossesInOrder(lost: readonly Loss[]): Loss[] {
  return sorted(lost, urgencyOf);
}

/** The added access of all sites in the order of every report: most severe first, then by site. */
export function gainsOf({ sites }: { readonly sites: Sites }): AtSite<Gain>[] {
  const all = [...sites].flatMap(([site, { gained }]) =>
    gained.map((change) => ({ site, change })),
  );
  return sorted(all, ({ change }) => severityOf(change));
}

/** The removed access of all sites in the order of every report: that of a required tier first, then by site. */
export function lossesOf({ sites }: { readonly sites: Sites }): AtSite<Loss>[] {
  const all = [...sites].flatMap(([site, { lost }]) => lost.map((change) => ({ site, change })));
  return sorted(all, ({ change }) => urgencyOf(change));
}

/** Devices may stop working without access of a required tier. */
function urgencyOf({ tier }: Loss): number {
  return tier === 'required' ? 1 : 0;
}

/** The one order of all reports: the highest number first; equals keep their order. */
function sorted<Value>(values: readonly Value[], rank: (value: Value) => number): Value[] {
  return values
    .map((value) => ({ value, rank: rank(value) }))
    .sort((a, b) => compareNumber(b.rank, a.rank))
    .map(({ value }) => value);
}
