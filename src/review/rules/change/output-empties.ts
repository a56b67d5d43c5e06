import { compareText } from '../../../net/order.ts';
import type { Policy } from '../../../policy/types.ts';
import type { Place } from '../../../problem.ts';
import { targets } from '../../../targets/list.ts';
import { outputsOf } from '../../../targets/output.ts';
import { wantedBoxes } from '../../access/enforced-boxes.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { ChangedSite, ChangeRule } from '../kit/rule.ts';

/** An output that held something and holds nothing; also one that the site names no more. */
export const outputEmpties: ChangeRule = {
  id: 'output-empties',
  severity: 7.5,
  title: 'an output that held something holds nothing',
  why: 'An empty output is more often an accident than a wish, and what stood in it stops working on that device.',
  remedy: 'restore what the output held, or take the output out of the site on purpose',
  holdsBack: true,
  check: draftsOf,
};

function draftsOf({ site, policies: { before, after } }: ChangedSite): FindingDraft[] {
  if (before === undefined) return [];
  const { place, targetPlaces } = (after ?? before).site;
  return emptiedOutputs({
    site,
    before: opening(before),
    after: after === undefined ? [] : opening(after),
    placeOf: (target) => (after && targetPlaces.get(target)) ?? place,
  });
}

/** The targets of a site that open anything on either side, and where head is to be told of one. */
type OpeningOutputs = {
  readonly site: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  placeOf(target: string): Place;
};

/** The outputs that went empty, whether they are known from specs or from their own files. */
export function emptiedOutputs({ site, before, after, placeOf }: OpeningOutputs): FindingDraft[] {
  return before
    .filter((target) => !after.includes(target))
    .map((target) => ({
      subject: `${site}/${target}`,
      message: 'it opened something, and opens nothing now',
      at: placeOf(target),
    }));
}

/** The targets of a site that open anything at all. */
function opening(policy: Policy): string[] {
  return outputsOf(policy, targets)
    .filter((output) => wantedBoxes(output).length > 0)
    .map(({ target }) => target.name)
    .sort(compareText);
}
