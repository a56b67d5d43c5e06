import type { Policy } from '../../policy/types.ts';
import { type Names, namesOf } from './names.ts';
import { settingsOf } from './options.ts';
import { type PassPlan, passesOf, planOf } from './plan.ts';
import { runText } from './trackers.ts';

/** The tracker of each rule, by what config.xml says of the rule. A site that this target refuses has none. */
export function identifiers(policy: Policy): Readonly<Record<string, string>> {
  const settings = settingsOf(policy);
  if (!settings.ok) return {};
  const plan = planOf(policy, settings.value);
  const names = namesOf(policy, plan);
  return names.ok ? Object.fromEntries(trackersIn(passesOf(plan), names.value)) : {};
}

function trackersIn(passes: readonly PassPlan[], names: Names): [string, string][] {
  const denials = [names.guard, names.closing].flatMap((denial) => denial ?? []);
  return [
    ...passes.map((pass): [string, string] => [
      nameOf(`${names.descriptionOf(pass)}, ${runText(pass.run)} to ${placeOf(pass, names)}`),
      String(names.trackerOf(pass)),
    ]),
    ...denials.map(({ description, tracker }): [string, string] => [
      nameOf(description),
      String(tracker),
    ]),
  ];
}

function nameOf(rule: string): string {
  return `tracker of "${rule}"`;
}

function placeOf({ to }: PassPlan, names: Names): string {
  return to.kind === 'alias' ? names.aliasOf(to.alias) : to.kind;
}
