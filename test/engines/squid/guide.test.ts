import { describe, expect } from '@jest/globals';
import { realSpec } from '../../support/rendered.ts';
import { passes, refuses } from './cases.ts';
import { committed, renderedWith } from './files.ts';
import { allowedByGuide, pointersToGuide, refusedByGuide } from './guide.ts';
import { askAll, needsLab, proveIn, type World } from './world.ts';

describe("the guide's committed file, in a site that has no ICAP service", () => {
  const world = (): World => ({
    bypass: committed('generated/example'),
    site: { inspection: 'explicit', services: [] },
    pointers: pointersToGuide,
  });
  proveIn(world, [...passes(...allowedByGuide), ...refuses('parent, rewriter', ...refusedByGuide)]);

  needsLab('the name server does repeat what the owner of an address claims', async (squid) => {
    const { pointers } = await askAll(squid, world(), []);
    expect(pointers).toEqual({ '203.0.113.66': ['www.pitneybowes.com'] });
  });
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
