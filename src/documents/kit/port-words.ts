import type { PortRange } from '../../net/port.ts';
import type { PortTransport } from '../../net/transport.ts';

/** What a word of a document says about ports. */
export type PortWord = {
  /** Never empty. */
  readonly transports: readonly PortTransport[];
  /** The port that the word means without a number; undefined for a transport, and for a protocol with several. */
  readonly port: number | undefined;
  /** Whether it is a transport, and not a protocol above one. */
  readonly isTransport: boolean;
};

const both = ['tcp', 'udp'] as const;

const words: ReadonlyMap<string, PortWord> = new Map([
  ...(['tcp', 'udp', 'sctp'] as const).map((name) => [name, transport(name)] as const),
  ...[
    ...'tls ssl ftp ftps smtp smtps imap pop3 mqtt amqp amqps websocket websockets'.split(' '),
  ].map((name) => [name, protocol(['tcp'])] as const),
  ...['dtls', 'rtp', 'srtp', 'snmp'].map((name) => [name, protocol(['udp'])] as const),
  ['http', protocol(['tcp'], 80)],
  ['https', protocol(['tcp'], 443)],
  ['ws', protocol(['tcp'], 80)],
  ['wss', protocol(['tcp'], 443)],
  ['ssh', protocol(['tcp'], 22)],
  ['sftp', protocol(['tcp'], 22)],
  ['ldaps', protocol(['tcp'], 636)],
  ['imaps', protocol(['tcp'], 993)],
  ['pop3s', protocol(['tcp'], 995)],
  ['mqtts', protocol(['tcp'], 8883)],
  ['quic', protocol(['udp'], 443)],
  ['ntp', protocol(['udp'], 123)],
  ['dns', protocol(both, 53)],
]);

function transport(name: PortTransport): PortWord {
  return { transports: [name], port: undefined, isTransport: true };
}

function protocol(transports: readonly PortTransport[], port?: number): PortWord {
  return { transports, port, isTransport: false };
}

/** What a word says about ports, as in `TCP` and `https`; undefined for other words. */
export function portWord(word: string): PortWord | undefined {
  return words.get(word.toLowerCase());
}

/** The ports that a word means without a number: tcp/443 for `HTTPS`. */
export function portsOfWord({ transports, port }: PortWord): readonly PortRange[] {
  if (port === undefined) return [];
  return transports.map((transport) => ({ transport, low: port, high: port }));
}

const onTcp = new Set([25, 80, 143, 443, 465, 587, 636, 853, 993, 995, 5061, 8883]);

/** The transports that a port number alone means; undefined if it has to be said. */
export function usualTransports(port: number): readonly PortTransport[] | undefined {
  if (onTcp.has(port)) return ['tcp'];
  if (port === 123) return ['udp'];
  return port === 53 ? both : undefined;
}
