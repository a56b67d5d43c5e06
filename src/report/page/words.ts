import { visible } from '../../characters.ts';

/** A number with its noun, in the plural unless it is one. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A path as a URI reference (RFC 3986): forward slashes, and special characters as percent-encoded UTF-8. */
export function fileUri(path: string): string {
  const parts = path
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll('\\', '/')
    .split('/');
  const uri = parts.map(encodeURIComponent).join('/');
  return uri.startsWith('/') ? `file://${uri}` : uri;
}

/** A site whose outputs are out of date, and the command that updates them. */
export type StaleSite = { readonly site: string; readonly command: string };

/** The message about a site whose outputs are out of date. */
export function staleText({ site, command }: StaleSite): string {
  return `outputs of site ${visible(site)} are out of date: run ${visible(command)}`;
}

export type SeverityLevel = 'error' | 'warning' | 'note';

/** The level of a severity: the same three steps as in code scanning. */
export function levelOf(severity: number): SeverityLevel {
  if (severity >= 7) return 'error';
  return severity >= 4 ? 'warning' : 'note';
}
