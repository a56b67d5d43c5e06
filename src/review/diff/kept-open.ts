import { getOrAdd } from '../../maps.ts';
import type { Address } from '../../net/address.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import { type Flow, parseFlow } from '../../net/flow.ts';
import { compareText, firstDifference, sortedUnique } from '../../net/order.ts';
import type { Policy } from '../../policy/types.ts';
import { outputsOf } from '../../targets/output.ts';
import type { Target } from '../../targets/target.ts';
import type { Box, Remainder } from '../access/box.ts';
import { BoxIndex } from '../access/box-index.ts';
import { clientFor } from '../access/clients.ts';
import { boxesOf, type Covered, coveredBy, type EnforcedBox } from '../access/enforced-boxes.ts';
import { meets } from '../access/meets.ts';
import { boxesFor } from '../access/membership.ts';
import type { KeptOpen, Loss } from './change.ts';

/** Access that the spec no longer allows, and an example flow. */
type Lost = { readonly remainder: Remainder<Box>; readonly witness: string | null };

/** The access that the outputs of a site allow by their coverage, computed for the first removal. */
export class EnforcedAccess {
  readonly #policy: Policy | undefined;
  readonly #known: readonly Target[];
  readonly #indexes = new Map<Kind, Indexes>();

  /** The policy of the site; undefined if the site is removed. */
  constructor(policy: Policy | undefined, known: readonly Target[]) {
    this.#policy = policy;
    this.#known = known;
  }

  /** The outputs that still allow some of removed access, and why; then those that still allow its example flow. */
  keeps(lost: Lost): Pick<Loss, 'keptOpen' | 'witnessOpenIn'> {
    const kind = kindOf(lost.remainder.destination.base);
    const indexes = getOrAdd(this.#indexes, kind, () =>
      enforcedBy(this.#policy, this.#known, kind),
    );
    const witness = witnessOf(lost);
    const opens = (index: BoxIndex<EnforcedBox>) =>
      witness !== undefined && boxesFor(index, witness.flow, witness.client).length > 0;
    return {
      keptOpen: indexes
        .flatMap(([target, index]) => keptIn(target, index, lost.remainder))
        .sort(compareKept),
      witnessOpenIn: indexes.filter(([, index]) => opens(index)).map(([target]) => target),
    };
  }
}

/** The access of each target, by its name. */
type Indexes = readonly (readonly [string, BoxIndex<EnforcedBox>])[];

/** What removed access is about: names only, addresses only, or both. */
type Kind = 'names' | 'addresses' | 'both';

function kindOf({ kind }: Destination): Kind {
  if (kind === 'host') return 'names';
  return kind === 'network' ? 'addresses' : 'both';
}

/** Without the access that cannot overlap removed access of the kind. */
function enforcedBy(policy: Policy | undefined, known: readonly Target[], kind: Kind): Indexes {
  if (policy === undefined) return [];
  const isNear = ({ destination }: Box) =>
    kind !== (destination.kind === 'host' ? 'addresses' : 'names') || destination.kind === 'any';
  return outputsOf(policy, known).map((output) => {
    const covered = coveredBy(output).filter((each) => mayBeNear(each, kind));
    return [output.target.name, new BoxIndex(boxesOf(output, covered).filter(isNear))];
  });
}

/** May an output allow access of the kind for the endpoint? A host stays a host, and a network a network. */
function mayBeNear({ to, coverage }: Covered, kind: Kind): boolean {
  if ('as' in coverage) return true;
  const { kind: own } = to.destination;
  return kind !== (own === 'host' ? 'addresses' : 'names') || (own !== 'host' && own !== 'network');
}

function keptIn(
  target: string,
  index: BoxIndex<EnforcedBox>,
  remainder: Remainder<Box>,
): KeptOpen[] {
  const found = index
    .nearOn({ destination: remainder.destination.base, path: remainder.of.path }, remainder.ports)
    .filter((box) => meets(remainder, box))
    .map(({ covered }) => ({
      target,
      destination: formatDestination(covered.to.destination),
      reason: covered.coverage.reason,
    }));
  return sortedUnique(found, compareKept);
}

function compareKept(a: KeptOpen, b: KeptOpen): number {
  return firstDifference(
    compareText(a.target, b.target),
    compareText(a.destination, b.destination),
    compareText(a.reason, b.reason),
  );
}

/** The example flow of removed access, and a client that could open it; undefined if it has none. */
function witnessOf({ remainder, witness }: Lost): { flow: Flow; client: Address } | undefined {
  const flow = witness === null ? undefined : parseFlow(witness);
  if (flow?.ok !== true) return undefined;
  return { flow: flow.value, client: clientFor(remainder.clients, flow.value.peer) };
}
