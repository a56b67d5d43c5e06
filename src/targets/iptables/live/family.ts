import type { Destination } from '../../../net/destination.ts';
import { everyAddress, type Network, subtractNetworks } from '../../../net/network.ts';
import { wholeHost } from '../../../net/path.ts';
import { mergePorts, type PortRange } from '../../../net/port.ts';
import type { LiveStatement } from '../../device.ts';
import type { Access, OutputPlace } from '../../reading.ts';
import { parseSavedBlock } from '../read/blocks.ts';
import type { Files } from '../read/files.ts';
import type { SavedRule, SavedTable } from './dumps.ts';
import { compareJumps } from './jumps.ts';
import { walkDifferences, walkNotes } from './notes.ts';
import { compareLines, ownEndings } from './own-lines.ts';
import { walk } from './walk.ts';
import type { Accepted, Ground } from './walked.ts';

/** What the rules of one family say. */
export type FamilyReading = {
  readonly access: readonly Access[];
  readonly differences: readonly LiveStatement[];
  readonly notes: readonly LiveStatement[];
};

/** What rules with a set allow: names, and networks with their lines. */
export type SetAccess = (set: string) => readonly SetDestination[] | undefined;

export type SetDestination = { readonly destination: Destination; readonly at: OutputPlace | null };

/** Reads the table filter of one family: the site's own chains, the jumps to them, and what decides before them. */
export function readFamily(
  table: SavedTable,
  files: Files,
  text: string,
  openedBy: SetAccess,
): FamilyReading {
  const { family } = table;
  const rules = files.rules[family];
  const clients = files.script.clients.filter((client) => client.family === family);
  const isOwn = ownChains(rules.chain);
  const additive = !rules.closed;
  const chains = {
    out: `${rules.chain}-OUT`,
    in: `${rules.chain}-IN`,
    self: `${rules.chain}-SELF`,
  };
  const ground = { table, isOwn, additive };
  const outward = { ...ground, isInward: false, networks: undefined, entry: chains.out };
  const out = walk({ ...outward, clients: withJumps(clients, table, chains.out) }, 'FORWARD');
  const others = subtractNetworks([everyAddress(family)], clients);
  const inward = {
    ...ground,
    isInward: true,
    clients: others,
    networks: clients,
    entry: chains.in,
  };
  const into = walk(inward, 'FORWARD');
  const lines = compareLines(table, rules, text);
  const accepted = out.accepted.filter(({ foreign }) => !(foreign && additive));
  const opened = accepted.flatMap((each) => accessOf(each, table, openedBy));
  const selfGround = {
    ...ground,
    isInward: false,
    clients,
    networks: undefined,
    entry: chains.self,
  };
  const self = selfAccess(selfGround, files, text);
  const guards = lines.lostGuards.flatMap(({ text: guard }) =>
    guardAccess(guard, table, clients, out.accepted),
  );
  const isLoaded = [...table.chains.keys()].some(isOwn);
  const differences = isLoaded
    ? [
        ...lines.differences,
        ...compareJumps(table, files.script),
        ...ownerDifferences(table, files),
      ]
    : [notLoaded(table)];
  return {
    access: [...opened, ...guards, ...self],
    differences: [...differences, ...(additive ? [] : walkDifferences(table, out, into))],
    notes: walkNotes(table, out, into, additive),
  };
}

function ownChains(chain: string): (name: string) => boolean {
  const names = new Set<string>([...ownEndings, 'OWNER'].map((ending) => `${chain}-${ending}`));
  return (name) => names.has(name);
}

function notLoaded({ file, line, family }: SavedTable): LiveStatement {
  const message = `the IPv${family} rules of the site are not loaded: this table has none of its chains`;
  return { message, at: { file, line }, text: null };
}

/** The clients, and the sources of other jumps to the chain: their packets get the site's access too. */
function withJumps(
  clients: readonly Network[],
  table: SavedTable,
  chain: string,
): readonly Network[] {
  const sources = [...table.rules.values()].flat().flatMap(({ text }) => {
    const [, source = ''] = / -s (\S+) -[jg] \S+$/.exec(text) ?? [];
    const block =
      text.endsWith(` ${chain}`) && !text.includes('!') ? parseSavedBlock(source) : undefined;
    return block === undefined || block.family !== table.family ? [] : [block];
  });
  return [...clients, ...sources];
}

