import type { Family } from '../../../net/address.ts';
import { anyExcept, type Destination } from '../../../net/destination.ts';
import type { Flow } from '../../../net/flow.ts';
import { formatNetwork, mergeNetworks, type Network } from '../../../net/network.ts';
import { holdsAddress } from '../../../net/network-index.ts';
import { wholeHost } from '../../../net/path.ts';
import { isOfClients } from '../../kit/reading/decisions.ts';
import { FirstMatch, type Match } from '../../kit/reading/first-match.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import type { Access, Decision, OutputPlace, Reading, Setting } from '../../reading.ts';
import type { FileNames, Understood } from './agree.ts';
import type { Denial, Pass } from './rules.ts';
import type { ScriptFile } from './script.ts';

/** The access that the rules allow, and their decision on a flow: the first rule that matches wins. */
export function readingOf(understood: Understood, script: ScriptFile, files: FileNames): Reading {
  const { passes } = understood.config;
  const open = passes.filter(({ disabled }) => !disabled);
  const off = passes.filter(({ disabled }) => disabled);
  const clients = byFamily(understood.clients);
  return lazyReading({
    access: () => open.flatMap((pass) => accessOf(understood, pass, clients, files)),
    dormant: off.flatMap((pass) => accessOf(understood, pass, clients, files)),
    settings: [...settingsOf(understood, files.config), positionOf(script)],
    identifiers: identifiersOf(understood, files.config),
    decider: () => deciderOf(understood, open, files),
  });
}

function deciderOf(
  understood: Understood,
  open: readonly Pass[],
  files: FileNames,
): Reading['decide'] {
  const first = new FirstMatch(matchesOf(understood, open, files));
  return (flow, client) => {
    if (!isOfClients(flow, client, understood.clients))
      return { verdict: 'not-applicable', at: null };
    return decisionOf(understood, first.find(flow)?.value, files, flow);
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

function positionOf({ file, position, positionAt }: ScriptFile): Setting {
  return { name: 'position', value: position, at: { file, line: positionAt } };
}

function closingSettings({ action, log, line, actionAt }: Denial, file: string): Setting[] {
  return [
    { name: 'closing', value: action, at: { file, line: actionAt } },
    { name: 'log', value: String(log), at: { file, line } },
  ];
}

function accessOf(
  understood: Understood,
  pass: Pass,
  clients: ClientsByFamily,
  files: FileNames,
): Access[] {
  return destinationsOf(understood, pass, files).flatMap(({ destination, at }) =>
    pass.transports.map((transport) => ({
      destination,
      path: wholeHost,
      ports: { transport, low: pass.low, high: pass.high },
      clients: clients[destination.kind === 'network' ? destination.network.family : 'both'],
      at,
    })),
  );
}

/** The clients of each address family. Thousands of entries have the same list. */
type ClientsByFamily = Readonly<Record<Family | 'both', readonly Network[]>>;

function byFamily(clients: readonly Network[]): ClientsByFamily {
  const both = mergeNetworks(clients);
  const of = (family: Family) => both.filter((client) => client.family === family);
  return { both, 4: of(4), 6: of(6) };
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

/** A line that passes traffic, and whether its rule is below the guard. */
type Passing = { readonly at: OutputPlace; readonly guarded: boolean };

/** What the rules pass, in their order. */
function matchesOf(
  understood: Understood,
  open: readonly Pass[],
  files: FileNames,
): Match<Passing>[] {
  const guardedFrom = open.findIndex(({ guarded }) => guarded);
  const passing = open.flatMap((pass, index) => {
    const { low, high } = pass;
    const ports = pass.transports.map((transport) => ({ transport, low, high }));
    const guarded = guardedFrom >= 0 && index >= guardedFrom;
    return placesOf(understood, pass, files).map(({ destination, at }) => ({
      destination,
      ports,
      path: wholeHost,
      value: { at, guarded },
    }));
  });
  return passing.map((match, rank) => ({ ...match, rank }));
}

/** The destinations that a rule matches. It matches every address, and the guard above it denies the inner ones. */
function placesOf(understood: Understood, pass: Pass, files: FileNames): Opened[] {
  if (pass.to.kind !== 'any') return destinationsOf(understood, pass, files);
  return [{ destination: { kind: 'any' }, at: { file: files.config, line: pass.line } }];
}

function decisionOf(
  { config, inner }: Understood,
  passing: Passing | undefined,
  files: FileNames,
  { peer }: Flow,
): Decision {
  const isInner = peer.kind === 'address' && holdsAddress(inner, peer.address);
  if (passing !== undefined && !(isInner && passing.guarded))
    return { verdict: 'allow', at: passing.at };
  if (isInner && config.guard !== undefined)
    return { verdict: 'deny', at: { file: files.config, line: config.guard.line } };
  // An allow-only site leaves the packet to the site's own rules: no rule here denies it.
  const at =
    config.closing === undefined ? null : { file: files.config, line: config.closing.line };
  return { verdict: 'deny', at };
}
