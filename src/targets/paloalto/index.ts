import { identityOf } from '../identity.ts';
import { madeFrom } from '../kit/writing/made-from.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { read } from './read/index.ts';
import { sameLocation } from './same-location.ts';
import { settings } from './settings.ts';
import { view } from './view.ts';

/** Security and decryption rules for PAN-OS, as set commands and as XML. */
export const paloalto: Target = {
  name: 'paloalto',
  clients: 'filtered',
  connects: 'directly',
  sharesPlace: sameLocation,
  ...madeFrom(
    { 'paloalto/rules.set': 'paloalto/rules.set', 'paloalto/rules.xml': 'paloalto/rules.xml' },
    view,
  ),
  coverage,
  caveats,
  settings,
  identifiers: identityOf,
  read,
};
