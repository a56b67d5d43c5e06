import {
  anyExcept,
  type Destination,
  destinationHolds,
  formatDestination,
  type Peer,
} from '../../../net/destination.ts';
import type { Flow } from '../../../net/flow.ts';
import { formatNetwork, mergeNetworks, networkHolds } from '../../../net/network.ts';
import { wholeHost } from '../../../net/path.ts';
import { hasPort, isOfClients } from '../../kit/reading/decisions.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import type { Access, Decision, OutputPlace, Reading, Setting } from '../../target.ts';
import type { Entry, FileNames, Understood } from './agree.ts';
import type { Denial, Pass } from './rules.ts';

/** The access that the rules allow, and their decision on a flow: the first rule that matches wins. */
export function readingOf(understood: Understood, files: FileNames): Reading {
  const { passes } = understood.config;
  const open = passes.filter(({ disabled }) => !disabled);
  const off = passes.filter(({ disabled }) => disabled);
  return lazyReading({
    access: () => open.flatMap((pass) => accessOf(understood, pass, files)),
    dormant: off.flatMap((pass) => accessOf(understood, pass, files)),
    settings: settingsOf(understood, files.config),
    identifiers: identifiersOf(understood, files.config),
    decider: () => deciderOf(understood, open, files),
  });
}

function deciderOf(
  understood: Understood,
  open: readonly Pass[],
  files: FileNames,
): Reading['decide'] {
  const finders = new Map([...understood.aliases].map(([name, held]) => [name, finderOf(held)]));
  return (flow, client) => {
    if (!isOfClients(flow, client, understood.clients))
      return { verdict: 'not-applicable', at: null };
    return firstMatch(understood, open, finders, files, flow);
  };
}

/** The header has the spec name and the prefix of the aliases; each rule has its tracking ID. */
function identifiersOf({ config }: Understood, file: string): Setting[] {
  return [
    { name: 'spec', value: config.spec, at: { file, line: 3 } },
    { name: 'prefix', value: config.prefix, at: { file, line: 5 } },
    ...config.trackers.map(({ rule, tracker, line }) => ({
      name: `tracker of "${rule}"`,
      value: tracker,
      at: { file, line },
    })),
  ];
}

function settingsOf({ config, inner }: Understood, file: string): Setting[] {
  const { closing, guard, interfaceAt, end } = config;
  return [
    { name: 'interface', value: config.interface, at: { file, line: interfaceAt } },
    {
      name: 'enforce',
      value: closing === undefined ? 'additive' : 'closed',
      at: { file, line: closing?.line ?? end },
    },
    ...(closing === undefined ? [] : closingSettings(closing, file)),
    ...(guard === undefined
      ? []
      : [
          {
            name: 'inner',
            value: inner.map(formatNetwork).join(', '),
            at: { file, line: guard.line },
          },
        ]),
  ];
}

function closingSettings({ action, log, line, actionAt }: Denial, file: string): Setting[] {
  return [
    { name: 'closing', value: action, at: { file, line: actionAt } },
    { name: 'log', value: String(log), at: { file, line } },
  ];
}

type Find = (peer: Peer) => Entry | undefined;

/** Looks up names, since an alias may contain thousands of them; tries only networks in order. */
function finderOf(entries: readonly Entry[]): Find {
  const named = new Map(entries.map((entry) => [formatDestination(entry.destination), entry]));
  const networks = entries.filter(({ destination }) => destination.kind === 'network');
  return (peer) =>
    peer.kind === 'name'
      ? named.get(peer.name)
      : networks.find(({ destination }) => destinationHolds(destination, peer));
}

function accessOf(understood: Understood, pass: Pass, files: FileNames): Access[] {
  const clients = mergeNetworks(understood.clients);
  return destinationsOf(understood, pass, files).flatMap(({ destination, at }) =>
    pass.transports.map((transport) => ({
      destination,
      path: wholeHost,
      ports: { transport, low: pass.low, high: pass.high },
      clients:
        destination.kind === 'network'
          ? clients.filter(({ family }) => family === destination.network.family)
          : clients,
      at,
    })),
  );
}

type Opened = { readonly destination: Destination; readonly at: OutputPlace };

function destinationsOf({ aliases, inner }: Understood, pass: Pass, files: FileNames): Opened[] {
  const { to, line } = pass;
  if (to.kind === 'alias') {
    const entries = aliases.get(to.name) ?? [];
    return entries.map(({ destination, line: row }) => ({
      destination,
      at: { file: files.aliases, line: row },
    }));
  }
  const at = { file: files.config, line };
  // The firewall itself is the only resolver without an address here.
  if (to.kind === 'self') return [{ destination: { kind: 'resolvers' }, at }];
  return [{ destination: anyExcept(pass.guarded ? inner : []), at }];
}

function firstMatch(
  { config, inner }: Understood,
  open: readonly Pass[],
  finders: ReadonlyMap<string, Find>,
  files: FileNames,
  flow: Flow,
): Decision {
  const { peer } = flow;
  const isInner =
    peer.kind === 'address' && inner.some((network) => networkHolds(network, peer.address));
  for (const pass of open) {
    if (isInner && pass.guarded) break;
    const at = matchOf(pass, finders, files, flow);
    if (at !== undefined) return { verdict: 'allow', at };
  }
  if (isInner && config.guard !== undefined)
    return { verdict: 'deny', at: { file: files.config, line: config.guard.line } };
  // An allow-only site leaves the packet to the site's own rules: no rule here denies it.
  const at =
    config.closing === undefined ? null : { file: files.config, line: config.closing.line };
  return { verdict: 'deny', at };
}

function matchOf(
  { to, transports, low, high, line }: Pass,
  finders: ReadonlyMap<string, Find>,
  files: FileNames,
  flow: Flow,
): OutputPlace | undefined {
  if (!transports.some((transport) => hasPort({ transport, low, high }, flow))) return undefined;
  if (to.kind === 'any') return { file: files.config, line };
  if (to.kind === 'self') return undefined;
  const entry = finders.get(to.name)?.(flow.peer);
  return entry === undefined ? undefined : { file: files.aliases, line: entry.line };
}
