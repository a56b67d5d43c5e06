import { isLabel, readBlock } from '../address.ts';

const maxLength = 255;
const separators = /[./?&=;+]/;

/** What is wrong with an entry of a custom URL category; empty is good. */
export function checkUrl(entry: string): string[] {
  const [, host = '', path] = /^([^/]*)(\/.*)?$/.exec(entry) ?? [];
  const reasons = [
    ...(/^[!-~]*$/.test(entry) && !/["\\<>[\]?#]/.test(entry)
      ? []
      : ['holds a character that no URL of ours has']),
    ...(entry.length > maxLength ? [`is longer than ${maxLength} characters`] : []),
    ...(entry.includes('://') ? ['has a scheme'] : []),
    ...(/:[0-9]+(\/|$)/.test(entry) ? ['has a port'] : []),
    ...(path === undefined
      ? ['has no slash behind the host, so that it matches longer names']
      : []),
    ...checkWildcards(entry),
  ];
  return reasons.length > 0 ? reasons : checkHost(host);
}

/** A wildcard matches only whole tokens; two asterisks, or ten carets, in a row slow the firewall down. */
function checkWildcards(entry: string): string[] {
  const tokens = entry.split(separators);
  return [
    ...(tokens.some((token) => token.length > 1 && /[*^]/.test(token))
      ? ['has a wildcard that is not a whole token']
      : []),
    ...(/\*[./]\*/.test(entry) ? ['has two asterisks in a row'] : []),
    ...(/(\^[./]){9}\^/.test(entry) ? ['has ten carets in a row'] : []),
  ];
}

/** Labels or wildcards, the last one a label; or an address. */
function checkHost(host: string): string[] {
  if (readBlock(host) !== undefined) return [];
  const labels = host.split('.');
  if (labels.length < 2 || !/^[a-z]/.test(labels.at(-1) ?? '')) return ['has no full host name'];
  // A token of a URL list may hold underscores; a domain may not.
  const below = labels.slice(0, -2).map((label) => label.replaceAll('_', 'x'));
  const checked = [...below, ...labels.slice(-2)];
  return checked.every((label) => isLabel(label) || label === '*' || label === '^')
    ? []
    : ['has a host with a label that is none'];
}

/** Whether there is more than a host: such an entry cannot hold where only the SNI is visible. */
export function hasPath(entry: string): boolean {
  return entry.indexOf('/') < entry.length - 1;
}

/**
 * Whether an entry matches a host and path, token by token from the left. `*` is one or more tokens, `^` exactly one;
 * the separators are literal. What follows a match must be a separator, or nothing: without its slash an entry goes on
 * to match `.evil.example`.
 */
export function matchesUrl(entry: string, host: string, path: string): boolean {
  const url = `${host.toLowerCase()}${path}`;
  const pattern = entry
    .split(/([./?&=;+])/)
    .map(patternOf)
    .join('');
  const end = entry.endsWith('/') ? '' : '(?=[./?&=;+]|$)';
  return new RegExp(`^${pattern}${end}`).test(url);
}

function patternOf(token: string): string {
  if (token === '*') return '[^./?&=;+]+(?:[.][^./?&=;+]+)*';
  if (token === '^') return '[^./?&=;+]+';
  return token.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
