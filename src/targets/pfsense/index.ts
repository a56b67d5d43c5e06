import { madeFrom } from '../kit/writing/made-from.ts';
import { sharesNamedDevice } from '../same-device.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { filteredClients } from './filtered-clients.ts';
import { identifiers } from './identifiers.ts';
import { read } from './read/index.ts';
import { settings } from './settings.ts';
import { view } from './view.ts';

/** Aliases and filter rules for pfSense, to be merged into its configuration. */
export const pfsense: Target = {
  name: 'pfsense',
  clients: 'filtered',
  filteredClients,
  connects: 'directly',
  sharesPlace: sharesNamedDevice('pfsense'),
  ...madeFrom(
    { 'pfsense/config.xml': 'pfsense/config.xml', 'pfsense/aliases.txt': 'pfsense/aliases.txt' },
    view,
  ),
  coverage,
  caveats,
  settings,
  identifiers,
  read,
};
