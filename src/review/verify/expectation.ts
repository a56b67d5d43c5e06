import { grouped } from '../../maps.ts';
import type { Address } from '../../net/address.ts';
import { formatDestination, type Peer } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import type { UrlPath } from '../../net/path.ts';
import { formatPortRange } from '../../net/port.ts';
import { additionsOf } from '../../targets/coverage.ts';
import type { Output } from '../../targets/output.ts';
import type { Decision } from '../../targets/reading.ts';
import type { Target } from '../../targets/target.ts';
import { BoxIndex } from '../access/box-index.ts';
import { numberOf } from '../access/clients.ts';
import { type EnforcedBox, isElsewhere, wantedBoxes } from '../access/enforced-boxes.ts';
import { joinNetworks } from '../access/join-networks.ts';
import { boxesFor, boxesReached } from '../access/membership.ts';
import { type Should, shouldBe } from './should.ts';
import { type SpecAccess, specAccess } from './spec-access.ts';

/** The expected verdict on a flow by the spec, and by the coverage of an output, which only a few flows need. */
export type Due = { readonly bySpec: Should; readonly byCoverage: () => Should };

/** Computes the expected verdict on any flow, by the policy of one output and by its coverage. */
export class Expectation {
  /** The access that the files should allow. */
  readonly wanted: readonly EnforcedBox[];
  readonly #connects: Target['connects'];
  readonly #spec: SpecAccess;
  /** Made for the first flow on which the files differ from the spec. */
  #coverage: BoxIndex<EnforcedBox> | undefined;

  constructor(output: Output) {
    this.#connects = output.target.connects;
    this.wanted = wantedBoxes(output);
    this.#spec = specAccess(output);
  }

  /** The expected verdict by the spec. */
  bySpec(flow: Flow, client: Address): Should {
    return this.#isOutOfReach(flow.peer, client) ? 'deny' : this.#spec.shouldBe(flow, client);
  }

  /** The expected verdict by the coverage of the output. */
  byCoverage(flow: Flow, client: Address): Should {
    if (this.#isOutOfReach(flow.peer, client)) return 'deny';
    this.#coverage ??= new BoxIndex(joinNetworks(distinct(this.wanted), effectOf));
    const should = allowedBy(this.#coverage, flow, client);
    return should === 'deny' && isRespelt(this.#coverage, flow, client) ? 'either' : should;
  }

  /** Packets do not cross address families; only a proxy opens a connection of its own. */
  #isOutOfReach(peer: Peer, client: Address): boolean {
    if (this.#connects === 'by-proxy') return false;
    return peer.kind === 'address' && peer.address.family !== client.family;
  }
}

/** Another endpoint may deny the extra access of an endpoint: a listed name overrides that of its parent domain. */
function allowedBy(coverage: BoxIndex<EnforcedBox>, flow: Flow, client: Address): Should {
  const open = boxesFor(coverage, flow, client);
  const own = open.filter((box) => !isElsewhere(box));
  const should = shouldBe(
    own.map(({ covered }) => covered.rule.service.application),
    flow,
  );
  return should === 'deny' && open.length > 0 ? 'either' : should;
}

/** Is it a path that an output may treat as another spelling of an allowed path? */
function isRespelt(coverage: BoxIndex<EnforcedBox>, flow: Flow, client: Address): boolean {
  return boxesReached(coverage, flow, client).some(
    (box) => allowsSpellings(box) && isSpelling(box.path, flow.path),
  );
}

function allowsSpellings({ covered }: EnforcedBox): boolean {
  return additionsOf(covered.coverage).some(({ what }) => what === 'spellings');
}

/** The boxes without those that give every flow the same verdict as another one: an endpoint may be listed many times. */
function distinct(boxes: readonly EnforcedBox[]): EnforcedBox[] {
  const alike = grouped(boxes, (box) =>
    [
      formatDestination(box.destination),
      box.path,
      formatPortRange(box.ports),
      numberOf(box.clients),
      effectOf(box),
    ].join(' '),
  );
  return [...alike.values()].flatMap((some) => some.slice(0, 1));
}

/** What a verdict on a flow depends on, except which flows the box contains. */
function effectOf(box: EnforcedBox): string {
  const { application } = box.covered.rule.service;
  return [application, isElsewhere(box), allowsSpellings(box)].join(' ');
}

/** Does coverage state the verdict? If the spec itself differs from what a test demands, the test fails. */
export function isStated(
  due: Due,
  expected: 'allow' | 'deny',
  verdict: Decision['verdict'],
): boolean {
  if (due.bySpec !== 'either' && due.bySpec !== expected) return false;
  if (due.bySpec === 'either') return true;
  const byCoverage = due.byCoverage();
  return byCoverage === 'either' || byCoverage === verdict;
}

/** Does the path extend the other one, case-insensitively, at a possible separator? */
function isSpelling(path: UrlPath, asked: UrlPath): boolean {
  const [wanted, seen] = [path.toLowerCase(), asked.toLowerCase()];
  return seen.startsWith(wanted) && !/^[a-z0-9]/.test(seen.slice(wanted.length));
}
