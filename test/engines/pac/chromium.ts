import { join } from 'node:path';
import { needsNamespace, run } from '../../support/programs.ts';

/** A test in which a real browser loads URLs, in namespaces that end with it. */
export const needsChromium = needsNamespace('chromium', 'ip', 'openssl');

/** What the access logs have of each load: `origin: HOST on port N`, `proxy: CONNECT ...` or `proxy: GET ...`. */
export type Loaded = readonly (readonly string[])[];

/** Loads URLs with a PAC file; `proxy: false` where nothing is to listen on the proxy's port. */
export function load(
  text: string,
  urls: readonly string[],
  { proxy = true }: { proxy?: boolean } = {},
): Loaded {
  const program = [process.execPath, join(import.meta.dirname, 'browser.mjs')];
  const alone = ['--net', '--pid', '--fork', '--mount-proc'];
  const input = JSON.stringify({ text, loads: urls, proxy, seconds: 25 });
  const { status, stdout, stderr } = run('unshare', [...alone, ...program], input);
  if (status !== 0) throw new Error(`the browser ended with ${status}: ${stderr.slice(-2000)}`);
  const { places, fetched } = JSON.parse(stdout) as { places: Loaded; fetched: number };
  if (fetched === 0) throw new Error(`no one asked for the PAC file: ${stderr.slice(-2000)}`);
  return places;
}

/** By which way each load went: DIRECT, proxied, both or nowhere. */
export function waysOf(loaded: Loaded): string[] {
  return loaded.map((places) => {
    const ways = places.map((place) => (place.startsWith('proxy: ') ? 'proxied' : 'DIRECT'));
    return [...new Set(ways)].join(' and ') || 'nowhere';
  });
}
