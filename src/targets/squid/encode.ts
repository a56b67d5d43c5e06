import type { HostName } from '../../net/host.ts';
import { formatNetwork, type Network } from '../../net/network.ts';
import type { UrlPath } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import { shaped } from '../kit/writing/encode.ts';
import type { Encoded } from '../target.ts';
import { type Pattern, pathExpression, patternExpression } from './encode-expression.ts';
import type { Options } from './options.ts';

/** The name of an acl. */
export type Acl = Encoded<'squid-acl'>;
/** Values of acls, by kind: a name, a name with its subdomains, an expression, an address, a port. */
export type Name = Encoded<'squid-name'>;
export type Below = Encoded<'squid-below'>;
export type PatternText = Encoded<'squid-pattern'>;
export type NetworkText = Encoded<'squid-network'>;
export type PortText = Encoded<'squid-port'>;
export type PathText = Encoded<'squid-path'>;
/** The names of acls that another acl combines; an exclamation mark negates one. */
export type Names = Encoded<'squid-names'>;

// A literal inside a function would be a new expression for each of a hundred thousand lines.
const acl = /^[a-z][a-z0-9_-]{0,61}$/;
const hostName = /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/;
const addresses = /^[0-9a-f.:/-]+$/;

/** The name of an acl: at most 62 characters; a reference to a longer name is a FATAL error. */
export function encodeAcl(name: string): Acl {
  return shaped(name, acl);
}

/** Several acls at the end of a line, all of which must match. */
export function encodeNames(names: readonly string[]): Names {
  return shaped(names.join(' '), /^!?[a-z][a-z0-9_-]{0,61}( !?[a-z][a-z0-9_-]{0,61})*$/);
}

/** A name without wildcards: `*.x`, `https://x` and `x:443` load silently and match nothing. */
export function encodeName(name: HostName): Name {
  return shaped(name, hostName);
}

/** The subdomains of a name and the name itself, which the caller excludes again. */
export function encodeBelow(name: HostName): Below {
  return `.${encodeName(name)}` as string as Below;
}

/** The expression of a pattern. */
export function encodePattern(pattern: Pattern): PatternText {
  return shaped(
    patternExpression(pattern),
    /^\^(?:[a-z0-9_-]|\[a-z0-9-\]\*|\[a-z0-9_-\]\+|\\\.)+\$$/,
  );
}

/** An address, a block or a range: Squid accepts all three. */
export function encodeNetwork(network: Network): NetworkText {
  return shaped(formatNetwork(network), addresses);
}

/** `443` or `8000-8010`. */
export function encodePorts({ low, high }: PortRange<'tcp'>): PortText {
  return (low === high ? `${low}` : `${low}-${high}`) as PortText;
}

/** The expression of a path; throws for one with an escape, which Squid would never see. */
export function encodePath(path: UrlPath): PathText {
  shaped(path, /^(\/[A-Za-z0-9._~!$&'()+,;=:@-]+)+$/);
  return pathExpression(path) as PathText;
}

/** The id of a rule, the name of a spec, or a prefix, in a comment; the id of a rule also as the value of a note. */
export function encodeComment(text: string): Encoded<'squid-comment'> {
  return shaped(text, /^[a-z][a-z0-9/+-]*$/);
}

/** A word between single quotes in apply.sh. */
export function encodeWord(text: string): Encoded<'squid-word'> {
  return shaped(text, /^[a-z][a-z0-9]*$/);
}

/** The options of the file, in a comment. A reviewer sees them, and the reader uses them to find missing lines. */
export function encodeOptions(options: Options): Encoded<'squid-options'> {
  const { tlsInspection, direct, adaptationServices, delayPools } = options;
  const services = adaptationServices.map(encodeService).join(',');
  const pools = delayPools.map(encodePool).join(',');
  const text = `tlsInspection=${tlsInspection} direct=${direct} adaptationServices=${services} delayPools=${pools}`;
  return text as Encoded<'squid-options'>;
}

/** The name of an adaptation service. */
export function encodeService(name: string): Encoded<'squid-service'> {
  return shaped(name, /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/);
}

/** The number of a delay pool. */
export function encodePool(pool: number): Encoded<'squid-pool'> {
  return shaped(String(pool), /^[1-9][0-9]{0,4}$/);
}
