import { templates } from '../../../compiled/templates.js';
import { notApplicable } from '../kit/writing/coverage.ts';
import { namesOnNamedDevice } from '../kit/writing/device.ts';
import { identityOf } from '../kit/writing/identity.ts';
import { madeFrom } from '../kit/writing/made-from.ts';
import { holding, type Omission } from '../kit/writing/transports.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { read } from './read/index.ts';
import { stated } from './stated.ts';
import { view } from './view.ts';

const notForwarded: Omission = (transport) => notApplicable(`Squid does not forward ${transport}`);

/** A file for Squid to include: destinations allowed without authentication, and spliced where the spec says bypass; and a script that applies it. */
export const squid: Target = holding(['tcp', 'udp'], notForwarded, {
  name: 'squid',
  clients: 'filtered',
  connects: 'by-proxy',
  namesAt: namesOnNamedDevice('squid'),
  ...madeFrom(
    {
      'squid/bypass.conf': templates['squid/bypass.conf'],
      'squid/apply.sh': templates['squid/apply.sh'],
    },
    view,
  ),
  coverage,
  caveats,
  stated,
  identifiers: identityOf,
  read,
  live: async () => (await import('./live/index.ts')).live,
});
