import { visible } from '../../characters.ts';

/** A number with its noun, in the plural where it is not one. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A path as a URI reference (RFC 3986): forward slashes, and whatever else is not plain as bytes of UTF-8. */
export function fileUri(path: string): string {
  const parts = path
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll('\\', '/')
    .split('/');
  const uri = parts.map(encodeURIComponent).join('/');
  return uri.startsWith('/') ? `file://${uri}` : uri;
}

/** A site whose spec has moved on since its files were written, and what to type then. */
export type StaleSite = { readonly site: string; readonly command: string };

/** The sentence about a site whose files belong to another policy, with the command that mends it. */
export function staleText({ site, command }: StaleSite): string {
  return `the files of ${visible(site)} are stale: ${visible(command)}`;
}

export type SeverityLevel = 'error' | 'warning' | 'note';

/** The level of a severity: the same three steps as the colours of code scanning. */
export function levelOf(severity: number): SeverityLevel {
  if (severity >= 7) return 'error';
  return severity >= 4 ? 'warning' : 'note';
}
