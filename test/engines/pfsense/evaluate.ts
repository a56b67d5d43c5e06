import { covers, readBlock, readPort, readPortRange } from '../address.ts';
import type { EngineDecision, EngineFlow } from '../flow.ts';
import { aliasNamed, entriesOf } from './aliases.ts';
import type { Config, End, Rule } from './config.ts';
import { familiesOf, isBlock } from './rules.ts';

/**
 * The first rule that matches, as the firewall makes them: rules on an interface are quick. Its silent traps are here
 * too (a port without a protocol falls away, an unknown type passes, a missing alias skips the rule), so that a file
 * that the checker refuses shows what it would have opened.
 */
export function evaluate(config: Config, flow: EngineFlow): EngineDecision {
  const rule = config.rules.find((each) => matches(each, config, flow));
  if (rule === undefined) return { verdict: 'none', rule: null };
  return { verdict: isBlock(rule) ? 'deny' : 'allow', rule: rule.descr };
}

function matches(rule: Rule, config: Config, flow: EngineFlow): boolean {
  const family = readBlock(flow.client)?.family;
  if (family === undefined) throw new Error(`"${flow.client}" is no address of a client`);
  if (rule.disabled || !isOnInterface(rule, flow)) return false;
  return (
    familiesOf(rule).includes(family) &&
    matchesEnd(rule.source, config, flow.client) &&
    matchesEnd(rule.destination, config, flow.destination) &&
    matchesTransport(rule, flow, family) &&
    matchesPort(rule, config, flow.port)
  );
}

function isOnInterface(rule: Rule, flow: EngineFlow): boolean {
  const key = rule.interface ?? '';
  return /^(wan|lan|opt[0-9]+)$/.test(key) && (flow.from === undefined || flow.from === key);
}

function matchesTransport(rule: Rule, { transport }: EngineFlow, family: 4 | 6): boolean {
  const protocol = rule.protocol?.toLowerCase();
  if (protocol === undefined || protocol === 'any') return true;
  // pf skips an AH header of IPv6, and sees only the protocol behind it.
  if (transport === 'ah' && family === 6) return false;
  if (transport === 'icmp' || transport === 'icmp-echo')
    return matchesIcmp(protocol, rule.icmptype, transport, family);
  return protocol.split('/').includes(transport);
}

/** The type counts in a rule for icmp alone, which is about ICMPv6 where the rule is about IPv6. */
function matchesIcmp(
  protocol: string,
  type: string | undefined,
  transport: 'icmp' | 'icmp-echo',
  family: 4 | 6,
): boolean {
  if (protocol === 'ipv6-icmp') return family === 6;
  if (protocol !== 'icmp') return false;
  if (type === undefined || type === '' || type === 'any') return true;
  return type.split(',').includes('echoreq') ? transport === 'icmp-echo' : transport === 'icmp';
}

function matchesPort(rule: Rule, config: Config, port: number): boolean {
  const text = rule.destination?.port;
  const dropped = rule.protocol === undefined || text === '0';
  if (text === undefined || dropped) return true;
  const alias = aliasNamed(config, text);
  const texts = alias === undefined ? [text] : entriesOf(config, alias);
  return texts.some((each) => isIn(port, each.replace('-', ':')));
}

function isIn(port: number, text: string): boolean {
  const [low, high] = readPortRange(text, ':') ?? [readPort(text), readPort(text)];
  return low !== undefined && high !== undefined && low <= port && port <= high;
}

function matchesEnd(end: End | undefined, config: Config, peer: string): boolean {
  if (end === undefined) return false;
  if (end.any) return true;
  // Of the interfaces' own names only the firewall itself can be told apart without its addresses.
  if (end.network !== undefined) return end.network === '(self)' && peer === 'self';
  const alias = aliasNamed(config, end.address);
  if (alias !== undefined) return entriesOf(config, alias).some((entry) => isPeer(entry, peer));
  return (
    end.address !== undefined && readBlock(end.address) !== undefined && isPeer(end.address, peer)
  );
}

function isPeer(entry: string, peer: string): boolean {
  const [network, address] = [readBlock(entry), readBlock(peer)];
  if (network === undefined || address === undefined) return entry === peer.toLowerCase();
  return covers(network, address);
}
