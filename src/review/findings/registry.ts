import { compareNumber, compareText, firstDifference } from '../../net/order.ts';
import type { RuleFacts, RuleId } from '../rules/kit/rule-info.ts';
import { lintRules } from '../rules/spec/list.ts';

/** Findings about a change, which only a comparison of two specs can make. */
const changeRules: readonly RuleFacts[] = [
  {
    id: 'output-empties',
    severity: 7.5,
    title: 'an output that held something holds nothing',
    why: 'An empty output is more often an accident than a wish, and what stood in it stops working on that device.',
    remedy: 'restore what the output held, or take the output out of the site on purpose',
  },
  {
    id: 'gained-without-reason',
    severity: 6.5,
    title: 'new access without a reason',
    why: 'Access that neither a source, a ticket, a requester nor a note explains cannot be judged now, and nobody will dare to remove it later.',
    remedy: 'give the endpoint a "source", a "ticket", a "requester" or a "note"',
  },
  {
    id: 'mass-removal',
    severity: 5,
    title: 'much is removed at once',
    why: 'More than 30 % of ten or more endpoints go in one change: it may be a list that was cut off, and the product stops working.',
    remedy: 'remove them in smaller steps, or have the removal approved',
  },
];

/** Every finding that the review knows, the gravest first, then by id. */
export const registry: readonly RuleFacts[] = [...lintRules, ...changeRules].sort((a, b) =>
  firstDifference(compareNumber(b.severity, a.severity), compareText(a.id, b.id)),
);

const byId = new Map(registry.map((facts) => [facts.id, facts]));

/** What is known of a rule. */
export function factsOf(id: RuleId): RuleFacts {
  const facts = byId.get(id);
  if (facts === undefined) throw new Error(`the registry has no rule "${id}"`);
  return facts;
}
