import { describe } from '@jest/globals';
import { realSpec } from '../../support/rendered.ts';
import { sourcesIn } from '../sites.ts';
import { passes, refusesWithoutDecrypting } from './cases.ts';
import { renderedWith } from './files.ts';
import { allowedByGuide, pointersToGuide, refusedByGuide } from './guide.ts';
import { tunnel } from './questions.ts';
import { bypassedByStory, namesOfStory, pointersToStory, refusedByStory } from './story.ts';
import { proveIn } from './world.ts';

const guide = () =>
  renderedWith(
    realSpec,
    'example',
    'tlsInspection: explicit',
    'tlsInspection: none, adaptationServices: [icap_av]',
  );
const story = () =>
  renderedWith(
    String(sourcesIn('every-kind-in-two-sites')['spec.yaml']),
    'closed',
    'tlsInspection: explicit',
    'tlsInspection: none',
  );
const seen = 'icap, parent, rewriter';

describe("the guide's file at a proxy that decrypts nothing", () => {
  proveIn(
    () => ({
      bypass: guide(),
      site: { inspection: 'none', services: ['icap_av'] },
      pointers: pointersToGuide,
    }),
    [...passes(...allowedByGuide), ...refusesWithoutDecrypting(seen, ...refusedByGuide)],
  );
});

describe("the story's file at a proxy that decrypts nothing", () => {
  proveIn(
    () => ({
      bypass: story(),
      site: { inspection: 'none', services: ['icap_av'] },
      names: namesOfStory,
      pointers: pointersToStory,
    }),
    [...passes(...bypassedByStory), ...refusesWithoutDecrypting(seen, ...refusedByStory)],
  );
});

describe('a file that was made for a proxy that decrypts nothing, at one that does', () => {
  proveIn(
    () => ({ bypass: guide(), site: { inspection: 'explicit', services: ['icap_av'] } }),
    [
      [
        'what bypasses is decrypted, as the caveat says, and refused inside',
        tunnel('api.pitneybowes.com:443'),
        '200 by Bump CA, 403; fetched 0; seen by nobody',
      ],
    ],
  );
});
