import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { targetPolicy } from '../../src/policy/target-policy.ts';
import type { TargetPolicy } from '../../src/policy/types.ts';
import { renderSpec } from '../../src/render/all-sites.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { targets } from '../../src/targets/list.ts';
import type { Target, TargetFiles } from '../../src/targets/target.ts';
import { readFiles } from '../support/folder.ts';
import { loadFiles, type MemoryFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { realSpec, root } from '../support/rendered.ts';

/** What one site gives for one target, and the policy behind it. */
export type RenderedSite = {
  /** `story/site`. */
  readonly name: string;
  readonly target: Target;
  readonly policy: TargetPolicy;
  readonly closed: boolean;
  readonly files: TargetFiles;
};

const golden = join(root, 'test/golden');

/** The sources of the real spec and of every golden story, by name. */
const stories: readonly (readonly [string, MemoryFiles])[] = [
  ['the guide', { 'spec.yaml': realSpec }],
  ...readdirSync(golden).map((name) => [name, sourcesIn(name)] as const),
];

/** Every site of the real spec and of the golden stories that names a target, rendered in memory. */
export function sitesWith(target: string): RenderedSite[] {
  const sites = stories.flatMap(([name, files]) =>
    sitesOf(files, target).map((site) => ({ ...site, name: `${name}/${site.name}` })),
  );
  if (sites.length < 2) throw new Error(`no story names the target "${target}"`);
  return sites;
}

/** The sources of one golden story. */
export function sourcesIn(story: string): MemoryFiles {
  const files = Object.entries(readFiles(join(golden, story)));
  return Object.fromEntries(files.filter(([path]) => !path.startsWith('expected/')));
}

/** The sites of a spec that name a target. */
export function sitesOf(sources: MemoryFiles, name: string): RenderedSite[] {
  const target = targets.find((each) => each.name === name);
  if (target === undefined) throw new Error(`there is no target "${name}"`);
  const { spec } = must(loadFiles(sources));
  const policies = new Map(must(compileSites(spec)).map((policy) => [policy.site.id, policy]));
  return must(
    renderSpec(spec, siteFindings, { sites: undefined, targets: new Set([name]) }),
  ).flatMap(({ site, targets: given }) => {
    const [files, policy] = [given.get(name), policies.get(site)];
    if (files === undefined || policy === undefined) return [];
    const closed = policy.site.enforce === 'closed';
    return [{ name: site, target, policy: targetPolicy(policy, name), closed, files }];
  });
}

/** The files of the first site of a spec after a text of its spec.yaml is taken away or put in another's place. */
export function changedFiles(
  sources: MemoryFiles,
  target: string,
  from: string,
  to = '',
): TargetFiles {
  const text = String(sources['spec.yaml']);
  if (!text.includes(from)) throw new Error(`the spec has no "${from}"`);
  const [site] = sitesOf({ ...sources, 'spec.yaml': text.replace(from, () => to) }, target);
  if (site === undefined) throw new Error('the spec has no site');
  return site.files;
}
