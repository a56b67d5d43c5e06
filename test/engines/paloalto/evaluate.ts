import { covers, readBlock, readRange } from '../address.ts';
import { applicationOf, type EngineDecision, type EngineFlow } from '../flow.ts';
import { type Config, type Entry, many, named, one } from './model.ts';
import { applicationsOf, bareApplications, portsOf } from './objects.ts';
import { isDenial } from './rules.ts';
import { matchesUrl } from './urls.ts';

/**
 * The first security rule that matches, from the configuration's own rules only. A host name matches the FQDN objects
 * of that name; a URL category sees the host alone on TLS, host and path in cleartext, nothing elsewhere.
 */
export function evaluate(config: Config, flow: EngineFlow): EngineDecision {
  if (readBlock(flow.client) === undefined)
    throw new Error(`"${flow.client}" is no address of a client`);
  const rule = config.entries.security.find((each) => matches(config, each, flow));
  if (rule === undefined) return { verdict: 'none', rule: null };
  return { verdict: isDenial(rule) ? 'deny' : 'allow', rule: rule.name };
}

/** The decryption rule that spares a flow, or null: then the site's own rules decide whether to decrypt. */
export function sparedBy(config: Config, flow: EngineFlow): string | null {
  const rule = config.entries.decryption.find(
    (each) => applicationOf(flow) === 'tls' && matchesMost(config, each, flow),
  );
  return rule?.name ?? null;
}

function matches(config: Config, rule: Entry, flow: EngineFlow): boolean {
  return matchesMost(config, rule, flow) && matchesApplication(config, rule, flow);
}

function matchesMost(config: Config, rule: Entry, flow: EngineFlow): boolean {
  return (
    one(rule, 'disabled') !== 'yes' &&
    isAnyOr(rule, 'from', (zone) => flow.from === undefined || zone === flow.from) &&
    isAnyOr(rule, 'to', (zone) => flow.to === undefined || zone === flow.to) &&
    isAnyOr(rule, 'source', (name) => isAddressed(config, name, flow.client)) &&
    isAnyOr(rule, 'destination', (name) =>
      [flow.destination, ...(flow.address === undefined ? [] : [flow.address])].some((peer) =>
        isAddressed(config, name, peer),
      ),
    ) &&
    isAnyOr(rule, 'service', (name) =>
      name === 'application-default' ? isDefault(config, rule, flow) : isServed(config, name, flow),
    ) &&
    (many(rule, 'category').length === 0 ||
      isAnyOr(rule, 'category', (name) => isCategorised(config, name, flow)))
  );
}

/** An empty list matches nothing: what has no members must not be read as any. */
function isAnyOr(rule: Entry, field: string, test: (value: string) => boolean): boolean {
  return many(rule, field).some((value) => value === 'any' || test(value));
}

function isAddressed(config: Config, name: string, peer: string, depth = 0): boolean {
  const group = named(config, 'address-group', name);
  if (group !== undefined)
    return (
      depth < 8 && many(group, 'static').some((each) => isAddressed(config, each, peer, depth + 1))
    );
  const address = named(config, 'address', name);
  if (address === undefined) return false;
  const [host, own] = [readBlock(peer), one(address, 'ip-netmask') ?? ''];
  const block = readBlock(own) ?? readRange(one(address, 'ip-range') ?? '');
  if (host === undefined || block === undefined) return one(address, 'fqdn') === peer.toLowerCase();
  return covers(block, host);
}

function isServed(config: Config, name: string, flow: EngineFlow): boolean {
  return portsOf(config, [name]).some(
    ({ transport, low, high }) =>
      transport === flow.transport && low <= flow.port && flow.port <= high,
  );
}

/** Only the protocol of an App-ID without ports is known here; any other App-ID brings ports that we do not know. */
function isDefault(config: Config, rule: Entry, { transport }: EngineFlow): boolean {
  return applicationsOf(config, many(rule, 'application')).some(
    (name) => (bareApplications.get(name) ?? transport) === transport,
  );
}

function isCategorised(config: Config, name: string, flow: EngineFlow): boolean {
  const category = named(config, 'custom-url-category', name);
  const application = applicationOf(flow);
  if (category === undefined || flow.transport !== 'tcp') return false;
  if (application !== 'tls' && application !== 'http') return false;
  const path = application === 'http' ? (flow.path ?? '/') : '/';
  return many(category, 'list').some((url) => matchesUrl(url, flow.destination, path));
}

function matchesApplication(config: Config, rule: Entry, flow: EngineFlow): boolean {
  const appId = flow.appId ?? appIdOf(flow);
  return isAnyOr(rule, 'application', (name) => applicationsOf(config, [name]).includes(appId));
}

/** The App-ID of a flow. ICMPv6 has one for all its types; no App-ID is known for AH in IPv6. */
function appIdOf(flow: EngineFlow): string {
  const { transport } = flow;
  const isSix = flow.client.includes(':');
  if (transport === 'icmp' || transport === 'icmp-echo') {
    if (isSix) return 'ipv6-icmp';
    return transport === 'icmp' ? 'icmp' : 'ping';
  }
  if (transport === 'ah' && isSix) return 'unknown';
  const usual = { dns: 'dns', http: 'web-browsing', tls: 'ssl', other: 'unknown' };
  const bare = { esp: 'ipsec-esp', ah: 'ipsec-ah', gre: 'gre' };
  return transport === 'tcp' || transport === 'udp' ? usual[applicationOf(flow)] : bare[transport];
}
