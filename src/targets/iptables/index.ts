import { identityOf } from '../identity.ts';
import { sharesNamedDevice } from '../same-device.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { read } from './read/index.ts';
import { settings } from './settings.ts';
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
  settings,
  identifiers: identityOf,
  read,
};
