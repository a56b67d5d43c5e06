import { aboutEndpoints } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint whose last day is past. Exceptions that are over become findings of this rule where they are applied. */
export const expired: SpecRule = {
  id: 'expired',
  severity: 6,
  title: 'the last day of an endpoint or an exception is past',
  why: 'Access that was meant for a time stays open until somebody takes it away. Dates are held against --as-of alone, never against the clock.',
  remedy: 'remove it, or have it approved anew with a later day',
  check: ({ spec, asOf }) =>
    aboutEndpoints(spec, ({ expires }) =>
      expires !== undefined && asOf !== undefined && expires < asOf
        ? [`was meant to hold until ${expires}`]
        : [],
    ),
};
