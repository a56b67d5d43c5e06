/** Is it a name in JavaScript? At most 64 characters. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]{0,63}$/.test(name);
}

/** Does JavaScript or a browser already define the name, so that a function with this name would replace something? */
export function isTaken(name: string): boolean {
  return reserved.has(name) || name in Object.prototype;
}

const reserved = new Set(
  [
    // ECMA-262 3rd edition, 7.5: keywords, future reserved words, literals.
    'break case catch continue default delete do else finally for function if in instanceof new return switch this',
    'throw try typeof var void while with abstract boolean byte char class const debugger double enum export extends',
    'final float goto implements import int interface long native package private protected public short static super',
    'synchronized throws transient volatile null true false let yield await arguments',
    // Its global object, 15.1.
    'NaN Infinity undefined eval parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent encodeURI',
    'encodeURIComponent escape unescape Object Function Array String Boolean Number Date RegExp Error EvalError',
    'RangeError ReferenceError SyntaxError TypeError URIError Math JSON globalThis window self',
    // Functions that a PAC engine provides or calls.
    'FindProxyForURLEx findProxyForURL isPlainHostName dnsDomainIs localHostOrDomainIs isResolvable isInNet dnsResolve',
    'myIpAddress dnsDomainLevels shExpMatch weekdayRange dateRange timeRange alert convert_addr isResolvableEx isInNetEx',
    'dnsResolveEx myIpAddressEx sortIpAddressList getClientVersion',
    // The function's own parameters.
    'url host',
  ].flatMap((line) => line.split(' ')),
);
