import { templates } from '../../../compiled/templates.js';
import { protocols } from '../../net/transport.ts';
import { unsupported } from '../kit/writing/coverage.ts';
import { identityOf } from '../kit/writing/identity.ts';
import { madeFrom } from '../kit/writing/made-from.ts';
import { holding, type Omission } from '../kit/writing/transports.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { namesAt } from './options.ts';
import { read } from './read/index.ts';
import { stated } from './stated.ts';
import { view } from './view.ts';

// On other devices, a service object for SCTP stops the commit or is not compared.
const withoutPort: Omission = (transport) =>
  unsupported(
    `only some models compare the ports of ${transport}, with SCTP security enabled, so it is left out`,
  );

/** Security and decryption rules for PAN-OS, as set commands and as XML. */
export const paloalto: Target = holding(['tcp', 'udp', ...protocols], withoutPort, {
  name: 'paloalto',
  clients: 'filtered',
  connects: 'directly',
  namesAt,
  ...madeFrom(
    {
      'paloalto/rules.set': templates['paloalto/rules.set'],
      'paloalto/rules.xml': templates['paloalto/rules.xml'],
      'paloalto/api.sh': templates['paloalto/api.sh'],
    },
    view,
  ),
  coverage,
  caveats,
  stated,
  identifiers: identityOf,
  read,
  live: async () => (await import('./live/index.ts')).live,
  retire: async () => (await import('./retire/index.ts')).retire,
});
