import { grouped } from '../../maps.ts';
import { formatDestination } from '../../net/destination.ts';
import { destinationCovers } from '../../net/destination-set.ts';
import type { Flow } from '../../net/flow.ts';
import { pathCovers } from '../../net/path.ts';
import {
  type Coverage,
  type CoverageKind,
  lacksOf,
  type Question,
} from '../../targets/coverage.ts';
import type { Output } from '../../targets/output.ts';
import { type FlowMatch, originsFor } from './matches.ts';

/** An endpoint that contains the flow, and how the output enforces it. */
type Candidate = Pick<Question, 'to' | 'origin'> & { readonly coverage: Coverage };

/**
 * The coverage of the endpoint that is closest to the flow: it names the host, then the path, most exactly. It is what
 * `coverage.md` says about this endpoint. If the output leaves it out, it is that of the closest one that allows the flow.
 */
export function closestCoverage(
  { target, policy }: Output,
  matches: readonly FlowMatch[],
  flow: Flow,
): Coverage | undefined {
  const candidates = matches.flatMap(({ rule, to }) =>
    originsFor({ rule, to }, flow).map((origin): Candidate => {
      return { to, origin, coverage: target.coverage({ policy, rule, to, origin }) };
    }),
  );
  const enforced = preferred(candidates, ({ coverage }) => !isLeftOut(coverage, flow));
  const ofHost = innermost(
    grouped(enforced, ({ to }) => formatDestination(to.destination)),
    ({ to: outer }, { to: inner }) => destinationCovers(outer.destination, inner.destination),
  );
  const onPath = preferred(ofHost, (each) => pathCovers(pathOf(each), flow.path));
  const closest = innermost(grouped(onPath, pathOf), (outer, inner) =>
    pathCovers(pathOf(outer), pathOf(inner)),
  );
  const [first] = closest.sort((a, b) => rankOf(a.coverage) - rankOf(b.coverage));
  return first?.coverage;
}

function pathOf({ origin }: Candidate) {
  return origin.endpoint.path;
}

/** Is there no line for the flow? If the output is wider, another line allows it, and the reader must know why. */
function isLeftOut(coverage: Coverage, { transport, port }: Flow): boolean {
  switch (coverage.kind) {
    case 'exact':
    case 'wider':
      return false;
    case 'narrower':
      return lacksOf(coverage).some(
        (range) => range.transport === transport && range.low <= port && port <= range.high,
      );
    case 'unsupported':
    case 'not-applicable':
      return true;
  }
}

/** Those for which `is` returns true; all of them if it never does. */
function preferred(
  candidates: readonly Candidate[],
  is: (candidate: Candidate) => boolean,
): readonly Candidate[] {
  const found = candidates.filter(is);
  return found.length === 0 ? candidates : found;
}

/** The groups that include no other one without being the same. One host can have thousands of endpoints. */
function innermost(
  groups: ReadonlyMap<string, readonly Candidate[]>,
  covers: (outer: Candidate, inner: Candidate) => boolean,
): Candidate[] {
  let kept: (readonly [Candidate, ...Candidate[]])[] = [];
  for (const [first, ...others] of groups.values()) {
    if (first === undefined) continue;
    const isOutside = (outer: Candidate, inner: Candidate) =>
      covers(outer, inner) && !covers(inner, outer);
    if (kept.some(([inner]) => isOutside(first, inner))) continue;
    kept = [...kept.filter(([outer]) => !isOutside(outer, first)), [first, ...others]];
  }
  return kept.flat();
}

/** Of endpoints that are equally close: what one allows more, all do; what one lacks, another can allow. */
const ranks: readonly CoverageKind[] = [
  'wider',
  'exact',
  'narrower',
  'unsupported',
  'not-applicable',
];

function rankOf({ kind }: Coverage): number {
  return ranks.indexOf(kind);
}
