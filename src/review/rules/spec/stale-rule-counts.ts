import type { Policy } from '../../../policy/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A default-deny site whose position keeps removed rules above the rules of the output. */
export const staleRuleCounts: SpecRule = {
  id: 'stale-rule-counts',
  severity: 5,
  title: 'a rule that was removed from the spec still allows access',
  why: 'Pasting the output does not remove rules from PAN-OS. At "before" and "bottom", the new rules and their deny rule are below a removed rule, which still allows access. At "top" and "after" they are above it.',
  remedy:
    'set "position" to "top", or to a marker rule of the site, as in "{ after: portolan-marker }"',
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
      message: `paloalto: at position "${word}", rules removed from the spec still allow access`,
      at: site.targetPlaces.get('paloalto.position') ?? site.place,
      scope: { targets: ['paloalto'] },
    },
  ];
}
