import type { SiteTargets } from '../../src/language/document.ts';
import { decoderOf } from '../../src/language/meaning/decode.ts';
import { collectDefinitions } from '../../src/language/meaning/definitions.ts';
import { annotationKeys } from '../../src/language/meaning/keys.ts';
import type {
  Application,
  Endpoint,
  Group,
  Inspection,
  Resolvers,
  Selection,
  Service,
  Site,
  Spec,
  Tier,
  WantedEndpoint,
} from '../../src/language/types.ts';
import { parseAddress } from '../../src/net/address.ts';
import type { Destination } from '../../src/net/destination.ts';
import { defaultPorts } from '../../src/net/flow.ts';
import { parseHost } from '../../src/net/host-text.ts';
import { mergeNetworks, networkOfAddress } from '../../src/net/network.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { parsePath, type UrlPath, wholeHost } from '../../src/net/path.ts';
import { mergePorts, type PortRange } from '../../src/net/port.ts';
import { parsePortRange } from '../../src/net/port-text.ts';
import { parseProtocol } from '../../src/net/protocol.ts';
import { splitUrl } from '../../src/net/url.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { targetPolicy } from '../../src/policy/target-policy.ts';
import type { Policy, TargetPolicy } from '../../src/policy/types.ts';
import type { Place, Result } from '../../src/problem.ts';

/** A short form of a group: endpoints by service name. */
export type GroupWords = {
  id: string;
  tier?: Tier;
  inspection?: Inspection;
  title?: string;
  note?: string;
  tags?: readonly string[];
  applications?: Record<string, string[]>;
  /** By entry of `to`: the application names of that endpoint alone, by target. */
  endpointApplications?: Record<string, Record<string, string[]>>;
  /** Service name to URLs, hosts, networks, `resolvers`, `self`, `any`, hosts with `${NAME}`, or `to:NAME`. */
  to: Record<string, readonly string[]>;
};

export type SiteWords = {
  id?: string;
  prefix?: string;
  device?: string;
  clients?: readonly string[];
  /** Addresses and `self`, or `any`. */
  resolvers?: readonly string[] | 'any';
  enforce?: Site['enforce'];
  tiers?: readonly Tier[];
  select?: Selection | undefined;
  exclude?: readonly string[];
  inner?: readonly string[];
  /** Hosts, networks and `self` by the name of the destination. */
  destinations?: Readonly<Record<string, readonly string[]>>;
  /** A value or a list of values by the name of the variable. */
  variables?: Readonly<Record<string, string | readonly string[]>>;
  targets?: SiteTargets;
};

export type SpecWords = {
  name?: string;
  title?: string;
  /** Ports and application by service name; dns, http and https are predefined. */
  /** `ports` may name protocols too. */
  services?: Record<string, { ports: readonly string[]; application: Application }>;
  groups: readonly GroupWords[];
  site?: SiteWords;
};

/** Compiles a policy from the short form. Throws if a value is invalid, because the test is wrong then. */
export function policyOf(words: SpecWords): Policy {
  return firstPolicy(specOf(words));
}

/** Compiles the policy of one target of the site from the short form. */
export function policyOfTarget(target: string): (words: SpecWords) => TargetPolicy {
  return (words) => targetPolicy(policyOf(words), target);
}

/** The policy of a spec's first site. Throws if there is none, because the test is wrong then. */
export function firstPolicy(spec: Spec): Policy {
  const [policy] = must(compileSites(spec));
  if (policy === undefined) throw new Error("the test's spec has no site");
  return policy;
}

/** A whole spec from the short form, with one site. */
export function specOf(words: SpecWords): Spec {
  const services = servicesOf(words.services ?? {});
  return {
    name: words.name ?? 'test-spec',
    title: words.title ?? 'Test spec',
    owner: undefined,
    documents: new Map(),
    variables: new Map(),
    services,
    groups: words.groups.map((group, index) => groupOf(group, services, index + 1)),
    unresolved: [],
    unfinishedLists: [],
    sites: [siteOf(words.site ?? {})],
    tests: [],
  };
}

