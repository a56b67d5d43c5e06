import { parseAddress } from '../../net/address.ts';
import { parseHost } from '../../net/host.ts';
import { parsePort } from '../../net/port.ts';
import type { Policy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';

/** The options of one site, defaults filled in, each checked for its place in the file. */
export type Settings = {
  /** The answer for what bypasses. */
  readonly direct: string;
  /** The answer for everything else; unused in a function that a site's own file includes. */
  readonly proxy: string;
  readonly functionName: string;
  /** The function is included in a site's own file, which decides where this one does not. */
  readonly included: boolean;
  readonly compact: boolean;
};

const standardName = 'FindProxyForURL';

/**
 * The site's options for this target. Refuses answers that browsers would read as DIRECT or not at all (pac-return),
 * and names that JavaScript or a browser already uses (pac-function-name).
 */
export function settingsOf(policy: Policy): Result<Settings, Refusal[]> {
  const settings = optionsOf(policy);
  const { proxy, direct, functionName } = settings;
  const refusals = [
    ...refuseAnswer('proxy', proxy),
    ...refuseAnswer('direct', direct),
    ...refuseSameWay(proxy, direct),
    ...refuseName(functionName),
  ];
  if (refusals.length > 0) return failure(refusals);
  return success(settings);
}

/** The options as the site gives them, defaults filled in; nothing is refused. */
export function optionsOf(policy: Policy): Settings {
  const options = policy.site.targets.pac;
  const functionName = options?.functionName ?? standardName;
  return {
    direct: options?.direct ?? 'DIRECT',
    proxy: options?.proxy ?? '',
    functionName,
    included: functionName !== standardName,
    compact: options?.compact ?? false,
  };
}

function refuseAnswer(option: string, answer: string): Refusal[] {
  const wrong = answer.split('; ').find((part) => !isWay(part));
  if (wrong === undefined) return [];
  return [
    {
      rule: 'pac-return',
      message: `the pac option "${option}" holds ${JSON.stringify(wrong)}, which a browser would skip, or go DIRECT for`,
      help: 'write DIRECT, or PROXY, HTTPS, SOCKS, SOCKS4 or SOCKS5 with host:port, joined by "; "',
      option,
    },
  ];
}

// DIRECT first would send every host around the proxy; one answer for both would leave nothing decided.
function refuseSameWay(proxy: string, direct: string): Refusal[] {
  if (proxy !== direct && !proxy.startsWith('DIRECT')) return [];
  return [
    {
      rule: 'pac-return',
      message: `the pac option "proxy" is "${proxy}", so every host would go the way of those that bypass`,
      help: 'name the proxy of all other hosts, as in "PROXY proxy.example.net:3128"',
      option: 'proxy',
    },
  ];
}

function isWay(text: string): boolean {
  if (text === 'DIRECT') return true;
  const [, host = '', port = ''] =
    /^(?:PROXY|HTTPS|SOCKS|SOCKS4|SOCKS5) (\S+):([0-9]+)$/.exec(text) ?? [];
  return isProxyHost(host) && parsePort(port).ok;
}

function isProxyHost(written: string): boolean {
  const text = written.toLowerCase();
  const inBrackets = /^\[(.*)\]$/.exec(text)?.[1];
  if (inBrackets !== undefined) return inBrackets.includes(':') && parseAddress(inBrackets).ok;
  if (/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) return true;
  if (!text.includes(':') && parseAddress(text).ok) return true;
  return !/[*_]/.test(text) && parseHost(text).ok;
}

const reserved = new Set(
  [
    // ECMA-262 3rd edition, 7.5: keywords, words kept for the future, literals.
    'break case catch continue default delete do else finally for function if in instanceof new return switch this',
    'throw try typeof var void while with abstract boolean byte char class const debugger double enum export extends',
    'final float goto implements import int interface long native package private protected public short static super',
    'synchronized throws transient volatile null true false let yield await arguments',
    // Its global object, 15.1.
    'NaN Infinity undefined eval parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent encodeURI',
    'encodeURIComponent escape unescape Object Function Array String Boolean Number Date RegExp Error EvalError',
    'RangeError ReferenceError SyntaxError TypeError URIError Math JSON globalThis window self',
    // What a PAC engine gives or asks for.
    'FindProxyForURLEx findProxyForURL isPlainHostName dnsDomainIs localHostOrDomainIs isResolvable isInNet dnsResolve',
    'myIpAddress dnsDomainLevels shExpMatch weekdayRange dateRange timeRange alert convert_addr isResolvableEx isInNetEx',
    'dnsResolveEx myIpAddressEx sortIpAddressList getClientVersion',
    // The function's own parameters.
    'url host',
  ].flatMap((line) => line.split(' ')),
);

function refuseName(name: string): Refusal[] {
  const isIdentifier = /^[A-Za-z_$][A-Za-z0-9_$]{0,63}$/.test(name);
  if (isIdentifier && !reserved.has(name) && !(name in Object.prototype)) return [];
  return [
    {
      rule: 'pac-function-name',
      message: `the pac option "functionName" is ${JSON.stringify(name)}, ${isIdentifier ? 'which JavaScript or a browser already uses' : 'which is not a name in JavaScript'}`,
      help: 'write a name of your own, such as findSendproProxy',
      option: 'functionName',
    },
  ];
}
