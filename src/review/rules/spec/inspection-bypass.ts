import type { Group } from '../../../language/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A group that goes around the inspection, or an endpoint that does so in a group that does not. */
export const inspectionBypass: SpecRule = {
  id: 'inspection-bypass',
  severity: 4.5,
  title: 'traffic goes around the inspection',
  why: 'What is neither decrypted nor filtered may carry anything, in both directions.',
  remedy:
    'set "inspection: allow" where the product works with inspection, or say in an exception who demands it',
  check: ({ spec }) => spec.groups.flatMap(draftsOf),
};

/** Once where it is decided: at the group, whose endpoints follow it, or at the one that decides otherwise. */
function draftsOf(group: Group): FindingDraft[] {
  const bypassing = group.endpoints.filter(({ inspection }) => inspection === 'bypass');
  if (bypassing.length === 0) return [];
  if (group.inspection === 'bypass')
    return [{ subject: group.id, message: 'its endpoints are never inspected', at: group.place }];
  return bypassing.map((endpoint) =>
    aboutEndpoint(endpoint, 'is never inspected, other than the rest of its group'),
  );
}
