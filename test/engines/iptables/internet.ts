/** An IPv4 address and an IPv6 address. */
export type Pair = readonly [four: string, six: string];

/** A port of one address on which a service echoes. */
type Bound = {
  readonly transport: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
};

export type Services = {
  /** TCP ports on every address. */
  readonly everywhere: readonly number[];
  readonly bound: readonly Bound[];
};

/** The test network behind the router: the addresses of names, and the services on them. */
export type Internet = {
  readonly names: Readonly<Record<string, Pair>>;
  readonly addresses: readonly string[];
  /** Addresses on which the server answers for the names. */
  readonly resolvers: readonly string[];
  readonly services: Services;
};

/** A port as a spec writes it, such as `tcp/443`. */
export type Port = `${'tcp' | 'udp'}/${number}`;

/** A port that a rule of the site allows to all hosts. */
export const sitePort = 8088;

type World = {
  /** Names with an address each in public space. */
  readonly names: readonly string[];
  /** Names whose owner points them at these addresses. */
  readonly pointing: Readonly<Record<string, Pair>>;
  /** Addresses without a name. */
  readonly places: readonly string[];
  readonly resolvers: readonly string[];
  readonly ports: readonly Port[];
};

export function internetOf({ names, pointing, places, resolvers, ports }: World): Internet {
  const pairs = names.map((name, index) => [name, pairAt(index + 1)] as const);
  const all = { ...Object.fromEntries(pairs), ...pointing };
  const addresses = [...new Set([...Object.values(all).flat(), ...places])];
  const offers = ports.map(splitPort);
  return {
    names: all,
    addresses,
    resolvers,
    services: {
      everywhere: [
        ...offers.filter(({ transport, port }) => transport === 'tcp' && port !== 53),
        { port: sitePort },
      ].map(({ port }) => port),
      // On port 53 of the resolvers is the one who answers for names.
      bound: addresses.flatMap((address) =>
        offers
          .filter(({ transport, port }) => transport === 'udp' || port === 53)
          .filter(({ port }) => port !== 53 || !resolvers.includes(address))
          .map((offer) => ({ ...offer, address })),
      ),
    },
  };
}

/** An address of its own for each name. */
function pairAt(index: number): Pair {
  return [`192.31.196.${index}`, `2001:db8:19::${index.toString(16)}`];
}

export function splitPort(port: Port): { transport: 'tcp' | 'udp'; port: number } {
  return { transport: port.startsWith('tcp/') ? 'tcp' : 'udp', port: Number(port.slice(4)) };
}
