import type { TargetPolicy } from '../../policy/types.ts';
import { type Location, type Options, optionsOf } from './options.ts';
import { guardOf } from './plan.ts';

/** The expected options in both files. The destination zones differ between rules. */
export function stated(policy: TargetPolicy): Readonly<Record<string, string>> {
  const { site } = policy;
  const inner = guardOf(policy);
  const { location, from, position, logSetting, profileGroup } = optionsOf(policy);
  return {
    location: locationText(location),
    position: positionText(position),
    enforce: site.enforce,
    ...(inner.length === 0 ? {} : { inner: inner.map(({ value }) => value).join(', ') }),
    from,
    ...(logSetting === undefined ? {} : { logSetting }),
    ...(profileGroup === undefined ? {} : { profileGroup }),
  };
}

function locationText(location: Location): string {
  if (location.kind === 'vsys') return `vsys ${location.vsys}`;
  if (location.kind === 'shared') return 'shared';
  return `device-group ${location.name} ${location.rulebase}-rulebase`;
}

function positionText(position: Options['position']): string {
  if (typeof position === 'string') return position;
  return Object.entries(position)
    .map(([side, rule]) => `${side} ${rule}`)
    .join('');
}
