import { identityOf } from '../kit/writing/identity.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { sameLocation } from './options.ts';
import { read } from './read.ts';
import { stated } from './stated.ts';
import { view } from './view.ts';

/** Security and decryption rules for PAN-OS, as set commands and as XML. */
export const paloalto: Target = {
  name: 'paloalto',
  clients: 'filtered',
  connects: 'directly',
  sharesPlace: sameLocation,
  view,
  coverage,
  caveats,
  stated,
  identifiers: identityOf,
  read,
};
