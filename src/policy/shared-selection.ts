import type { Site, Spec } from '../language/types.ts';
import { type Result, success } from '../problem.ts';
import { compile, selectGroups } from './compile.ts';
import type { SitePolicy } from './types.ts';

/** How many destinations of earlier selections are kept. A thousand of them need about a megabyte. */
const mostKept = 50_000;

/**
 * Returns `compile` for the sites of one spec. Sites that select the same groups share their rules, except the clients,
 * so that ten thousand sites of one kind are compiled once. A few selections are kept, the last one always.
 */
export function compileShared(spec: Spec, most = mostKept): (site: Site) => Result<SitePolicy> {
  const kept = new Map<string, SitePolicy>();
  return (site) => {
    const groups = selectGroups(spec.groups, site);
    // What a site gives has locations of its own, so it is not shared.
    const own = groups.some(({ wanted }) => wanted.length > 0) ? site.id : null;
    const key = JSON.stringify([groups.map(({ id }) => id), own]);
    const earlier = kept.get(key);
    if (earlier !== undefined) return success(forSite(earlier, site));
    const policy = compile(spec, site);
    // A failure names the site, so it is not shared.
    if (policy.ok) keep(kept, key, policy.value, most);
    return policy;
  };
}

function forSite({ spec, rules }: SitePolicy, site: Site): SitePolicy {
  return { spec, site, rules: rules.map((rule) => ({ ...rule, clients: site.clients })) };
}

/** Keeps a policy in the place of the oldest ones, if they are too large together. */
function keep(kept: Map<string, SitePolicy>, key: string, policy: SitePolicy, most: number): void {
  let size = sizeOf(policy);
  for (const each of kept.values()) size += sizeOf(each);
  for (const [oldest, each] of kept) {
    if (size <= most) break;
    kept.delete(oldest);
    size -= sizeOf(each);
  }
  kept.set(key, policy);
}

function sizeOf({ rules }: SitePolicy): number {
  return rules.reduce((total, { destinations }) => total + destinations.length, 0);
}
