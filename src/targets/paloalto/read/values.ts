import type { Destination } from '../../../net/destination.ts';
import { parseHost } from '../../../net/host-text.ts';
import { cidrsOf, formatNetwork, type Network } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import { parsePath, type UrlPath, wholeHost } from '../../../net/path.ts';

/** The destination of an entry in a URL list or of an address object. */
export type Named = { readonly destination: Destination; readonly path: UrlPath };

/** An entry of a URL list: `host/` or `host/path`; undefined if the tool does not write such an entry. */
export function namedByUrl(entry: string): Named | undefined {
  const [, name = '', written = ''] =
    /^([a-z0-9_.*^-]+)(\/[A-Za-z0-9._~%/:@,+=-]*)$/.exec(entry) ?? [];
  // A star is any number of labels and only comes first. A caret is one label, and the tool never writes it first.
  if (entry.length > 255 || name.lastIndexOf('*') > 0 || name.startsWith('^')) return undefined;
  if (name.startsWith('*') && name.includes('^')) return undefined;
  if (name.split('.').some((label) => label.includes('^') && label !== '^')) return undefined;
  const host = parseHost(name.replaceAll('^', '*'));
  const path = parsePath(written);
  if (!host.ok || !path.ok || (path.value !== wholeHost && path.value !== written))
    return undefined;
  return { destination: { kind: 'host', host: host.value }, path: path.value };
}

/** An address object, as kind and value; undefined if the tool does not write such an object. */
export function namedByObject(text: string): Named | undefined {
  const [kind = '', value = ''] = text.split(' ');
  const destination = kind === 'fqdn' ? hostOf(value) : networkOf(kind, value);
  return destination === undefined ? undefined : { destination, path: wholeHost };
}

function hostOf(value: string): Destination | undefined {
  const host = parseHost(value);
  return host.ok && host.value.kind === 'exact' ? { kind: 'host', host: host.value } : undefined;
}

function networkOf(kind: string, value: string): Destination | undefined {
  const network = parseNetwork(value);
  if (!network.ok || formatNetwork(network.value) !== value) return undefined;
  return kindOf(network.value) === kind ? { kind: 'network', network: network.value } : undefined;
}

function kindOf(network: Network): string {
  return cidrsOf(network).length === 1 ? 'ip-netmask' : 'ip-range';
}
