import type { TargetPolicy } from '../../policy/types.ts';
import { identityOf } from '../kit/writing/identity.ts';
import { type Names, namesOf } from './names.ts';
import { runText } from './names-trackers.ts';
import { optionsOf } from './options.ts';
import { type PassPlan, passesOf, planOf } from './plan.ts';

/** The expected owner and the tracking ID of each rule, by its name in config.xml. A refused site has none. */
export function identifiers(policy: TargetPolicy): Readonly<Record<string, string>> {
  const options = optionsOf(policy);
  if (options.clients.length === 0) return {};
  const plan = planOf(policy);
  const names = namesOf(policy, plan);
  if (!names.ok) return {};
  return { ...identityOf(policy), ...Object.fromEntries(trackersIn(passesOf(plan), names.value)) };
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
