import { getOrAdd } from '../../../maps.ts';
import type { Destination } from '../../../net/destination.ts';
import { parseHostName } from '../../../net/host-text.ts';
import type { Network } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import { parsePort } from '../../../net/port-text.ts';
import { parseBlock } from '../../kit/reading/values.ts';
import type { LiveAlias } from '../read/backup/config.ts';

/** What a name or a value in a rule stands for. `isKnown` is false if a part of it is not compared. */
export type Content = { readonly to: readonly Destination[]; readonly isKnown: boolean };

/** A range of ports, without a transport. */
export type Span = { readonly low: number; readonly high: number };

type Networks = { readonly networks: readonly Network[]; readonly isWhole: boolean };

/** Undefined means that the ports are not known. */
type Spans = readonly Span[] | undefined;

/** The contents of the aliases of a firewall. */
export class Contents {
  readonly #aliases = new Map<string, LiveAlias[]>();
  readonly #places = new Map<string, Content>();
  readonly #networks = new Map<string, Networks>();

  constructor(aliases: readonly LiveAlias[]) {
    for (const alias of aliases) getOrAdd(this.#aliases, alias.name, () => []).push(alias);
  }

  /** The destinations of an alias, an address or a network. pfSense skips a rule with an alias that it does not know. */
  placesOf(value: string): Content {
    return getOrAdd(this.#places, value, () => {
      const isAlias = this.#aliases.has(value) || !isLiteral(value);
      return isAlias ? this.#aliasContent(value, new Set()) : entryContent(value);
    });
  }

  /** The networks of such a value, and whether it contains nothing else. */
  networksOf(value: string): Networks {
    return getOrAdd(this.#networks, value, () => {
      const { to, isKnown } = this.placesOf(value);
      const networks = to.flatMap((each) => (each.kind === 'network' ? [each.network] : []));
      return { networks, isWhole: isKnown && networks.length === to.length };
    });
  }

  /** The ports of a value in a rule: one port, a range or an alias. */
  portsOf(value: string): Spans {
    const span = spanOf(value, '-');
    return span === undefined ? this.#aliasPorts(value, new Set()) : [span];
  }

  #aliasContent(name: string, seen: Set<string>): Content {
    if (seen.has(name)) return { to: [], isKnown: true };
    seen.add(name);
    const aliases = this.#aliases.get(name) ?? [];
    const parts = aliases.flatMap(({ type, entries }) => {
      if (type !== 'host' && type !== 'network') return [unknown];
      return entries.map((entry) =>
        this.#aliases.has(entry) ? this.#aliasContent(entry, seen) : entryContent(entry),
      );
    });
    return {
      to: parts.flatMap(({ to }) => to),
      // Which of two aliases of one name counts is not known.
      isKnown: aliases.length < 2 && parts.every(({ isKnown }) => isKnown),
    };
  }

  #aliasPorts(name: string, seen: Set<string>): Spans {
    const aliases = this.#aliases.get(name);
    if (aliases === undefined || seen.has(name)) return undefined;
    seen.add(name);
    const entries = aliases.flatMap((alias) => (alias.type === 'port' ? alias.entries : ['']));
    const found = entries.map((entry) => {
      const span = spanOf(entry, ':');
      return span === undefined ? this.#aliasPorts(entry, seen) : [span];
    });
    return found.includes(undefined) ? undefined : found.flatMap((spans) => spans ?? []);
  }
}

// What cannot be read may be any destination.
const unknown: Content = { to: [{ kind: 'any' }], isKnown: false };

function isLiteral(value: string): boolean {
  return /[.:]/.test(value);
}

function entryContent(entry: string): Content {
  const block = parseBlock(entry);
  const network = block === undefined ? parseNetwork(entry) : undefined;
  const read = block ?? (network?.ok === true ? network.value : undefined);
  if (read !== undefined) return { to: [{ kind: 'network', network: read }], isKnown: true };
  const host = parseHostName(entry.toLowerCase());
  if (!host.ok) return unknown;
  return { to: [{ kind: 'host', host: { kind: 'exact', name: host.value } }], isKnown: true };
}

function spanOf(text: string, separator: string): Span | undefined {
  const parts = text.split(separator).map(parsePort);
  const ports = parts.flatMap((port) => (port.ok ? [port.value] : []));
  const [low, high = low] = ports;
  if (low === undefined || high === undefined || parts.length > 2) return undefined;
  return ports.length === parts.length && low <= high ? { low, high } : undefined;
}
