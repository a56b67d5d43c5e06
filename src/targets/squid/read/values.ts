import { type Host, parseHost } from '../../../net/host.ts';
import { formatNetwork, type Network } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import { parsePath, type UrlPath } from '../../../net/path.ts';
import { type PortRange, parsePortRange } from '../../../net/port.ts';
import type { Refusal, Result } from '../../../problem.ts';
import { Deviation } from './deviation.ts';

/** A name without wildcards, or everything below it where it begins with a dot. */
export function hostOf(text: string, line: number): Host {
  const host = value(parseHost(text.startsWith('.') ? `*${text}` : text), line);
  if (host.kind === 'pattern') throw new Deviation(line, `"${text}" is no name for dstdomain`);
  return host;
}

/** A pattern from its expression. */
export function patternOf(text: string, line: number): Host {
  const inner = /^\^(.*)\$$/.exec(text)?.[1] ?? '';
  const labels = inner.split('\\.').map((label) => {
    if (label === '[a-z0-9_-]+') return '*';
    const plain = label.replaceAll('[a-z0-9-]*', '*');
    if (plain === '*') throw new Deviation(line, `"${text}" takes an empty label`);
    return plain;
  });
  const host = value(parseHost(labels.join('.')), line);
  if (host.kind !== 'pattern') throw new Deviation(line, `"${text}" is no pattern of a host`);
  return host;
}

export function networkOf(text: string, line: number): Network {
  const network = value(parseNetwork(text), line);
  if (formatNetwork(network) !== text)
    throw new Deviation(line, `"${text}" is not the shortest form`);
  return network;
}

export function portsOf(text: string, line: number): PortRange {
  return value(parsePortRange(`tcp/${text}`), line);
}

/** A path from the expression that holds it and what is below it. */
export function pathOf(text: string, line: number): UrlPath {
  const inner = /^\^(\/.*)\(\[\/\?\]\|\$\)$/.exec(text)?.[1] ?? '';
  const path = value(parsePath(inner.replace(/\\([.$()*+])/g, '$1')), line);
  if (path === '/' || path.includes('%')) throw new Deviation(line, `"${text}" holds no path`);
  return path;
}

function value<Value>(result: Result<Value, Refusal>, line: number): Value {
  if (result.ok) return result.value;
  throw new Deviation(line, result.error.message);
}