/** The access of one accepting rule; that of a set with its own lines. */
function accessOf(accepted: Accepted, { file }: SavedTable, openedBy: SetAccess): Access[] {
  const { rule, clients, ports, to } = accepted;
  const at = { file, line: rule.line };
  const destinations: readonly SetDestination[] =
    'set' in to
      ? (openedBy(to.set) ?? [{ destination: { kind: 'any' }, at }])
      : to.destinations.map((destination) => ({ destination, at }));
  return destinations.flatMap(({ destination, at: own }) =>
    ports.map((range) => ({ destination, path: wholeHost, ports: range, clients, at: own ?? at })),
  );
}

/** What clients may reach through an address of a name, because the guard of inner networks is missing. */
function guardAccess(
  guard: string,
  table: SavedTable,
  clients: readonly Network[],
  accepted: readonly Accepted[],
): Access[] {
  const [, text = '', chain = ''] = / -d (\S+) -g (\S+)-END$/.exec(guard) ?? [];
  const network = parseSavedBlock(text);
  const toSets = accepted.filter(({ foreign, to }) => !foreign && 'set' in to);
  const ports: PortRange[] = mergePorts(toSets.flatMap((each) => each.ports));
  const line = table.chains.get(`${chain}-OUT`)?.line ?? table.line;
  const at = { file: table.file, line };
  if (network === undefined) return [];
  return ports.map((range) => ({
    destination: { kind: 'network', network },
    path: wholeHost,
    ports: range,
    clients,
    at,
  }));
}

/** What the clients reach on this device by the site's chain, and by other rules if the site protects it. */
function selfAccess(ground: Ground, files: Files, text: string): Access[] {
  const { table } = ground;
  const { protects, self } = files.rules[table.family];
  const known = new Set(self.map(({ line }) => line));
  const { accepted } = walk({ ...ground, additive: !protects }, 'INPUT');
  const wanted = fileLines(text);
  return accepted
    .filter(({ foreign }) => !foreign || protects)
    .filter(({ rule }) => !isUsual(wanted.get(rule.text), known))
    .flatMap(({ rule, clients, ports, foreign }) => {
      const kind = !foreign && wanted.has(rule.text) ? 'resolvers' : 'self';
      const at = { file: table.file, line: rule.line };
      return ports.map((range) => ({
        destination: { kind } as const,
        path: wholeHost,
        ports: range,
        clients,
        at,
      }));
    });
}

/** DHCP and neighbor discovery, which every protected device accepts: the reader of files calls them no access. */
function isUsual(line: number | undefined, known: ReadonlySet<number>): boolean {
  return line !== undefined && !known.has(line);
}

function fileLines(text: string): ReadonlyMap<string, number> {
  return new Map(text.split('\n').map((line, index) => [line, index + 1]));
}

/** Does the one rule of the chain for the owner name this site? No packet passes that chain. */
function ownerDifferences(table: SavedTable, { names, script }: Files): LiveStatement[] {
  const chain = `${script.chain}-OWNER`;
  const mine = `${names.spec}/${names.site}`;
  const rules = table.rules.get(chain) ?? [];
  const about = ({ line, text }: Pick<SavedRule, 'line' | 'text'>, message: string) => ({
    message,
    at: { file: table.file, line },
    text,
  });
  const { line } = table.chains.get(chain) ?? table;
  if (rules.length === 0)
    return [about({ line, text: `:${chain}` }, 'no rule names the owner of the loaded chains')];
  return rules.flatMap((rule, index) => {
    const owner = ownerIn(rule);
    if (owner === undefined)
      return [about(rule, 'this rule does not name an owner in the form of apply.sh')];
    if (owner !== mine)
      return [about(rule, `the loaded chains belong to ${owner}, not to ${mine}`)];
    return index === 0 ? [] : [about(rule, 'this rule names the owner a second time')];
  });
}

function ownerIn({ text }: SavedRule): string | undefined {
  return /^-A \S+ -m comment --comment "?([a-z0-9-]+\/[a-z0-9-]+)"?$/.exec(text)?.[1];
}
