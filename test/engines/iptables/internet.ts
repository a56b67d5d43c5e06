/** An IPv4 address and an IPv6 address. */
export type Pair = readonly [four: string, six: string];

/** The world behind the router: who has which addresses, and what the server offers on all of them. */
export type Internet = {
  readonly names: Readonly<Record<string, Pair>>;
  readonly services: {
    readonly tcp: readonly number[];
    readonly udp: readonly number[];
    readonly addresses: readonly string[];
  };
};

/** A port as a spec writes it, such as `tcp/443`. */
export type Port = `${'tcp' | 'udp'}/${number}`;

/** A port that a rule of the site opens to everybody. */
export const sitePort = 8088;

type World = {
  /** Names with an address each in public space. */
  readonly names: readonly string[];
  /** Names whose owner answers with addresses that are inside of networks. */
  readonly inside: Readonly<Record<string, Pair>>;
  /** Addresses without a name. */
  readonly places: readonly string[];
  readonly ports: readonly Port[];
};

export function internetOf({ names, inside, places, ports }: World): Internet {
  const all = { ...Object.fromEntries(names.map((name, index) => [name, pairAt(index + 1)])), ...inside };
  const of = (transport: 'tcp' | 'udp') =>
    ports.map(splitPort).flatMap((each) => (each.transport === transport ? [each.port] : []));
  // On port 53 the server's dnsmasq answers.
  const offered = (transport: 'tcp' | 'udp') => of(transport).filter((port) => port !== 53);
  return {
    names: all,
    services: {
      tcp: [...offered('tcp'), sitePort],
      udp: offered('udp'),
      addresses: [...new Set([...Object.values(all).flat(), ...places])],
    },
  };
}

/** An address of its own for each name. */
function pairAt(index: number): Pair {
  return [`198.19.0.${index}`, `2001:db8:19::${index.toString(16)}`];
}

export function splitPort(port: Port): { transport: 'tcp' | 'udp'; port: number } {
  return { transport: port.startsWith('tcp/') ? 'tcp' : 'udp', port: Number(port.slice(4)) };
}
