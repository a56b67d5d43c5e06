import { getOrAdd } from '../../../maps.ts';
import type { Network } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import { everyPort, type PortRange } from '../../../net/port.ts';
import { parsePortRange } from '../../../net/port-text.ts';
import type { LiveDestination } from '../../kit/reading/live-rules.ts';
import {
  entriesOf,
  type LiveEntry,
  type LivePlace,
  type ObjectKind,
} from '../read/config/entries.ts';
import { namedByObject, namedByUrl } from '../read/values.ts';

/** What names in a rule stand for. `isKnown` is false if a part of it is not compared. */
export type Content<Item> = { readonly items: readonly Item[]; readonly isKnown: boolean };

type Destinations = Content<LiveDestination>;

const anywhere: LiveDestination = { destination: { kind: 'any' } };

// What cannot be read may be anything.
const unknownPlace: Destinations = { items: [anywhere], isKnown: false };
const unknownPorts: Content<PortRange> = { items: everyPort, isKnown: false };

/** The objects that a rule can name: those of its own place come first. */
export class Contents {
  readonly #objects: ReadonlyMap<string, LiveEntry>;
  readonly #destinations = new Map<string, Destinations>();
  readonly #networks = new Map<string, Content<Network>>();

  constructor(scopes: readonly (LivePlace | undefined)[]) {
    const objects = new Map<string, LiveEntry>();
    for (const scope of scopes)
      for (const [container, entries] of scope?.containers ?? [])
        for (const entry of entries) getOrAdd(objects, `${container} ${entry.name}`, () => entry);
    this.#objects = objects;
  }

  /** The destinations of addresses and address groups. */
  destinationsOf(names: readonly string[]): Destinations {
    if (names.length === 0 || names.includes('any')) return { items: [anywhere], isKnown: true };
    return joined(names.map((name) => this.#destination(name, [])));
  }

  /** The networks of addresses and address groups; not known if they contain anything else. */
  networksOf(names: readonly string[]): Content<Network> {
    return getOrAdd(this.#networks, names.join('\n'), () => {
      const { items, isKnown } = this.destinationsOf(names);
      const networks = items.flatMap(({ destination }) =>
        destination.kind === 'network' ? [destination.network] : [],
      );
      return { items: networks, isKnown: isKnown && networks.length === items.length };
    });
  }

  /** The entries of URL categories; those of the vendor's own categories are not known. */
  urlsOf(names: readonly string[]): Destinations {
    return joined(
      names.map((name) => {
        const fields = this.#object('profiles/custom-url-category', name)?.fields;
        const isList = fields?.get('type')?.[0] === 'URL List';
        if (fields === undefined || !isList) return unknownPlace;
        return joined((fields.get('list') ?? []).map(urlOf));
      }),
    );
  }

  /** The ports of services and service groups. */
  portsOf(names: readonly string[]): Content<PortRange> {
    if (names.length === 0 || names.includes('any')) return { items: everyPort, isKnown: true };
    return joined(names.map((name) => this.#ports(name, [])));
  }

  /** The App-IDs of names and groups of applications. */
  applicationsOf(names: readonly string[]): readonly string[] {
    return names.flatMap(
      (name) => this.#object('application-group', name)?.fields.get('members') ?? [name],
    );
  }

  #object(kind: ObjectKind, name: string): LiveEntry | undefined {
    return this.#objects.get(`${kind} ${name}`);
  }

  #destination(name: string, above: readonly string[]): Destinations {
    return getOrAdd(this.#destinations, name, () => {
      const address = this.#object('address', name)?.fields;
      if (address !== undefined) return addressOf(address);
      const group = this.#object('address-group', name)?.fields;
      if (group === undefined) return literalOf(name);
      const members = group.get('static');
      if (members === undefined || above.includes(name)) return unknownPlace;
      return joined(members.map((member) => this.#destination(member, [...above, name])));
    });
  }

  #ports(name: string, above: readonly string[]): Content<PortRange> {
    const service = this.#object('service', name)?.fields;
    if (service !== undefined) return serviceOf(service);
    const members = this.#object('service-group', name)?.fields.get('members');
    if (members !== undefined && !above.includes(name))
      return joined(members.map((member) => this.#ports(member, [...above, name])));
    const known = predefined[name];
    return known === undefined ? unknownPorts : { items: known, isKnown: true };
  }
}

const tcp = (port: number): PortRange => ({ transport: 'tcp', low: port, high: port });

const predefined: Readonly<Record<string, readonly PortRange[]>> = {
  'service-http': [tcp(80), tcp(8080)],
  'service-https': [tcp(443)],
};

function joined<Item>(parts: readonly Content<Item>[]): Content<Item> {
  return {
    items: parts.flatMap(({ items }) => items),
    isKnown: parts.every(({ isKnown }) => isKnown),
  };
}

function addressOf(fields: LiveEntry['fields']): Destinations {
  for (const kind of ['ip-netmask', 'ip-range', 'fqdn'] as const) {
    const value = fields.get(kind)?.[0];
    if (value === undefined) continue;
    const named = kind === 'fqdn' ? namedByObject(`fqdn ${value.toLowerCase()}`) : undefined;
    return named === undefined ? literalOf(value) : known({ destination: named.destination });
  }
  return unknownPlace;
}

function literalOf(text: string): Destinations {
  const network = parseNetwork(text.replace(/^([0-9.]+)\/32$|^([0-9a-f:]+)\/128$/, '$1$2'));
  return network.ok
    ? known({ destination: { kind: 'network', network: network.value } })
    : unknownPlace;
}

function known(item: LiveDestination): Destinations {
  return { items: [item], isKnown: true };
}

function urlOf(entry: string): Destinations {
  const named = namedByUrl(entry);
  return named === undefined ? unknownPlace : known(named);
}

function serviceOf(fields: LiveEntry['fields']): Content<PortRange> {
  const parts = [...fields].flatMap(([field, [value = '']]) => {
    const [, transport] = /^protocol\/(tcp|udp|sctp)\/port$/.exec(field) ?? [];
    if (transport === undefined) return [];
    return value.split(',').map((port): Content<PortRange> => {
      const range = parsePortRange(`${transport}/${port.trim()}`);
      return range.ok ? { items: [range.value], isKnown: true } : unknownPorts;
    });
  });
  const isWhole = ![...fields.keys()].some((field) => field.endsWith('/source-port'));
  const all = parts.length === 0 ? unknownPorts : joined(parts);
  return { items: all.items, isKnown: all.isKnown && isWhole };
}

/** The entries of a kind in a place whose names begin with the prefix. */
export function ownObjects(
  place: LivePlace | undefined,
  kind: ObjectKind,
  prefix: string,
): LiveEntry[] {
  return entriesOf(place, kind).filter(({ name }) => name.startsWith(`${prefix}-`));
}
