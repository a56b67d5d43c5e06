import type { Group } from '../../../language/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint, aboutGroup } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A group that bypasses inspection, or an endpoint that does so in a group that does not. */
export const inspectionBypass: SpecRule = {
  id: 'inspection-bypass',
  severity: 4.5,
  title: 'traffic bypasses inspection',
  why: 'Traffic that is neither decrypted nor filtered can carry anything, in both directions.',
  remedy:
    'set "inspection: allow" if the product works with inspection, or add an exception that says who requires the bypass',
  check: ({ spec }) => spec.groups.flatMap(draftsOf),
};

/** One finding at the location that decides: the group, or an endpoint that differs from its group. */
function draftsOf(group: Group): FindingDraft[] {
  const bypassing = group.endpoints.filter(({ inspection }) => inspection === 'bypass');
  if (bypassing.length === 0) return [];
  if (group.inspection === 'bypass') return [aboutGroup(group, 'its endpoints bypass inspection')];
  return bypassing.map((endpoint) =>
    aboutEndpoint({ endpoint, group }, 'bypasses inspection, unlike the rest of its group'),
  );
}
