import { sharesNamedDevice } from '../kit/writing/device.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { filteredClients } from './options.ts';
import { read } from './read.ts';
import { stated } from './stated.ts';
import { identifiers } from './stated-identifiers.ts';
import { view } from './view.ts';

/** Aliases and filter rules for pfSense, to be merged into its configuration. */
export const pfsense: Target = {
  name: 'pfsense',
  clients: 'filtered',
  filteredClients,
  connects: 'directly',
  sharesPlace: sharesNamedDevice('pfsense'),
  view,
  coverage,
  caveats,
  stated,
  identifiers,
  read,
};
