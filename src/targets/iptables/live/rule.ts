import type { Family } from '../../../net/address.ts';
import { everyAddress, type Network, subtractNetworks } from '../../../net/network.ts';
import { everyPort, type PortRange, sharedPorts } from '../../../net/port.ts';
import { parseSavedBlock } from '../read/blocks.ts';
import type { SavedRule, SavedTable } from './dumps.ts';
import { type Option, optionsOf } from './options.ts';

/** What a rule does with a packet that it matches. */
export type Action =
  | { readonly kind: 'accept' | 'deny' | 'return' | 'continue' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string };

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
  /** Does it match no packet that the table raw hid from the tracking of connections? */
  readonly isForTracked: boolean;
  readonly action: Action;
  /** The word after -j, if nothing follows it. */
  readonly target: string | undefined;
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
    isForTracked: false,
    action: { kind: 'continue' },
    target: undefined,
  };
  for (const option of optionsOf(rule.text)) readOption(draft, option, family);
  return draft;
}

/** The same in its table: a chain may have the name of a target that this version of iptables does not have. */
export function meaningIn(rule: SavedRule, { family, chains }: SavedTable): Meaning {
  const meaning = meaningOf(rule, family);
  const { target } = meaning;
  if (target === undefined || !chains.has(target)) return meaning;
  return { ...meaning, action: { kind: 'jump', chain: target } };
}

function readOption(draft: Draft, { name, isNegated, values }: Option, family: Family): void {
  const [first = '', second = ''] = values;
  if (name === '-j' && values.length === 1) draft.target = first;
  if (name === '-j' || name === '-g') draft.action = actionOf(name, first);
  else if (isNegated) readNegated(draft, name, values, family);
  else if (name === '--match-set') readSet(draft, first, second);
  else if (values.length > 1) draft.conditional = true;
  else readCondition(draft, name, first, family);
}

// Targets after which the next rule of the chain is asked.
const passing = new Set(
  'LOG NFLOG ULOG MARK CONNMARK CONNSECMARK SECMARK TCPMSS TOS DSCP TTL HL CLASSIFY SET TRACE CT NOTRACK AUDIT CHECKSUM ECN LED RATEEST TCPOPTSTRIP TEE IDLETIMER HMARK'.split(
    ' ',
  ),
);

/** Is the next rule of the chain asked after this target? */
export function isPassing(target: string): boolean {
  return passing.has(target);
}

function actionOf(option: string, target: string): Action {
  if (option === '-g') return { kind: 'goto', chain: target };
  if (target === 'ACCEPT') return { kind: 'accept' };
  if (target === 'DROP' || target === 'REJECT') return { kind: 'deny' };
  if (target === 'RETURN') return { kind: 'return' };
  if (passing.has(target)) return { kind: 'continue' };
  return { kind: 'jump', chain: target };
}

function readNegated(
  draft: Draft,
  option: string,
  values: readonly string[],
  family: Family,
): void {
  const [value = '', ...others] = values;
  const block = parseSavedBlock(value);
  const isAddress = option === '-s' || option === '-d';
  if (block?.family !== family || !isAddress || others.length > 0) {
    draft.conditional = true;
    return;
  }
  const rest = subtractNetworks([everyAddress(family)], [block]);
  if (option === '-s') draft.sources = rest;
  else draft.destinations = rest;
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
      readIcmpType(draft, value, family);
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
  if (!states.includes('UNTRACKED')) draft.isForTracked = true;
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

/** Errors and replies, and what routers do not forward: such a packet opens nothing. RFC 792, RFC 4443, RFC 4861. */
const openingNothing: Readonly<Record<Family, ReadonlySet<string>>> = {
  4: new Set(['0', '3', '4', '11', '12']),
  6: new Set(['1', '2', '3', '4', '129', '133', '134', '135', '136', '137']),
};

/** Of the types, a spec can name only echo requests. */
function readIcmpType(draft: Draft, text: string, family: Family): void {
  const [type = ''] = text.split('/');
  if (type === 'any' || type === (family === 4 ? '8' : '128')) return;
  draft.ports = [];
  if (openingNothing[family].has(type)) draft.passive = true;
  else draft.otherProtocol = `ICMP type ${text}`;
}

/** Port 0 is part of a range such as 0:1023. No spec can name it, so alone it is like another protocol. */
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
  if (ports.some(({ high }) => high === 0)) draft.otherProtocol = 'port 0';
  narrow(draft, ports);
}

function narrow(draft: Draft, ports: readonly PortRange[]): void {
  draft.ports = sharedPorts(draft.ports, ports);
}
