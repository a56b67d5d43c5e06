import type { Access } from '../../targets/reading.ts';
import type { Target } from '../../targets/target.ts';
import { reachOf } from '../access/enforced-boxes.ts';
import type { AccessChange, GainKind, Loss, SiteChange } from './change.ts';
import { accessOf, type Difference, differences } from './differences.ts';

/** The access that the output of one target gained and lost. */
export type TargetChange = Pick<SiteChange, 'gained' | 'lost'> & {
  readonly name: string;
  /** Did base allow any access, and does head? */
  readonly opened: boolean;
  readonly opens: boolean;
};

/** The access that an output has now and did not have, and the other way around. */
export function changedAccess(
  target: Target,
  before: readonly Access[],
  after: readonly Access[],
): Pick<SiteChange, 'gained' | 'lost'> {
  const reach = reachOf(target);
  const { gained, lost } = targetChange(target, before.flatMap(reach), after.flatMap(reach));
  return { gained, lost };
}

/** The change of the access of an output, of which its reach is known. */
export function targetChange(
  target: Target,
  before: readonly Access[],
  after: readonly Access[],
): TargetChange {
  const { name } = target;
  return {
    name,
    opened: before.length > 0,
    opens: after.length > 0,
    gained: differences(after, before, () => name).map((each) =>
      changeOf(each, gainKind(each), name),
    ),
    lost: differences(before, after, () => name).map((each) => lossOf(each, name)),
  };
}

/** Outputs do not contain the application; port 80 counts as cleartext. */
function gainKind({ remainder, related }: Difference<Access>): GainKind {
  const isClear = remainder.ports.some(
    ({ transport, low, high }) => transport === 'tcp' && low <= 80 && 80 <= high,
  );
  if (remainder.destination.base.kind === 'any') return 'ANY';
  if (isClear) return 'CLEARTEXT';
  return related.count === 0 ? 'NEW' : 'WIDER';
}

/** Access removed from an output is denied by it, because its files were read instead of its coverage. */
function lossOf(difference: Difference<Access>, output: string): Loss {
  const kind = difference.related.count === 0 ? 'REMOVED' : 'NARROWER';
  return { ...changeOf(difference, kind, output), keptOpen: [], witnessOpenIn: [] };
}

function changeOf<Kind>(
  difference: Difference<Access>,
  kind: Kind,
  output: string,
): AccessChange<Kind> {
  return {
    kind,
    ...accessOf(difference),
    givenBy: [output],
    outputs: [output],
    byEveryOutput: false,
    tier: null,
    origins: [],
    output,
    at: difference.remainder.of.at,
    findings: [],
  };
}
