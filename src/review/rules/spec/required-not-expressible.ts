import { aboutCoverage } from '../kit/about-coverage.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint of a required group that an output of a closed site leaves out. */
export const requiredNotExpressible: SpecRule = {
  id: 'required-not-expressible',
  severity: 7,
  title: 'a closed device lacks what is required',
  why: 'The output has no words for the endpoint, and the site shuts whatever is not listed: the product cannot work behind this device.',
  remedy:
    'name hosts that the output can hold, take the output out of the site, or open the endpoint on the device by hand and say so in an exception',
  check: (context) =>
    aboutCoverage(
      context,
      ({ kind, reason }) => (kind === 'unsupported' ? [reason] : []),
      ({ origin, policy }) => policy.site.enforce === 'closed' && origin.group.tier === 'required',
    ),
};
