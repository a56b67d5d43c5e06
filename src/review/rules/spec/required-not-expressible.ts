import { aboutCoverage } from '../kit/about-coverage.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint of a required group that an output of a default-deny site omits. */
export const requiredNotExpressible: SpecRule = {
  id: 'required-not-expressible',
  severity: 7,
  title: 'an output of a default-deny site omits a required endpoint',
  why: 'The device cannot express the endpoint, and the site denies everything that is not listed. The product cannot work behind this device.',
  remedy:
    'list hosts that the target can express, or remove the target from the site. Otherwise allow the endpoint on the device by hand, and add an exception',
  check: (context) =>
    aboutCoverage(
      context,
      ({ kind, reason }) => (kind === 'unsupported' ? [reason] : []),
      ({ origin }, { policy }) =>
        policy.site.enforce === 'closed' && origin.group.tier === 'required',
    ),
};
