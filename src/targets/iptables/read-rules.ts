import type { Family } from '../../net/address.ts';
import { type Network, networksIntersect } from '../../net/network.ts';
import { Cursor } from './read-cursor.ts';
import {
  type Accept,
  compareAccepts,
  isCanonical,
  parseBlock,
  parsePorts,
  reservedBlocks,
} from './read-values.ts';

/** What a packet that opens a connection meets on one line of a chain. */
export type Step =
  | { readonly kind: 'accept'; readonly accept: Accept }
  | { readonly kind: 'jump'; readonly chain: string; readonly line: number }
  | { readonly kind: 'end'; readonly block: Network | undefined; readonly line: number };

/** One rules file, understood. */
export type RulesFile = {
  readonly file: string;
  readonly spec: string;
  readonly chain: string;
  readonly closed: boolean;
  readonly log: boolean;
  /** Does it close this device itself? */
  readonly protects: boolean;
  /** The site's own space, at which any destination stops; sorted, as blocks. */
  readonly inner: readonly Network[];
  /** The line of the first guard. */
  readonly innerAt: number;
  /** The chains that a new connection goes through, by the end of their names. */
  readonly chains: ReadonlyMap<string, readonly Step[]>;
  readonly self: readonly Accept[];
};

/** Reads rules.v4 or rules.v6; throws a Mismatch at the first line that the tool would not have written. */
export function readRules(file: string, text: string, family: Family): RulesFile {
  const cursor = new Cursor(file, text);
  const { spec, chain } = readHead(cursor, family);
  const { closed, log } = readEnd(cursor, chain, family);
  readIn(cursor, chain, closed);
  const optional = readAccepts(cursor, chain, 'OPTIONAL', family);
  const { steps: out, inner, innerAt } = readOut(cursor, chain, family);
  const recommended = readAccepts(cursor, chain, 'RECOMMENDED', family);
  const required = readAccepts(cursor, chain, 'REQUIRED', family);
  const guarded = [...inner, ...reservedNetworks(family)];
  for (const tier of [optional, recommended, required]) refuseGuarded(cursor, tier, guarded);
  const { self, protects } = readSelf(cursor, chain, family);
  if (protects && !closed) cursor.refuse('closes this device, where nothing else is closed');
  cursor.expect('COMMIT');
  cursor.end();
  const chains = new Map([
    ['OUT', out],
    ['REQUIRED', steps(required)],
    ['RECOMMENDED', steps(recommended)],
    ['OPTIONAL', steps(optional)],
  ]);
  return { file, spec, chain, closed, log, protects, inner, innerAt, chains, self };
}

/** Every accepting line of a file, the device's own apart. */
export function acceptsOf(rules: RulesFile): Accept[] {
  return [...rules.chains.values()]
    .flat()
    .flatMap((step) => (step.kind === 'accept' ? [step.accept] : []));
}

/** Every accepting line with the end of its chain's name, the device's own too. */
export function acceptsIn(rules: RulesFile): { chain: string; accept: Accept }[] {
  const chains = [...rules.chains].flatMap(([chain, some]) =>
    some.flatMap((step) => (step.kind === 'accept' ? [{ chain, accept: step.accept }] : [])),
  );
  return [...chains, ...rules.self.map((accept) => ({ chain: 'SELF', accept }))];
}

function readHead(cursor: Cursor, family: Family): { spec: string; chain: string } {
  const title = `IPv${family} rules, written by "portolan generate"; a change here is lost.`;
  const [spec = ''] = cursor.match(new RegExp(`^# ([a-z][a-z0-9-]*): ${title}$`), 'the header');
  cursor.expect(
    '# apply.sh loads this file with --noflush, and puts in the jumps from the built-in chains.',
  );
  cursor.expect('*filter');
  const [chain = ''] = cursor.match(/^:([A-Z][A-Z0-9]{1,7})-END - \[0:0\]$/, 'the chain END');
  for (const name of ['IN', 'OPTIONAL', 'OUT', 'RECOMMENDED', 'REQUIRED', 'SELF']) {
    cursor.expect(`:${chain}-${name} - [0:0]`);
  }
  return { spec, chain };
}

