import type { PortRange } from '../net/port.ts';
import type { Addition, Coverage } from './target.ts';

/** What the files open besides the endpoint. */
export function additionsOf(coverage: Coverage): readonly Addition[] {
  return coverage.kind === 'wider' ? (coverage.adds ?? []) : [];
}

/** The ports on which the files do not open the endpoint by a line of its own, though they open something for it. */
export function lacksOf(coverage: Coverage): readonly PortRange[] {
  return coverage.kind === 'wider' || coverage.kind === 'narrower' ? (coverage.lacks ?? []) : [];
}
