import { aboutCoverage } from '../kit/about-coverage.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint that an output leaves out. */
export const notExpressible: SpecRule = {
  id: 'not-expressible',
  severity: 4,
  title: 'an output leaves an endpoint out',
  why: 'The device has no words for it, so what the product needs stays shut there, and somebody will open more by hand.',
  remedy: 'name hosts that the output can hold, or enforce this endpoint by another output',
  check: (context) =>
    aboutCoverage(context, ({ kind, reason }) => (kind === 'unsupported' ? [reason] : [])),
};
