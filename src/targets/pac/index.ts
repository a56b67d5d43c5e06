import { templates } from '../../../compiled/templates.js';
import { notApplicable } from '../kit/writing/coverage.ts';
import { madeFrom } from '../kit/writing/made-from.ts';
import { holding, type Omission } from '../kit/writing/transports.ts';
import type { Target } from '../target.ts';
import { caveats, warnings } from './caveats.ts';
import { coverage } from './coverage.ts';
import { prove } from './prove.ts';
import { read } from './read/index.ts';
import { stated } from './stated.ts';
import { view } from './view.ts';

const noUrl: Omission = (transport) =>
  notApplicable(`a PAC file decides URLs, and no URL uses ${transport}`);

/** A proxy auto-configuration file that lists the hosts that skip the proxy. */
export const pac: Target = holding(['tcp', 'udp'], noUrl, {
  name: 'pac',
  clients: 'everyone',
  connects: 'by-proxy',
  ...madeFrom({ 'pac/proxy.pac': templates['pac/proxy.pac'] }, view),
  prove,
  warnings,
  coverage,
  caveats,
  stated,
  identifiers: ({ spec }) => ({ spec: spec.name }),
  read,
  live: async () => (await import('./live/index.ts')).live,
});
