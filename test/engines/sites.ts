import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { targetPolicy } from '../../src/policy/target-policy.ts';
import type { TargetPolicy } from '../../src/policy/types.ts';
import { renderSpec } from '../../src/render/all-sites.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { targets } from '../../src/targets/list.ts';
import type { TargetFiles } from '../../src/targets/reading.ts';
import type { Target } from '../../src/targets/target.ts';
import { readFiles } from '../support/folder.ts';
import { loadFiles, type MemoryFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { realSpec, root } from '../support/rendered.ts';

/** The output of one site for one target, and its policy. */
export type RenderedSite = {
  /** `scenario/site`. */
  readonly name: string;
  readonly target: Target;
  readonly policy: TargetPolicy;
  readonly closed: boolean;
  readonly files: TargetFiles;
};

const golden = join(root, 'test/golden');

/** The sources of the real spec and of every golden scenario, by name. */
const stories: readonly (readonly [string, MemoryFiles])[] = [
  ['the guide', { 'spec.yaml': realSpec }],
  ...readdirSync(golden).map((name) => [name, sourcesIn(name)] as const),
];

/** Every site of the real spec and of the golden scenarios with this target, rendered in memory. */
export function sitesWith(target: string): RenderedSite[] {
  const sites = stories.flatMap(([name, files]) =>
    sitesOf(files, target).map((site) => ({ ...site, name: `${name}/${site.name}` })),
  );
  if (sites.length < 2)
    throw new Error(
      `expected at least two sites with the target "${target}", found ${sites.length}`,
    );
  return sites;
}

/** The sources of one golden scenario. */
export function sourcesIn(story: string): MemoryFiles {
  const files = Object.entries(readFiles(join(golden, story)));
  return Object.fromEntries(files.filter(([path]) => !path.startsWith('expected/')));
}

/** The sites of a spec with this target. */
export function sitesOf(sources: MemoryFiles, name: string): RenderedSite[] {
  const target = targets.find((each) => each.name === name);
  if (target === undefined) throw new Error(`unknown target "${name}"`);
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

/** The files of a spec's first site after a text of spec.yaml is replaced or removed. */
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
