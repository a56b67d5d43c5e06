import type { TemplateViews } from '../../../compiled/templates.js';
import { compareText, sortedUnique } from '../../net/order.ts';
import { encodeShell, encodeSlug } from './encode.ts';
import { type Location, rulebaseOf } from './options.ts';
import type { Context } from './view-fields.ts';

/** The data of api.sh: where the entries are, and what must exist there before them. */
export function scriptView({
  policy,
  options,
  names,
  parts,
}: Context): TemplateViews['paloalto/api.sh'] {
  const { location, position } = options;
  const marker = typeof position === 'string' ? [] : Object.values(position);
  const zones = [options.from, ...parts.flatMap((part) => part.zones)];
  return {
    spec: encodeSlug(policy.spec.name),
    prefix: encodeShell(names.tag),
    location: encodeShell(placeOf(location)),
    rulebase: encodeShell(rulebaseOf(location)),
    marker: encodeShell(...marker),
    zones: encodeShell(...sortedUnique(zones, compareText)),
  };
}

function placeOf(location: Location): string {
  switch (location.kind) {
    case 'vsys':
      return `vsys ${location.vsys}`;
    case 'shared':
      return 'shared';
    case 'device-group':
      return `device-group ${location.name}`;
  }
}
