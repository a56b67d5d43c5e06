import type { Family } from './table.ts';

/** What one packet has behind its IP header. */
export type Packet = { readonly protocol: number; readonly bytes: string };

/** Kinds of packets, by their names: those that a spec can name, and others that must never pass with them. */
export const kinds: Readonly<Record<string, (family: Family) => Packet>> = {
  echo: (family) => (family === 4 ? icmp4(8) : icmp6(128)),
  // The other requests that a host answers: timestamp, address mask, node information.
  timestamp: (family) => (family === 4 ? icmp4(13) : icmp6(139)),
  mask: (family) => (family === 4 ? icmp4(17) : icmp6(130)),
  reply: (family) => (family === 4 ? icmp4(0) : icmp6(129)),
  unreachable: (family) => (family === 4 ? icmp4(3) : icmp6(1)),
  redirect: (family) => (family === 4 ? icmp4(5) : icmp6(137)),
  advertisement: (family) => (family === 4 ? icmp4(9) : icmp6(134)),
  esp: () => ({ protocol: 50, bytes: esp }),
  ah: () => ({ protocol: 51, bytes: aroundAh(50, esp) }),
  gre: () => ({ protocol: 47, bytes: `00000800${'45'.repeat(20)}` }),
  'sctp/2905': () => sctp(2905),
  'sctp/2906': () => sctp(2906),
  'udp/3478': () => ({ protocol: 17, bytes: udp(3478) }),
  'ah around udp/3478': () => ({ protocol: 51, bytes: aroundAh(17, udp(3478)) }),
  'ah around udp/9': () => ({ protocol: 51, bytes: aroundAh(17, udp(9)) }),
  'ip in ip': (family) => ({ protocol: family === 4 ? 4 : 41, bytes: '45'.repeat(20) }),
  ospf: () => ({ protocol: 89, bytes: '02010018'.padEnd(48, '0') }),
};

/** The kind of a packet that arrived; `undefined` for one that the test did not send. */
export function kindOf(packet: Packet, family: Family): string | undefined {
  const text = textOf(packet);
  return Object.keys(kinds).find((kind) => {
    const sent = kinds[kind]?.(family);
    return sent !== undefined && textOf(sent) === text;
  });
}

/** Without the checksum of ICMPv6, which the kernel of the sender fills in. */
function textOf({ protocol, bytes }: Packet): string {
  return `${protocol} ${protocol === 58 ? `${bytes.slice(0, 4)}0000${bytes.slice(8)}` : bytes}`;
}

// A number of the association, a sequence number, and something encrypted.
const esp = `0000beef00000001${'a5'.repeat(16)}`;

/** The header has 24 bytes: 4 more words than the 2 that its length does not count. */
function aroundAh(next: number, inside: string): string {
  return `${hex(next, 1)}0400000000beef00000001${'5a'.repeat(12)}${inside}`;
}

/** No checksum: a receiver of UDP, and a packet filter, accept a zero. */
function udp(port: number): string {
  return `${hex(40000, 2)}${hex(port, 2)}${hex(12, 2)}0000deadbeef`;
}

function icmp6(type: number): Packet {
  return { protocol: 58, bytes: `${hex(type, 1)}0000004242000100000000` };
}

function icmp4(type: number): Packet {
  const [start, rest] = [`${hex(type, 1)}00`, `42420001${'00'.repeat(8)}`];
  const words = `${start}0000${rest}`.match(/.{4}/g) ?? [];
  const sum = words.reduce((total, word) => total + Number.parseInt(word, 16), 0);
  const folded = (sum & 0xffff) + (sum >> 16);
  return { protocol: 1, bytes: `${start}${hex(~folded & 0xffff, 2)}${rest}` };
}

/** The first packet of an association: an INIT chunk of 20 bytes. */
function sctp(port: number): Packet {
  const ports = `${hex(40000, 2)}${hex(port, 2)}00000000`;
  const chunk = '01000014000000010000ffff0001000100000001';
  const sum = crc32c(Buffer.from(`${ports}00000000${chunk}`, 'hex'));
  return { protocol: 132, bytes: `${ports}${sum}${chunk}` };
}

/** The checksum of SCTP, its lowest byte first. Linux takes a packet with another one as invalid. */
function crc32c(bytes: Uint8Array): string {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(~crc >>> 0);
  return sum.toString('hex');
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(2 * length, '0');
}
