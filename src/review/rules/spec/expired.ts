import { aboutEndpoints } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint whose last day is past. `except` makes the findings of this rule about expired exceptions. */
export const expired: SpecRule = {
  id: 'expired',
  severity: 6,
  title: 'an endpoint or an exception has expired',
  why: 'Temporary access stays allowed until you remove it. Portolan compares dates only with --as-of, never with the clock.',
  remedy: 'remove it, or have a later date approved',
  check: ({ spec, asOf }) =>
    aboutEndpoints(spec, ({ expires }) =>
      expires !== undefined && asOf !== undefined && expires < asOf
        ? [`expired on ${expires}`]
        : [],
    ),
};
