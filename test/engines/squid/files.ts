import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/rendered.ts';
import { sitesOf } from '../sites.ts';

/** The committed file in a site's directory. */
export function committed(folder: string): string {
  return readFileSync(join(root, folder, 'squid/bypass.conf'), 'utf8');
}

/** The file of a site after one text of the spec was put in another's place. */
export function renderedWith(spec: string, id: string, from: string, to: string): string {
  const site = sitesOf({ 'spec.yaml': changed(spec, from, to) }, 'squid').find(
    ({ name }) => name === id,
  );
  const text = site?.files.get('squid/bypass.conf');
  if (text === undefined) throw new Error('the spec has no such site with a Squid');
  return text;
}

/** A text with the first of one text in another's place. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the text has no "${from}"`);
  return text.replace(from, () => to);
}
