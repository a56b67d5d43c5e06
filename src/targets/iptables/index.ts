import { templates } from '../../../compiled/templates.js';
import { namesOnNamedDevice } from '../kit/writing/device.ts';
import { identityOf } from '../kit/writing/identity.ts';
import { madeFrom } from '../kit/writing/made-from.ts';
import type { Target } from '../target.ts';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { read } from './read/index.ts';
import { stated } from './stated.ts';
import { view } from './view.ts';

/** iptables and ip6tables with sets that dnsmasq fills. */
export const iptables: Target = {
  name: 'iptables',
  clients: 'filtered',
  connects: 'directly',
  namesAt: namesOnNamedDevice('iptables'),
  ...madeFrom(
    {
      'iptables/rules.v4': templates['iptables/rules'],
      'iptables/rules.v6': templates['iptables/rules'],
      'iptables/sets.ipset': templates['iptables/sets.ipset'],
      'iptables/dnsmasq.conf': templates['iptables/dnsmasq.conf'],
      'iptables/apply.sh': templates['iptables/apply.sh'],
    },
    view,
  ),
  coverage,
  caveats,
  stated,
  identifiers: identityOf,
  read,
  live: async () => (await import('./live/index.ts')).live,
};