function readEnd(cursor: Cursor, chain: string, family: Family): { closed: boolean; log: boolean } {
  const end = `-A ${chain}-END`;
  if (cursor.optional(new RegExp(`^${end} -j RETURN$`)) !== undefined)
    return { closed: false, log: false };
  const limit = '-m limit --limit 6/min --limit-burst 10';
  const log =
    cursor.optional(new RegExp(`^${end} ${limit} -j LOG --log-prefix "${chain}-DENY "$`)) !==
    undefined;
  cursor.expect(`${end} -p tcp -j REJECT --reject-with tcp-reset`);
  cursor.expect(
    `${end} -j REJECT --reject-with ${family === 4 ? 'icmp-admin-prohibited' : 'icmp6-adm-prohibited'}`,
  );
  return { closed: true, log };
}

function readIn(cursor: Cursor, chain: string, closed: boolean): void {
  cursor.expect(`-A ${chain}-IN -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`);
  if (closed) cursor.expect(`-A ${chain}-IN -j DROP`);
}

type Out = {
  readonly steps: readonly Step[];
  readonly inner: readonly Network[];
  readonly innerAt: number;
};

function readOut(cursor: Cursor, chain: string, family: Family): Out {
  const out = `-A ${chain}-OUT`;
  cursor.expect(`${out} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`);
  cursor.expect(`${out} -m conntrack --ctstate INVALID -j DROP`);
  const early = readAccepts(cursor, chain, 'OUT', family);
  const innerAt = cursor.line + 1;
  const { inner, outside, reserved } = readGuards(cursor, chain, family);
  const guarded = [...inner.map(({ network }) => network), ...reservedNetworks(family)];
  for (const accept of early) {
    const isGuarded = accept.block === undefined || touches(accept.block, guarded);
    if (accept.set !== undefined || !isGuarded) cursor.refuseAt(accept.line, 'belongs to a tier');
  }
  const jumps = ['REQUIRED', 'RECOMMENDED', 'OPTIONAL'].map((name): Step => {
    cursor.expect(`${out} -j ${chain}-${name}`);
    return { kind: 'jump', chain: name, line: cursor.line };
  });
  cursor.expect(`${out} -g ${chain}-END`);
  return {
    inner: inner.map(({ network }) => network),
    innerAt,
    steps: [
      ...steps(early),
      ...inner.map(endOf),
      ...outside.map((accept): Step => ({ kind: 'accept', accept: { ...accept, outside: true } })),
      ...reserved.map(endOf),
      ...jumps,
      { kind: 'end', block: undefined, line: cursor.line },
    ],
  };
}

/** One line that ends the way to a block. */
type Guard = { readonly text: string; readonly network: Network; readonly line: number };

type Guards = {
  readonly inner: readonly Guard[];
  readonly outside: readonly Accept[];
  readonly reserved: readonly Guard[];
};

/** The site's inner networks, what stops at them, and reserved space, which is the same in every file. */
function readGuards(cursor: Cursor, chain: string, family: Family): Guards {
  const first = readGuard(cursor, chain, family);
  const outside = readAccepts(cursor, chain, 'OUT', family);
  const known = reservedBlocks(family);
  const cut = outside.length === 0 ? Math.max(0, first.length - known.length) : first.length;
  const inner = first.slice(0, cut);
  const reserved = outside.length === 0 ? first.slice(cut) : readGuard(cursor, chain, family);
  refuseOtherReserved(cursor, chain, reserved, known);
  const strange = outside.find(({ block, set }) => block !== undefined || set !== undefined);
  if (strange !== undefined) cursor.refuseAt(strange.line, 'belongs to a tier');
  const [start] = inner;
  if (start !== undefined && !isCanonical(inner.map(({ network }) => network)))
    cursor.refuseAt(start.line, 'begins no canonical list of inner networks');
  return { inner, outside, reserved };
}

function readGuard(cursor: Cursor, chain: string, family: Family): Guard[] {
  const known = new Map(reservedBlocks(family).map(({ text, network }) => [text, network]));
  return cursor.while(new RegExp(`^-A ${chain}-OUT -d (\\S+) -g ${chain}-END$`), ([text = '']) => {
    const network = known.get(text) ?? parseBlock(text);
    if (network?.family !== family) return cursor.refuse('has no canonical block');
    return { text, network, line: cursor.line };
  });
}

