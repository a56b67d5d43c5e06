import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderSpec } from '../../src/render/all-sites.ts';
import { siteFiles } from '../../src/render/site.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { loadFiles, type MemoryFiles } from './load.ts';
import { must } from './policy.ts';

/** The directory of the project. */
export const root = join(import.meta.dirname, '../..');

/** The text of the real spec. */
export const realSpec = readFileSync(join(root, 'spec.yaml'), 'utf8');

/** Every file generated from the sources, by `site/target/name`. */
export function renderFiles(sources: MemoryFiles): Record<string, string> {
  const { spec } = must(loadFiles(sources));
  const files = must(renderSpec(spec, siteFindings)).flatMap((site) =>
    [...siteFiles(site)].map(
      ([path, bytes]) => [`${site.site}/${path}`, Buffer.from(bytes).toString()] as const,
    ),
  );
  return Object.fromEntries(files);
}

/** The lines from the first difference to the last, which a reviewer sees as one hunk. */
export function hunkOf(before: string, after: string): { removed: string[]; added: string[] } {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < a.length && a[head] === b[head]) head += 1;
  let tail = 0;
  const most = Math.min(a.length, b.length) - head;
  while (tail < most && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return { removed: a.slice(head, a.length - tail), added: b.slice(head, b.length - tail) };
}
