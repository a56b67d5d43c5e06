import type { PortRange } from '../net/port.ts';
import type { Addition, Coverage } from './target.ts';

/** The additional access in the files for an endpoint. */
export function additionsOf(coverage: Coverage): readonly Addition[] {
  return coverage.kind === 'wider' ? (coverage.adds ?? []) : [];
}

/** The ports on which no line allows the endpoint, although the files allow a part of it. */
export function lacksOf(coverage: Coverage): readonly PortRange[] {
  return coverage.kind === 'wider' || coverage.kind === 'narrower' ? (coverage.lacks ?? []) : [];
}
