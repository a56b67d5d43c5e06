import { describe } from '@jest/globals';
import { realSpec } from '../../support/rendered.ts';
import { passes, refuses } from './cases.ts';
import { committed, renderedWith } from './files.ts';
import { allowedByGuide, pointersToGuide, refusedByGuide } from './guide.ts';
import { proveIn } from './world.ts';

describe("the guide's committed file, in a site that has no ICAP service", () => {
  proveIn(
    () => ({
      bypass: committed('generated/example'),
      site: { inspection: 'explicit', services: [] },
      pointers: pointersToGuide,
    }),
    [...passes(...allowedByGuide), ...refuses('parent, rewriter', ...refusedByGuide)],
  );
});

describe("the guide's file for a site whose two ICAP services the spec names", () => {
  const options = 'tlsInspection: explicit, adaptationServices: [icap_av, icap_out]';
  proveIn(
    () => ({
      bypass: renderedWith(realSpec, 'example', 'tlsInspection: explicit', options),
      site: { inspection: 'explicit', services: ['icap_av', 'icap_out'] },
      pointers: pointersToGuide,
    }),
    [...passes(...allowedByGuide), ...refuses('icap, parent, rewriter', ...refusedByGuide)],
  );
});