/** The value of a result. Throws its problems if it failed. */
export function must<Value>(result: Result<Value, unknown>): Value {
  if (result.ok) return result.value;
  throw new Error(
    JSON.stringify(result.error, (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}` : value,
    ),
  );
}

function servicesOf(extra: NonNullable<SpecWords['services']>): Map<string, Service> {
  const words: NonNullable<SpecWords['services']> = {
    dns: { ports: ['udp/53', 'tcp/53'], application: 'dns' },
    http: { ports: ['tcp/80'], application: 'http' },
    https: { ports: ['tcp/443'], application: 'tls' },
    ...extra,
  };
  return new Map(
    Object.entries(words).map(([name, { ports, application }]) => [
      name,
      { name, application, ports: mergePorts(ports.map(rangeOf)), unit: '' },
    ]),
  );
}

function rangeOf(text: string): PortRange {
  return must(text.includes('/') ? parsePortRange(text) : parseProtocol(text));
}

function groupOf(words: GroupWords, services: Map<string, Service>, line: number): Group {
  const inspection = words.inspection ?? 'bypass';
  const all = Object.entries(words.to).flatMap(([name, places]) => {
    const service = services.get(name);
    if (service === undefined) throw new Error(`unknown service "${name}" in the test`);
    return places.map((written) => ({
      ...endpointOf(written, service, inspection, words.note, line),
      applications: words.endpointApplications?.[written] ?? {},
    }));
  });
  const endpoints = all.filter(({ written }) => !isWanted(written));
  const wanted = all.filter(({ written }) => isWanted(written)).map(wantedOf);
  return {
    id: words.id,
    title: words.title ?? words.id,
    tier: words.tier ?? 'required',
    purpose: undefined,
    inspection,
    source: undefined,
    tags: words.tags ?? [],
    applications: words.applications ?? {},
    endpoints,
    wanted,
    unit: '',
    place: placeAt(line),
  };
}

/** The endpoint that the language makes of a destination alone. */
const noAnnotations = decoderOf(annotationKeys)(
  { names: collectDefinitions([]), lost: new Set(), meant: new Map(), problems: [] },
  undefined,
);

function isWanted(written: string): boolean {
  return written.startsWith('to:') || written.includes(`\${`);
}

function wantedOf({ destination, given, ...endpoint }: Endpoint): WantedEndpoint {
  const { written: host } = endpoint;
  const names = [...host.matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name);
  if (names.length > 0)
    return { ...endpoint, wants: { kind: 'variables', host, names: [...new Set(names)] } };
  const name = endpoint.written.slice('to:'.length);
  return { ...endpoint, written: name, wants: { kind: 'destination', name, near: undefined } };
}

function endpointOf(
  written: string,
  service: Service,
  inspection: Inspection,
  note: string | undefined,
  line: number,
): Endpoint {
  const { destination, path } = destinationOf(written);
  return {
    written,
    destination,
    path,
    services: [service],
    inspection,
    applications: {},
    list: undefined,
    given: undefined,
    ...noAnnotations,
    note,
    place: placeAt(line),
  };
}

/** Reads a destination as a spec writes it, under any of its keys. */
function destinationOf(written: string): { destination: Destination; path: UrlPath } {
  // What a destination of a site opens takes its place.
  if (isWanted(written)) return { destination: { kind: 'any' }, path: wholeHost };
  if (written === 'any' || written === 'resolvers' || written === 'self')
    return { destination: { kind: written }, path: wholeHost };
  if (written.includes('://')) return destinationOfUrl(written);
  const network = parseNetwork(written);
  if (network.ok)
    return { destination: { kind: 'network', network: network.value }, path: wholeHost };
  return { destination: { kind: 'host', host: must(parseHost(written)) }, path: wholeHost };
}

function destinationOfUrl(written: string): { destination: Destination; path: UrlPath } {
  const parts = must(splitUrl(written));
  if (defaultPorts.get(parts.scheme) === undefined)
    throw new Error(`the test's URL ${written} has an unknown scheme`);
  return { destination: destinationOf(parts.host).destination, path: must(parsePath(parts.path)) };
}

function siteOf(words: SiteWords): Site {
  return {
    id: words.id ?? 'example',
    prefix: words.prefix ?? 'spt',
    device: words.device ?? undefined,
    clients: mergeNetworks(
      (words.clients ?? ['192.0.2.0/24', '2001:db8:c1::/64']).map((text) =>
        must(parseNetwork(text)),
      ),
    ),
    resolvers: resolversOf(words.resolvers ?? ['self']),
    enforce: words.enforce ?? 'closed',
    tiers: words.tiers ?? ['required', 'recommended', 'optional'],
    select: words.select,
    exclude: words.exclude ?? [],
    inner: mergeNetworks((words.inner ?? []).map((text) => must(parseNetwork(text)))),
    destinations: destinationsOf(words.destinations ?? usualValues.destinations),
    variables: variablesOf(words.variables ?? usualValues.variables),
    targets: words.targets ?? { iptables: {}, pac: { proxy: 'PROXY proxy.example.net:3128' } },
    targetPlaces: new Map(),
    place: placeAt(1),
  };
}

/** What a site gives, unless a test says something else. */
const usualValues = {
  destinations: { site: ['a.b', '198.51.100.9', 'self'] },
  variables: { v: ['a', 'a-b'], w: 'b' },
};

function variablesOf(words: NonNullable<SiteWords['variables']>): Site['variables'] {
  return new Map(
    Object.entries(words).map(([name, given], index) => {
      const values = [given].flat().map((text) => ({ text, place: placeAt(200 + index) }));
      return [name, { isList: typeof given !== 'string', values }];
    }),
  );
}

function destinationsOf(words: NonNullable<SiteWords['destinations']>): Site['destinations'] {
  return new Map(
    Object.entries(words).map(([name, items], index) => [
      name,
      items.flatMap((item) => {
        const { destination } = destinationOf(item);
        if (destination.kind === 'any' || destination.kind === 'resolvers') return [];
        return [{ destination, place: placeAt(100 + index) }];
      }),
    ]),
  );
}

function resolversOf(words: readonly string[] | 'any'): Resolvers {
  if (words === 'any') return { kind: 'any' };
  const addresses = words
    .filter((word) => word !== 'self')
    .map((word) => networkOfAddress(must(parseAddress(word))));
  return { kind: 'listed', self: words.includes('self'), addresses };
}

function placeAt(line: number): Place {
  return { file: 'spec.yaml', line, column: 1, length: 1 };
}
