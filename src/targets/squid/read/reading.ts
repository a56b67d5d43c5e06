import {
  anyExcept,
  type Destination,
  destinationHolds,
  type Peer,
} from '../../../net/destination.ts';
import type { Flow } from '../../../net/flow.ts';
import { formatNetwork, mergeNetworks, type Network, networkHolds } from '../../../net/network.ts';
import { pathCovers, type UrlPath, wholeHost } from '../../../net/path.ts';
import { hasPort, unlisted } from '../../kit/reading/decisions.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import type { Access, OutputPlace, Reading, Setting } from '../../target.ts';
import type { Model, Section } from './model.ts';

/** One line that allows a destination, with its rule and path. */
type Opening = {
  readonly section: Section;
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly at: OutputPlace;
};

/** Decides flows by the model. An allowed flow passes http_access, and is spliced if it bypasses inspection. */
export function readingOf(model: Model): Reading {
  const openings = () => model.sections.flatMap((section) => openingsOf(section, model.inner));
  return lazyReading({
    access: () => openings().flatMap((opening) => accessOf(opening, model.clients)),
    settings: settingsOf(model),
    identifiers: identifiersOf(model),
    decider: () => deciderOf(model, finderOf(openings())),
  });
}

function deciderOf(model: Model, find: Find): Reading['decide'] {
  return (flow, client) => {
    if (flow.transport === 'udp') return { verdict: 'not-applicable', at: null };
    const isClient = model.clients.some((network) => networkHolds(network, client));
    const opening = isClient ? find(flow, model.tlsInspection) : undefined;
    return opening === undefined ? unlisted(flow) : { verdict: 'allow', at: opening.at };
  };
}

/** The header names the spec. Every acl name begins with the prefix. */
function identifiersOf({ specName, prefix, prefixAt }: Model): Setting[] {
  return [
    { name: 'spec', value: specName, at: { ...prefixAt, line: 1 } },
    { name: 'prefix', value: prefix, at: prefixAt },
  ];
}

/** The header states the options, and the reader spells the lines below from it. Inner networks have separate lines. */
function settingsOf(model: Model): Setting[] {
  const { tlsInspection, direct, adaptationServices, delayPools, optionsAt } = model;
  const said = {
    tlsInspection,
    direct: String(direct),
    adaptationServices: adaptationServices.join(', '),
    delayPools: delayPools.join(', '),
  };
  const options = Object.entries(said).map(([name, value]) => ({
    name,
    value,
    at: optionsAt,
  }));
  if (model.innerAt === undefined) return options;
  const inner = mergeNetworks(model.inner).map(formatNetwork).join(', ');
  return [...options, { name: 'inner', value: inner, at: model.innerAt }];
}

function openingsOf(section: Section, inner: readonly Network[]): Opening[] {
  return section.clauses.flatMap(({ hosts, networks, any, path }) => {
    const opening = (destination: Destination, at: OutputPlace): Opening => ({
      section,
      destination,
      path: path?.value ?? wholeHost,
      at,
    });
    return [
      ...hosts.map(({ value, at }) => opening({ kind: 'host', host: value }, at)),
      ...networks.map(({ value, at }) => opening({ kind: 'network', network: value }, at)),
      ...(any === undefined ? [] : [opening(anyExcept(inner), any)]),
    ];
  });
}

function accessOf(
  { section, destination, path, at }: Opening,
  clients: readonly Network[],
): Access[] {
  return section.ports.map((ports) => ({
    destination,
    path,
    ports,
    clients,
    at,
  }));
}

type Find = (flow: Flow, tlsInspection: string) => Opening | undefined;

/** Looks up exact hosts by name, and tries all other destinations in order. */
function finderOf(openings: readonly Opening[]): Find {
  const named = new Map<string, Opening[]>();
  const others: Opening[] = [];
  for (const opening of openings) {
    const name = nameOf(opening.destination);
    if (name === undefined) others.push(opening);
    else named.set(name, [...(named.get(name) ?? []), opening]);
  }
  return (flow, tlsInspection) => {
    const fits = (opening: Opening) => admits(opening, flow, tlsInspection);
    const byName = flow.peer.kind === 'name' ? (named.get(flow.peer.name) ?? []) : [];
    return byName.find(fits) ?? others.find((one) => holds(one, flow.peer) && fits(one));
  };
}

function nameOf(destination: Destination): string | undefined {
  const isExact = destination.kind === 'host' && destination.host.kind === 'exact';
  return isExact ? destination.host.name : undefined;
}

function holds({ destination }: Opening, peer: Peer): boolean {
  return destinationHolds(destination, peer);
}

function admits({ section, path }: Opening, flow: Flow, tlsInspection: string): boolean {
  const isOpen = section.ports.some((ports) => hasPort(ports, flow));
  return isOpen && waysOf(flow, tlsInspection).includes(section.way) && holdsPath(path, flow.path);
}

/** How a client requests the flow from the proxy. A flow with only a transport is allowed if any of them is. */
function waysOf({ scheme }: Flow, tlsInspection: string): readonly Section['way'][] {
  switch (scheme) {
    case 'http':
      return ['plain'];
    case 'ws':
      // By CONNECT. Squid removes Upgrade from the plain request of a redirected client.
      return tlsInspection === 'intercept' ? [] : ['tunnel'];
    case 'https':
    case 'wss':
      return ['tunnel'];
    case 'tcp':
      return ['plain', 'tunnel'];
    default:
      return [];
  }
}

/** Squid compares the decoded path; ".." and similar sequences prevent the match. */
function holdsPath(path: UrlPath, asked: UrlPath): boolean {
  if (path === wholeHost) return true;
  const decoded = asked.replace(/%([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  if (/\.\.|%|\\|[^ -~]/.test(decoded)) return false;
  return (
    pathCovers(path, asked) || decoded.startsWith(`${path}/`) || decoded.startsWith(`${path}?`)
  );
}
