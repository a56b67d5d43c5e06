import { compareText } from '../../../net/order.ts';
import type { Policy } from '../../../policy/types.ts';
import type { Place } from '../../../problem.ts';
import { targets } from '../../../targets/list.ts';
import { outputsOf } from '../../../targets/output.ts';
import { opensAny } from '../../access/enforced-boxes.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { ChangedSite, ChangeRule } from '../kit/rule.ts';

/** An output that allowed access and now allows nothing, or whose target the site no longer lists. */
export const outputEmpties: ChangeRule = {
  id: 'output-empties',
  severity: 7.5,
  title: 'an output became empty',
  why: 'An empty output is usually an accident. Everything that it allowed stops working on that device.',
  remedy: 'restore the access of this output, or have its removal approved',
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

/** The targets of a site that allow any access in base and head, and the location in head for a finding. */
type OpeningOutputs = {
  readonly site: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  placeOf(target: string): Place;
};

/** The outputs that became empty. Base and head may come from specs or from committed outputs. */
export function emptiedOutputs({ site, before, after, placeOf }: OpeningOutputs): FindingDraft[] {
  return before
    .filter((target) => !after.includes(target))
    .map((target) => ({
      subject: `${site}/${target}`,
      message: 'allowed access before, and allows nothing now',
      at: placeOf(target),
    }));
}

/** The targets of a site that allow any access. */
function opening(policy: Policy): string[] {
  return outputsOf(policy, targets)
    .filter(opensAny)
    .map(({ target }) => target.name)
    .sort(compareText);
}