function refuseOtherReserved(
  cursor: Cursor,
  chain: string,
  found: readonly Guard[],
  known: readonly { readonly text: string }[],
): void {
  for (const [index, { text }] of known.entries()) {
    if (found[index]?.text === text) continue;
    const line = found[index]?.line ?? cursor.line + 1;
    cursor.refuseAt(line, `is not "-A ${chain}-OUT -d ${text} -g ${chain}-END"`);
  }
  const more = found[known.length];
  if (more !== undefined) cursor.refuseAt(more.line, 'should not be there');
}

function endOf({ network, line }: Guard): Step {
  return { kind: 'end', block: network, line };
}

/** What leads into guarded space, or everywhere, stands before the guard that it passes. */
function refuseGuarded(
  cursor: Cursor,
  accepts: readonly Accept[],
  guarded: readonly Network[],
): void {
  for (const { line, block, set } of accepts) {
    const everywhere = block === undefined && set === undefined;
    if (everywhere || (block !== undefined && touches(block, guarded)))
      cursor.refuseAt(line, 'belongs before the guard of its space');
  }
}

type Self = { readonly self: Accept[]; readonly protects: boolean };

/** What the clients may ask of this device; where it is closed also what it needs to go on. */
function readSelf(cursor: Cursor, chain: string, family: Family): Self {
  const start = `-A ${chain}-SELF`;
  const replies = `${start} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`;
  if (!cursor.take(replies)) return { self: readAsked(cursor, chain, family), protects: false };
  for (const type of family === 4 ? [] : neighborDiscovery)
    cursor.expect(`${start} -p ipv6-icmp -m icmp6 --icmpv6-type ${type} -j ACCEPT`);
  // DHCP comes last, so no line of a rule can be taken for it: those have a comment.
  const self = readAsked(cursor, chain, family);
  cursor.expect(`${start} -p udp -m udp --dport ${family === 4 ? 67 : 547} -j ACCEPT`);
  cursor.expect(`${start} -g ${chain}-END`);
  return { self, protects: true };
}

// Router and neighbor solicitations and advertisements (RFC 4861).
const neighborDiscovery = [133, 134, 135, 136];

function readAsked(cursor: Cursor, chain: string, family: Family): Accept[] {
  const accepts = readAccepts(cursor, chain, 'SELF', family);
  const strange = accepts.find(({ block, set }) => block !== undefined || set !== undefined);
  if (strange !== undefined) cursor.refuseAt(strange.line, 'leads away from this device');
  return accepts;
}

const rulePattern =
  /^-A (\S+) (?:-d (\S+) )?-p (tcp|udp) -m (tcp|udp) --dport ([0-9:]+) (?:-m set --match-set (\S+) dst )?-m comment --comment "([a-z0-9-]+(?:\/[a-z0-9+-]+)+)" -j ACCEPT$/;

function readAccepts(cursor: Cursor, chain: string, name: string, family: Family): Accept[] {
  const ofChain = new RegExp(rulePattern.source.replace('(\\S+)', `(${chain}-${name})`));
  const accepts = cursor.while(ofChain, (groups) => acceptOf(cursor, groups, family));
  for (const [index, accept] of accepts.entries()) {
    const before = accepts[index - 1];
    if (before !== undefined && compareAccepts(before, accept) >= 0)
      cursor.refuseAt(accept.line, 'is out of order');
  }
  return accepts;
}

function acceptOf(cursor: Cursor, groups: readonly (string | undefined)[], family: Family): Accept {
  const [, blockText, transport, match, portsText = '', set, id = ''] = groups;
  const block = blockText === undefined ? undefined : parseBlock(blockText);
  const ports = parsePorts(`${transport}/${portsText.replace(':', '-')}`);
  if (blockText !== undefined && block?.family !== family)
    return cursor.refuse('has no canonical block');
  if (transport !== match || ports === undefined) return cursor.refuse('has no canonical port');
  if (block !== undefined && set !== undefined) return cursor.refuse('has both a block and a set');
  return { line: cursor.line, id, block, set, ports };
}

function reservedNetworks(family: Family): Network[] {
  return reservedBlocks(family).map(({ network }) => network);
}

function touches(block: Network, guarded: readonly Network[]): boolean {
  return guarded.some((network) => networksIntersect(network, block));
}

function steps(accepts: readonly Accept[]): Step[] {
  return accepts.map((accept) => ({ kind: 'accept', accept }));
}
