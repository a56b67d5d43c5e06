import { templates } from '../../../compiled/templates.js';
import { protocols } from '../../net/transport.ts';
import { unsupported } from '../kit/writing/coverage.ts';
import { namesOnNamedDevice } from '../kit/writing/device.ts';
import { madeFrom } from '../kit/writing/made-from.ts';
import { holding, type Omission } from '../kit/writing/transports.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { filteredClients } from './options.ts';
import { read } from './read/index.ts';
import { stated } from './stated.ts';
import { identifiers } from './stated-identifiers.ts';
import { view } from './view.ts';

// In these versions, the files would allow every port.
const withoutPort: Omission = (transport) =>
  unsupported(`pfSense before 2.7.1 drops the port of a rule for ${transport}, so it is left out`);

/** Aliases and filter rules for pfSense, and a script that merges them into its configuration. */
export const pfsense: Target = holding(['tcp', 'udp', ...protocols], withoutPort, {
  name: 'pfsense',
  clients: 'filtered',
  filteredClients,
  connects: 'directly',
  namesAt: namesOnNamedDevice('pfsense'),
  ...madeFrom(
    {
      'pfsense/config.xml': templates['pfsense/config.xml'],
      'pfsense/aliases.txt': templates['pfsense/aliases.txt'],
      'pfsense/apply.php': templates['pfsense/apply.php'],
    },
    view,
  ),
  coverage,
  caveats,
  stated,
  identifiers,
  read,
  live: async () => (await import('./live/index.ts')).live,
  retire: async () => (await import('./retire/index.ts')).retire,
});
