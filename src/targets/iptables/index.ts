import { sharesNamedDevice } from '../kit/writing/device.ts';
import { identityOf } from '../kit/writing/identity.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { read } from './read.ts';
import { stated } from './stated.ts';
import { view } from './view.ts';

/** iptables and ip6tables with sets that dnsmasq fills. */
export const iptables: Target = {
  name: 'iptables',
  clients: 'filtered',
  connects: 'directly',
  sharesPlace: sharesNamedDevice('iptables'),
  view,
  coverage,
  caveats,
  stated,
  identifiers: identityOf,
  read,
};
