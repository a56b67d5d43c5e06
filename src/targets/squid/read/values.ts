import type { Host } from '../../../net/host.ts';
import { parseHost } from '../../../net/host-text.ts';
import { parsePath, type UrlPath } from '../../../net/path.ts';
import type { PortRange } from '../../../net/port.ts';
import { parsePortRange } from '../../../net/port-text.ts';
import { expected, refuseAt } from '../../kit/reading/not-canonical.ts';
import { valueAt } from '../../kit/reading/values.ts';
import type { OutputPlace } from '../../reading.ts';

/** A host name, or the subdomains of a name that begins with a dot. */
export function hostOf(text: string, at: OutputPlace): Host {
  const host = valueAt(parseHost(text.startsWith('.') ? `*${text}` : text), at);
  if (host.kind === 'pattern') refuseAt(at, expected('a host name for dstdomain', `"${text}"`));
  return host;
}

/** A pattern from its expression. */
export function patternOf(text: string, at: OutputPlace): Host {
  const inner = /^\^(.*)\$$/.exec(text)?.[1] ?? '';
  const labels = inner.split('\\.').map((label) => {
    if (label === '[a-z0-9_-]+') return '*';
    const plain = label.replaceAll('[a-z0-9-]*', '*');
    if (plain === '*') refuseAt(at, expected('a pattern without empty labels', `"${text}"`));
    return plain;
  });
  const host = valueAt(parseHost(labels.join('.')), at);
  if (host.kind !== 'pattern') refuseAt(at, expected('a host pattern', `"${text}"`));
  return host;
}

/** A port or a range of ports, of TCP. */
export function portsOf(text: string, at: OutputPlace): PortRange {
  return valueAt(parsePortRange(`tcp/${text}`), at);
}

/** A path, from the expression that matches this path and the paths below it. */
export function pathOf(text: string, at: OutputPlace): UrlPath {
  const inner = /^\^(\/.*)\(\[\/\?\]\|\$\)$/.exec(text)?.[1] ?? '';
  const path = valueAt(parsePath(inner.replace(/\\([.$()*+])/g, '$1')), at);
  if (path === '/' || path.includes('%'))
    refuseAt(at, expected('the expression of a path', `"${text}"`));
  return path;
}
