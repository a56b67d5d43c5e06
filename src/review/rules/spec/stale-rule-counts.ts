import type { Policy } from '../../../policy/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A closed site whose position leaves a rule that the spec dropped above the rules of the output. */
export const staleRuleCounts: SpecRule = {
  id: 'stale-rule-counts',
  severity: 5,
  title: 'a rule that left the spec still allows',
  why: 'A paste removes no rule of PAN-OS. At "before" and "bottom" the new rules and their deny rule go below a rule that left the spec, so it still allows. At "top" and "after" they go above it.',
  remedy:
    'move the rules to "top", or to "after" a marker rule of the site, as in "{ after: portolan-marker }"',
  check: ({ policies }) => policies.flatMap(draftsOf),
};

function draftsOf({ site }: Policy): FindingDraft[] {
  const { paloalto } = site.targets;
  if (paloalto === undefined || site.enforce !== 'closed') return [];
  const { position } = paloalto;
  const word = typeof position === 'string' ? position : Object.keys(position).join('');
  if (word !== 'before' && word !== 'bottom') return [];
  return [
    {
      subject: site.id,
      message: `paloalto: at position "${word}" a rule that left the spec still allows`,
      at: site.targetPlaces.get('paloalto.position') ?? site.place,
    },
  ];
}
