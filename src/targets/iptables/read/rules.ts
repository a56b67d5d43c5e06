import type { Family } from '../../../net/address.ts';
import type { Network } from '../../../net/network.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { readAccepts } from './accepts.ts';
import { type Guard, readGuards, requireUnguarded, reservedNetworks, touches } from './guards.ts';
import type { Accept } from './values.ts';

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
  /** The line number, from 1, of the first guard. */
  readonly innerAt: number;
  /** The chains that a new connection goes through, by the end of their names. */
  readonly chains: ReadonlyMap<string, readonly Step[]>;
  readonly self: readonly Accept[];
};

/** Reads rules.v4 or rules.v6; throws a NotCanonicalError at the first line that the tool would not have written. */
export function readRules(cursor: Cursor, family: Family): RulesFile {
  const { spec, chain } = readHead(cursor, family);
  const { closed, log } = readEnd(cursor, chain, family);
  readIn(cursor, chain, closed);
  const optional = readAccepts(cursor, chain, 'OPTIONAL', family);
  const { steps: out, inner, innerAt } = readOut(cursor, chain, family);
  const recommended = readAccepts(cursor, chain, 'RECOMMENDED', family);
  const required = readAccepts(cursor, chain, 'REQUIRED', family);
  const guarded = [...inner, ...reservedNetworks(family)];
  for (const tier of [optional, recommended, required]) requireUnguarded(cursor, tier, guarded);
  const { self, protects } = readSelf(cursor, chain, family);
  if (protects && !closed)
    cursor.refuse('the line closes this device, where nothing else is closed');
  cursor.takeExactly('COMMIT');
  cursor.end();
  const chains = new Map([
    ['OUT', out],
    ['REQUIRED', steps(required)],
    ['RECOMMENDED', steps(recommended)],
    ['OPTIONAL', steps(optional)],
  ]);
  return { file: cursor.file, spec, chain, closed, log, protects, inner, innerAt, chains, self };
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
  const spec = cursor.take(new RegExp(`^# ([a-z][a-z0-9-]*): ${title}$`), 'the header');
  cursor.takeExactly(
    '# apply.sh loads this file with --noflush, and puts in the jumps from the built-in chains.',
    '*filter',
  );
  const chain = cursor.take(/^:([A-Z][A-Z0-9]{1,7})-END - \[0:0\]$/, 'the chain END');
  for (const name of ['IN', 'OPTIONAL', 'OUT', 'RECOMMENDED', 'REQUIRED', 'SELF']) {
    cursor.takeExactly(`:${chain}-${name} - [0:0]`);
  }
  return { spec, chain };
}

function readEnd(cursor: Cursor, chain: string, family: Family): { closed: boolean; log: boolean } {
  const end = `-A ${chain}-END`;
  if (cursor.takeIf(`${end} -j RETURN`)) return { closed: false, log: false };
  const limit = '-m limit --limit 6/min --limit-burst 10';
  const log = cursor.takeIf(`${end} ${limit} -j LOG --log-prefix "${chain}-DENY "`);
  cursor.takeExactly(
    `${end} -p tcp -j REJECT --reject-with tcp-reset`,
    `${end} -j REJECT --reject-with ${family === 4 ? 'icmp-admin-prohibited' : 'icmp6-adm-prohibited'}`,
  );
  return { closed: true, log };
}

function readIn(cursor: Cursor, chain: string, closed: boolean): void {
  cursor.takeExactly(`-A ${chain}-IN -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`);
  if (closed) cursor.takeExactly(`-A ${chain}-IN -j DROP`);
}

type Out = {
  readonly steps: readonly Step[];
  readonly inner: readonly Network[];
  readonly innerAt: number;
};

function readOut(cursor: Cursor, chain: string, family: Family): Out {
  const out = `-A ${chain}-OUT`;
  cursor.takeExactly(
    `${out} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
    `${out} -m conntrack --ctstate INVALID -j DROP`,
  );
  const early = readAccepts(cursor, chain, 'OUT', family);
  const innerAt = cursor.line + 1;
  const { inner, outside, reserved } = readGuards(cursor, chain, family);
  const guarded = [...inner.map(({ network }) => network), ...reservedNetworks(family)];
  for (const accept of early) {
    const isGuarded = accept.block === undefined || touches(accept.block, guarded);
    if (accept.set !== undefined || !isGuarded)
      cursor.refuse('the line belongs to a tier', accept.line);
  }
  const jumps = ['REQUIRED', 'RECOMMENDED', 'OPTIONAL'].map((name): Step => {
    cursor.takeExactly(`${out} -j ${chain}-${name}`);
    return { kind: 'jump', chain: name, line: cursor.line };
  });
  cursor.takeExactly(`${out} -g ${chain}-END`);
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

function endOf({ network, line }: Guard): Step {
  return { kind: 'end', block: network, line };
}

type Self = { readonly self: Accept[]; readonly protects: boolean };

/** What the clients may ask of this device; where it is closed also what it needs to go on. */
function readSelf(cursor: Cursor, chain: string, family: Family): Self {
  const start = `-A ${chain}-SELF`;
  const replies = `${start} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`;
  if (!cursor.takeIf(replies)) return { self: readAsked(cursor, chain, family), protects: false };
  for (const type of family === 4 ? [] : neighborDiscovery)
    cursor.takeExactly(`${start} -p ipv6-icmp -m icmp6 --icmpv6-type ${type} -j ACCEPT`);
  // DHCP comes last, so no line of a rule can be taken for it: those have a comment.
  const self = readAsked(cursor, chain, family);
  cursor.takeExactly(
    `${start} -p udp -m udp --dport ${family === 4 ? 67 : 547} -j ACCEPT`,
    `${start} -g ${chain}-END`,
  );
  return { self, protects: true };
}

// Router and neighbor solicitations and advertisements (RFC 4861).
const neighborDiscovery = [133, 134, 135, 136];

function readAsked(cursor: Cursor, chain: string, family: Family): Accept[] {
  const accepts = readAccepts(cursor, chain, 'SELF', family);
  const away = accepts.find(({ block, set }) => block !== undefined || set !== undefined);
  if (away !== undefined) cursor.refuse('the line leads away from this device', away.line);
  return accepts;
}

function steps(accepts: readonly Accept[]): Step[] {
  return accepts.map((accept) => ({ kind: 'accept', accept }));
}
