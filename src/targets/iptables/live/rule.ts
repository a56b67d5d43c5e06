import { bitsOf, type Family } from '../../../net/address.ts';
import { type Network, subtractNetworks } from '../../../net/network.ts';
import { everyPort, type PortRange, sharedPorts } from '../../../net/port.ts';
import { parseSavedBlock } from '../read/blocks.ts';
import type { SavedRule } from './dumps.ts';

/** What a rule does with a packet that it matches. */
export type Action =
  | { readonly kind: 'accept' | 'deny' | 'return' | 'continue' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  /** An extension that may accept a packet. */
  | { readonly kind: 'unknown'; readonly name: string };

/** The meaning of a saved rule for packets that open a connection. */
export type Meaning = {
  readonly rule: SavedRule;
  /** Undefined means any. */
  readonly sources: readonly Network[] | undefined;
  readonly destinations: readonly Network[] | undefined;
  readonly set: string | undefined;
  readonly ports: readonly PortRange[];
  /** A protocol that no spec can name. */
  readonly otherProtocol: string | undefined;
  /** Does it match only packets of known connections, or of this device itself? */
  readonly passive: boolean;
  /** Does it also have conditions that are not compared? */
  readonly conditional: boolean;
  readonly action: Action;
};

type Draft = { -readonly [Key in keyof Meaning]: Meaning[Key] };

/** Reads one rule, as iptables-save prints it. A rule with a condition that is not known counts as if it always matched. */
export function meaningOf(rule: SavedRule, family: Family): Meaning {
  const draft: Draft = {
    rule,
    sources: undefined,
    destinations: undefined,
    set: undefined,
    ports: everyPort,
    otherProtocol: undefined,
    passive: false,
    conditional: false,
    action: { kind: 'continue' },
  };
  const words = wordsOf(rule.text).slice(2);
  let at = 0;
  while (at < words.length) at += readOption(draft, words.slice(at, at + 4), family);
  return draft;
}

/** Reads one condition, or the target; returns how many words it has. What follows a target is its own. */
function readOption(draft: Draft, words: readonly string[], family: Family): number {
  const [first = '', second = '', third = ''] = words;
  if (first === '!') {
    readNegated(draft, second, third, family);
    return 3;
  }
  if (first === '-j' || first === '-g') {
    draft.action = actionOf(first, second);
    return Number.POSITIVE_INFINITY;
  }
  if (first === '--match-set') {
    readSet(draft, second, third);
    return 3;
  }
  readCondition(draft, first, second, family);
  return 2;
}

/** The words of a rule; one in quotes may contain spaces. */
function wordsOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
}

// Targets after which the next rule of the chain is asked.
const passing = new Set(
  'LOG NFLOG ULOG MARK CONNMARK CONNSECMARK SECMARK TCPMSS TOS DSCP TTL HL CLASSIFY SET TRACE CT NOTRACK AUDIT CHECKSUM ECN LED RATEEST TCPOPTSTRIP TEE IDLETIMER HMARK'.split(
    ' ',
  ),
);

function actionOf(option: string, target: string): Action {
  if (option === '-g') return { kind: 'goto', chain: target };
  if (target === 'ACCEPT') return { kind: 'accept' };
  if (target === 'DROP' || target === 'REJECT') return { kind: 'deny' };
  if (target === 'RETURN') return { kind: 'return' };
  if (passing.has(target)) return { kind: 'continue' };
  return { kind: 'jump', chain: target };
}

function readNegated(draft: Draft, option: string, value: string, family: Family): void {
  const block = parseSavedBlock(value);
  if (block?.family !== family || (option !== '-s' && option !== '-d')) {
    draft.conditional = true;
    return;
  }
  const rest = subtractNetworks([everyAddress(family)], [block]);
  if (option === '-s') draft.sources = rest;
  else draft.destinations = rest;
}

function everyAddress(family: Family): Network {
  return { family, first: 0n, last: (1n << BigInt(bitsOf(family))) - 1n };
}

function readSet(draft: Draft, name: string, direction: string): void {
  if (direction === 'dst' && draft.set === undefined) draft.set = name;
  else draft.conditional = true;
}

/** Matches whose name says nothing that their options do not say. */
const silent = new Set('tcp udp sctp comment set conntrack state multiport icmp icmp6'.split(' '));

function readCondition(draft: Draft, option: string, value: string, family: Family): void {
  switch (option) {
    case '-s':
    case '-d':
      readBlock(draft, option, value, family);
      return;
    case '-p':
      readProtocol(draft, value, family);
      return;
    case '-m':
      if (value === 'ah' && family === 6) narrow(draft, portsOf('ah', family));
      else if (!silent.has(value)) draft.conditional = true;
      return;
    case '--dport':
    case '--dports':
      readPorts(draft, value);
      return;
    case '--icmp-type':
    case '--icmpv6-type':
      if (!isEcho(value, family)) draft.ports = [];
      return;
    case '--ctstate':
    case '--state':
      readStates(draft, value.split(','));
      return;
    case '-i':
      if (value === 'lo') draft.passive = true;
      else draft.conditional = true;
      return;
    case '--comment':
      return;
    default:
      draft.conditional = true;
  }
}

function readBlock(draft: Draft, option: '-s' | '-d', value: string, family: Family): void {
  const block = parseSavedBlock(value);
  if (block?.family !== family) draft.conditional = true;
  else if (option === '-s') draft.sources = [block];
  else draft.destinations = [block];
}

/** Packets of a known connection open none. */
function readStates(draft: Draft, states: readonly string[]): void {
  const opening = states.filter((state) => !['RELATED', 'ESTABLISHED', 'INVALID'].includes(state));
  if (opening.length === 0) draft.passive = true;
  else if (!opening.includes('NEW')) draft.conditional = true;
}

function readProtocol(draft: Draft, name: string, family: Family): void {
  if (name === 'all') return;
  const ports = portsOf(name, family);
  if (ports.length === 0) draft.otherProtocol = name;
  narrow(draft, ports);
}

function portsOf(protocol: string, family: Family): PortRange[] {
  const icmp = family === 4 ? 'icmp' : 'ipv6-icmp';
  const name = protocol === icmp ? 'icmp-echo' : protocol;
  return everyPort.filter(({ transport }) => transport === name);
}

function isEcho(type: string, family: Family): boolean {
  return type === 'any' || type.split('/')[0] === (family === 4 ? '8' : '128');
}

/** Port 0 is part of a range such as 0:1023, and no spec can name it. */
function readPorts(draft: Draft, text: string): void {
  const transports = new Set(draft.ports.map(({ transport }) => transport));
  const ranges = text.split(',').map((part) => /^([0-9]{1,5})(?::([0-9]{1,5}))?$/.exec(part));
  if (ranges.includes(null)) {
    draft.conditional = true;
    return;
  }
  const ports = ranges.flatMap((range) => {
    const low = Number(range?.[1]);
    const high = Number(range?.[2] ?? low);
    return [...transports].map((transport) => ({ transport, low: Math.max(low, 1), high }));
  });
  narrow(draft, ports);
}

function narrow(draft: Draft, ports: readonly PortRange[]): void {
  draft.ports = sharedPorts(draft.ports, ports);
}
