import { compareNumber, compareText, firstDifference } from '../../net/order.ts';
import { changeRules } from '../rules/change/list.ts';
import type { RuleInfo } from '../rules/kit/rule-info.ts';
import { siteRules } from '../rules/site/list.ts';
import { specRules } from '../rules/spec/list.ts';

/** Every rule of the review, highest severity first, then by id. */
export const registry: readonly RuleInfo[] = [...specRules, ...siteRules, ...changeRules].sort(
  (a, b) => firstDifference(compareNumber(b.severity, a.severity), compareText(a.id, b.id)),
);

const byId = new Map(registry.map((rule) => [rule.id, rule]));

/** The facts of a rule. Throws for an unknown id. */
export function ruleInfo(id: string): RuleInfo {
  const rule = byId.get(id);
  if (rule === undefined) throw new Error(`unknown rule "${id}"`);
  return rule;
}
