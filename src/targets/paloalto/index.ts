import { templates } from '../../../compiled/templates.js';
import { identityOf } from '../kit/writing/identity.ts';
import { madeFrom } from '../kit/writing/made-from.ts';
import { holding, onlyTcpAndUdp } from '../kit/writing/transports.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { namesAt } from './options.ts';
import { read } from './read/index.ts';
import { stated } from './stated.ts';
import { view } from './view.ts';

/** Security and decryption rules for PAN-OS, as set commands and as XML. */
export const paloalto: Target = holding(['tcp', 'udp'], onlyTcpAndUdp, {
  name: 'paloalto',
  clients: 'filtered',
  connects: 'directly',
  namesAt,
  ...madeFrom(
    {
      'paloalto/rules.set': templates['paloalto/rules.set'],
      'paloalto/rules.xml': templates['paloalto/rules.xml'],
    },
    view,
  ),
  coverage,
  caveats,
  stated,
  identifiers: identityOf,
  read,
});
