import type { Address } from '../../../net/address.ts';
import type { Flow } from '../../../net/flow.ts';
import { formatNetwork, mergeNetworks, type Network, networkHolds } from '../../../net/network.ts';
import type { Result } from '../../../problem.ts';
import { hasPort, isOfClients } from '../../kit/reading/decisions.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import { readFiles } from '../../kit/reading/read-files.ts';
import type {
  Decision,
  NotCanonical,
  OutputPlace,
  Reading,
  Setting,
  TargetFiles,
} from '../../target.ts';
import { accessOf } from './access.ts';
import { requireAgreement } from './agree.ts';
import type { Files } from './files.ts';
import { requireKnownIds } from './ids.ts';
import { lineFor, type NameLine, readNames, readSets } from './names-and-sets.ts';
import { memberWith } from './network-sets.ts';
import { type RulesFile, readRules } from './rules.ts';
import { readScript } from './script.ts';
import type { Accept } from './values.ts';

const fileNames = {
  4: 'iptables/rules.v4',
  6: 'iptables/rules.v6',
  sets: 'iptables/sets.ipset',
  names: 'iptables/dnsmasq.conf',
  script: 'iptables/apply.sh',
} as const;

/**
 * Reads the five files without the spec. Fails at the first line that the tool does not write, and where the files
 * contradict each other.
 *
 * In `access`, a name's line allows all subdomains. A listed subdomain has its own line instead, which only `decide`
 * takes into account.
 */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  return readFiles(files, Object.values(fileNames), (open) => {
    const sets = readSets(open(fileNames.sets));
    const understood = {
      rules: {
        4: readRules(open(fileNames[4]), 4, sets.networks),
        6: readRules(open(fileNames[6]), 6, sets.networks),
      },
      sets,
      names: readNames(open(fileNames.names)),
      script: readScript(open(fileNames.script)),
    };
    requireAgreement(understood);
    requireKnownIds(understood.rules);
    return readingOf(understood);
  });
}

function readingOf(files: Files): Reading {
  return lazyReading({
    access: () => ([4, 6] as const).flatMap((family) => accessOf(files, family)),
    settings: settingsOf(files),
    identifiers: identifiersOf(files),
    decider: () => {
      const names = new Map<string, NameLine>(files.names.names.map((line) => [line.name, line]));
      return (flow, client) => decide(files, names, flow, client);
    },
  });
}

/** apply.sh has the spec name in its header, and the prefix. */
function identifiersOf({ script }: Files): Setting[] {
  const { file, spec, prefix, prefixAt } = script;
  return [
    { name: 'spec', value: spec, at: { file, line: 2 } },
    { name: 'prefix', value: prefix, at: { file, line: prefixAt } },
  ];
}

// Line 11 is the first line of the chain END, in both families.
function settingsOf(files: Files): Setting[] {
  const { rules, script, names } = files;
  const { closed, log, file } = rules[4];
  const end = { file, line: 11 };
  const inScript = (after: number) => ({ file: script.file, line: script.hookAt + after });
  return [
    { name: 'hook', value: script.hooks[4], at: inScript(0) },
    { name: 'hook6', value: script.hooks[6], at: inScript(1) },
    { name: 'enforce', value: closed ? 'closed' : 'additive', at: end },
    {
      name: 'filterHttpsRecords',
      value: String(names.filtersHttps),
      at: { file: names.file, line: names.filterAt },
    },
    ...innerOf(files),
    ...(closed
      ? [
          { name: 'log', value: String(log), at: end },
          { name: 'protectSelf', value: protectionOf(files), at: inScript(2) },
        ]
      : []),
  ];
}

function innerOf({ rules }: Files): Setting[] {
  const inner = mergeNetworks([...rules[4].inner, ...rules[6].inner]);
  const { file, innerAt } = rules[rules[4].inner.length > 0 ? 4 : 6];
  const value = inner.map(formatNetwork).join(' ');
  return inner.length === 0 ? [] : [{ name: 'inner', value, at: { file, line: innerAt } }];
}

function protectionOf({ rules, script }: Files): string {
  if (!rules[4].protects) return 'false';
  return ['interfaces', ...script.interfaces].join(' ').replace(/^interfaces$/, 'true');
}

/** A packet that opens a connection, as the chains see it. */
type Packet = {
  readonly flow: Flow;
  /** Undefined for a name: it then has a public address that no rule lists. */
  readonly address: Address | undefined;
  readonly name: NameLine | undefined;
};

/** What a chain does with a packet; undefined if the packet reaches the end of the chain. */
type Fate = { readonly accept: Accept } | { readonly endedAt: number } | undefined;

function decide(
  files: Files,
  names: ReadonlyMap<string, NameLine>,
  flow: Flow,
  client: Address,
): Decision {
  const { peer } = flow;
  if (!isOfClients(flow, client, files.script.clients))
    return { verdict: 'not-applicable', at: null };
  const rules = files.rules[client.family];
  const fate = walk(rules, 'OUT', {
    flow,
    address: peer.kind === 'address' ? peer.address : undefined,
    name: peer.kind === 'name' ? lineFor(names, peer.name) : undefined,
  });
  return decisionOf(files, rules, names, flow, fate);
}

function walk(rules: RulesFile, chain: string, packet: Packet): Fate {
  for (const step of rules.chains.get(chain) ?? []) {
    if (step.kind === 'accept' && accepts(step.accept, packet)) return { accept: step.accept };
    if (step.kind === 'end' && isIn(step.block, packet)) return { endedAt: step.line };
    const fate = step.kind === 'jump' ? walk(rules, step.chain, packet) : undefined;
    if (fate !== undefined) return fate;
  }
  return undefined;
}

function accepts({ ports, block, set, networks }: Accept, packet: Packet): boolean {
  if (!hasPort(ports, packet.flow)) return false;
  if (networks !== undefined)
    return packet.address !== undefined && memberWith(networks, packet.address) !== undefined;
  return set === undefined ? isIn(block, packet) : packet.name?.sets.includes(set) === true;
}

function isIn(block: Network | undefined, { address }: Packet): boolean {
  return block === undefined || (address !== undefined && networkHolds(block, address));
}

function decisionOf(
  files: Files,
  rules: RulesFile,
  names: ReadonlyMap<string, NameLine>,
  { peer }: Flow,
  fate: Fate,
): Decision {
  if (fate === undefined) return { verdict: 'deny', at: null };
  if ('endedAt' in fate) {
    // An allow-only site returns the packet: no line of these files denies it.
    return { verdict: 'deny', at: rules.closed ? { file: rules.file, line: fate.endedAt } : null };
  }
  return { verdict: 'allow', at: placeOf(files, rules, names, peer, fate.accept) };
}

/** The line that allows a peer: that of its name or of its network in a set, or else that of the rule. */
function placeOf(
  files: Files,
  rules: RulesFile,
  names: ReadonlyMap<string, NameLine>,
  peer: Flow['peer'],
  { line, set, networks }: Accept,
): OutputPlace {
  const named = set !== undefined && peer.kind === 'name' ? lineFor(names, peer.name) : undefined;
  if (named !== undefined) return { file: files.names.file, line: named.line };
  const member =
    networks !== undefined && peer.kind === 'address'
      ? memberWith(networks, peer.address)
      : undefined;
  if (member !== undefined) return { file: files.sets.file, line: member.line };
  return { file: rules.file, line };
}
