import type { PortRange } from '../net/port.ts';
import type {
  Addition,
  Coverage,
  Exact,
  NotApplicable,
  Some,
  Unsupported,
  Widened,
} from './target.ts';

/** Enforced as the spec says. */
export const exact: Exact = { kind: 'exact', reason: '' };

/** Left out, for this reason. */
export function unsupported(reason: string): Unsupported {
  return { kind: 'unsupported', reason };
}

/** Not for this output to decide, for this reason. */
export function notApplicable(reason: string): NotApplicable {
  return { kind: 'not-applicable', reason };
}

/** What makes an output wider, from lists that may be empty; undefined when nothing does. */
export function widenedBy(
  adds: readonly Addition[],
  unseen: readonly string[],
): Widened | undefined {
  if (isSome(adds)) return { adds, unseen };
  return isSome(unseen) ? { unseen } : undefined;
}

/** What the files open besides the endpoint. */
export function additionsOf(coverage: Coverage): readonly Addition[] {
  return coverage.kind === 'wider' ? (coverage.adds ?? []) : [];
}

/** The ports on which the files do not open the endpoint by a line of its own, though they open something for it. */
export function lacksOf(coverage: Coverage): readonly PortRange[] {
  return coverage.kind === 'wider' || coverage.kind === 'narrower' ? (coverage.lacks ?? []) : [];
}

function isSome<Item>(items: readonly Item[]): items is Some<Item> {
  return items.length > 0;
}
