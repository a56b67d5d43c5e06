import { renderWords } from '../../targets/iptables/render.ts';
import { internetOf, type Pair } from './internet.ts';
import { kinds } from './packet-kinds.ts';
import { client, type Family, families, inFamily } from './table.ts';

/** Addresses of both families; each of the first ones is listed on the service of its name, and on no other. */
const places: Readonly<Record<string, Pair>> = {
  ping: ['198.51.100.1', '2001:db8:100::1'],
  esp: ['198.51.100.2', '2001:db8:100::2'],
  ah: ['198.51.100.3', '2001:db8:100::3'],
  gre: ['198.51.100.4', '2001:db8:100::4'],
  signals: ['198.51.100.5', '2001:db8:100::5'],
  calls: ['198.51.100.6', '2001:db8:100::6'],
  // In guarded space.
  inside: ['10.77.0.1', 'fd00:77::1'],
  // The last of many networks, which are in a set, and the address after it.
  many: ['192.31.200.95', '2001:db8:200::5f'],
  afterMany: ['192.31.200.96', '2001:db8:200::60'],
  unlisted: ['198.51.100.7', '2001:db8:100::7'],
};

const many = Array.from({ length: 40 }, (_, index) => 16 + 2 * index).flatMap((last) => [
  `192.31.200.${last}/31`,
  `2001:db8:200::${last.toString(16)}/127`,
]);

/** The addresses of a place in both families. */
export function at(place: string): readonly string[] {
  return places[place] ?? [];
}

/** A site that lists most of these places, a name, and many networks. */
export const files = renderWords({
  name: 'protocols',
  services: {
    ping: { ports: ['icmp-echo'], application: 'other' },
    esp: { ports: ['esp'], application: 'other' },
    ah: { ports: ['ah'], application: 'other' },
    gre: { ports: ['gre'], application: 'other' },
    signals: { ports: ['sctp/2905'], application: 'other' },
    calls: { ports: ['udp/3478'], application: 'other' },
  },
  groups: [
    { id: 'dns', to: { dns: ['resolvers'] } },
    {
      id: 'all',
      to: {
        ping: ['vpn.example.com', 'inner.example.com', ...at('ping')],
        esp: ['vpn.example.com', 'inner.example.com', ...at('esp')],
        ah: at('ah'),
        gre: [...at('gre'), ...at('inside')],
        signals: at('signals'),
        calls: at('calls'),
      },
    },
    { id: 'many', to: { ping: many, esp: many } },
  ],
  site: { targets: { iptables: { protectSelf: { interfaces: ['c'] } } } },
});

/** Everything behind the router; nothing answers but a ping. */
export const internet = internetOf({
  names: ['vpn.example.com', 'other.example.com'],
  // A listed name whose owner points it into guarded space.
  pointing: { 'inner.example.com': ['10.77.0.9', 'fd00:77::9'] },
  places: Object.values(places).flat(),
  resolvers: [],
  ports: [],
});

/** The places, and the addresses of the names. */
export const destinations: Readonly<Record<string, Pair>> = { ...places, ...internet.names };

/** Every kind of packet, between the client and each destination. */
export const outward = families.flatMap((family) =>
  Object.keys(destinations).flatMap((place) =>
    Object.keys(kinds).map((kind) => ({ place, family, kind, ...wayTo(place, family) })),
  ),
);
export const inward = outward.map((packet) => ({ ...packet, from: packet.to, to: packet.from }));

function wayTo(place: string, family: Family): { readonly from: string; readonly to: string } {
  const pair = destinations[place];
  if (pair === undefined) throw new Error(`no place is called ${place}`);
  return { from: inFamily(client, family), to: inFamily(pair, family) };
}
