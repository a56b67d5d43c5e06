import { anyExcept, type Destination } from '../../../net/destination.ts';
import { type Flow, type UrlScheme, urlSchemes } from '../../../net/flow.ts';
import { formatNetwork, mergeNetworks, type Network } from '../../../net/network.ts';
import { holdsAddress } from '../../../net/network-index.ts';
import { type UrlPath, wholeHost } from '../../../net/path.ts';
import { unlisted } from '../../kit/reading/decisions.ts';
import { FirstMatch, firstOf, type Match } from '../../kit/reading/first-match.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import type { Access, OutputPlace, Reading, Setting } from '../../reading.ts';
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
    access: () => openings().flatMap((opening) => accessOf(opening, model)),
    matching: { sees: 'requests', paths: 'decoded' },
    settings: settingsOf(model),
    identifiers: identifiersOf(model),
    decider: () => deciderOf(model, finderOf(openings())),
  });
}

function deciderOf(model: Model, find: Find): Reading['decide'] {
  return (flow, client) => {
    if (flow.transport !== 'tcp') return { verdict: 'not-applicable', at: null };
    const isClient = holdsAddress(model.clients, client);
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
  { clients, tlsInspection }: Model,
): Access[] {
  const schemes = schemesOf(section.way, tlsInspection);
  return section.ports.map((ports) => ({
    destination,
    path,
    ports,
    clients,
    at,
    schemes,
  }));
}

/** The schemes of URLs that a client requests in this way. */
function schemesOf(way: Section['way'], tlsInspection: string): UrlScheme[] {
  return urlSchemes.filter((scheme) => waysOf({ scheme }, tlsInspection).includes(way));
}

type Find = (flow: Flow, tlsInspection: string) => Opening | undefined;

/** An exact host comes before all other destinations, which are tried in the order of the file. */
function finderOf(openings: readonly Opening[]): Find {
  const matches = openings.map((opening, position) => matchOf(opening, position, openings.length));
  const of = (way: Section['way']) =>
    new FirstMatch(matches.filter(({ value }) => value.section.way === way));
  const ways = { plain: of('plain'), tunnel: of('tunnel') };
  return (flow, tlsInspection) =>
    firstOf(waysOf(flow, tlsInspection).map((way) => ways[way].find(flow, 'decoded')))?.value;
}

function matchOf(value: Opening, position: number, count: number): Match<Opening> {
  const { destination, path, section } = value;
  const isExact = destination.kind === 'host' && destination.host.kind === 'exact';
  return {
    destination,
    ports: section.ports,
    path,
    rank: isExact ? position : count + position,
    value,
  };
}

/** How a client requests the flow from the proxy. A flow with only a transport is allowed if any of them is. */
function waysOf(
  { scheme }: Pick<Flow, 'scheme'>,
  tlsInspection: string,
): readonly Section['way'][] {
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
