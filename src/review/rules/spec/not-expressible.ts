import { aboutCoverage } from '../kit/about-coverage.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint that an output omits. */
export const notExpressible: SpecRule = {
  id: 'not-expressible',
  severity: 4,
  title: 'an output omits an endpoint',
  why: 'The device cannot express this endpoint, so the output does not allow it. An administrator may then add a broader rule by hand.',
  remedy: 'list hosts that the target can express, or enforce this endpoint with another target',
  check: (context) =>
    aboutCoverage(context, ({ kind, reason }) => (kind === 'unsupported' ? [reason] : [])),
};
