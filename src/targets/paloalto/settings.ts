import type { PaloaltoOptions } from '../../language/document.ts';
import type { Policy } from '../../policy/types.ts';
import { locationOf } from './options.ts';
import { guardOf } from './plan.ts';

/** What both files should say of the site's options; the zones of a destination differ from rule to rule. */
export function settings(policy: Policy): Readonly<Record<string, string>> {
  const { site } = policy;
  const inner = guardOf(policy);
  const options = site.targets.paloalto;
  if (options === undefined) return {};
  const { from, position, logSetting, profileGroup } = options;
  return {
    location: locationText(options.location),
    position: positionText(position),
    enforce: site.enforce,
    ...(inner.length === 0 ? {} : { inner: inner.map(({ value }) => value).join(', ') }),
    from,
    ...(logSetting === undefined ? {} : { logSetting }),
    ...(profileGroup === undefined ? {} : { profileGroup }),
  };
}

function locationText(option: PaloaltoOptions['location']): string {
  const location = locationOf(option);
  if (location.kind === 'vsys') return `vsys ${location.vsys}`;
  if (location.kind === 'shared') return 'shared';
  return `device-group ${location.name} ${location.rulebase}-rulebase`;
}

function positionText(position: PaloaltoOptions['position']): string {
  if (typeof position === 'string') return position;
  return Object.entries(position)
    .map(([side, rule]) => `${side} ${rule}`)
    .join('');
}
