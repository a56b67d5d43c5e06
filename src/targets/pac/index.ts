import { templates } from '../../../compiled/templates.js';
import { madeFrom } from '../kit/writing/made-from.ts';
import type { Target } from '../target.ts';
import { caveats, warnings } from './caveats.ts';
import { coverage } from './coverage.ts';
import { prove } from './prove.ts';
import { read } from './read/index.ts';
import { stated } from './stated.ts';
import { view } from './view.ts';

/** A proxy auto-configuration file that lists the hosts that skip the proxy. */
export const pac: Target = {
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
};
