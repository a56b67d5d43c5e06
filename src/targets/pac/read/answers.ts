import { parseAddress } from '../../../net/address.ts';
import { parseHost } from '../../../net/host-text.ts';
import { parsePort } from '../../../net/port-text.ts';

/** The first part of an answer that browsers do not accept: they go DIRECT for a part that they cannot parse. */
export function unreadableWay(answer: string): string | undefined {
  return answer.split('; ').find((way) => way !== 'DIRECT' && !isProxy(way));
}

/** Is this name free, that is, not defined by JavaScript or the browser? */
export function isFreeName(name: string): boolean {
  return !taken.has(name) && !(name in Object.prototype);
}

function isProxy(way: string): boolean {
  const [, host = '', port = ''] = /^(?:PROXY|HTTPS|SOCKS[45]?) (\S+):(\d+)$/.exec(way) ?? [];
  return parsePort(port).ok && isProxyHost(host.toLowerCase());
}

// A name with one label is a host in the site's own network.
function isProxyHost(host: string): boolean {
  if (host.startsWith('[')) {
    const inner = host.slice(1, -1);
    return host.endsWith(']') && inner.includes(':') && parseAddress(inner).ok;
  }
  if (/[:*_]/.test(host)) return false;
  const isLabel = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(host);
  return isLabel || parseAddress(host).ok || parseHost(host).ok;
}

const words = [
  // Keywords and reserved words of every edition of ECMA-262, literals, and names that a function binds.
  'abstract arguments await boolean break byte case catch char class const continue debugger default delete do double',
  'else enum export extends false final finally float for function goto if implements import in instanceof int',
  'interface let long native new null package private protected public return short static super switch synchronized',
  'this throw throws transient true try typeof var void volatile while with yield',
  // The properties of every global object.
  'Array Boolean Date Error EvalError Function Infinity JSON Math NaN Number Object RangeError ReferenceError RegExp',
  'String SyntaxError TypeError URIError decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval',
  'globalThis isFinite isNaN parseFloat parseInt self undefined unescape window',
  // The functions that a browser provides to a PAC file, and those that it calls.
  'FindProxyForURLEx alert convert_addr dateRange dnsDomainIs dnsDomainLevels dnsResolve dnsResolveEx findProxyForURL',
  'getClientVersion isInNet isInNetEx isPlainHostName isResolvable isResolvableEx localHostOrDomainIs myIpAddress',
  'myIpAddressEx shExpMatch sortIpAddressList timeRange weekdayRange',
  // The parameters of the function itself.
  'host url',
];

const taken: ReadonlySet<string> = new Set(words.flatMap((line) => line.split(' ')));
