import { textsBelow } from '../../file-set.ts';
import type { Named } from '../../io/path.ts';
import type { Policy } from '../../policy/types.ts';
import { type SiteAccess, siteAccess } from '../../review/explain/site-access.ts';
import { storedSet } from './output-folder.ts';

/** Sites with the access of their files in an output directory. Each site is read when its turn comes. */
export function* accessOnDisk(policies: Iterable<Policy>, out: Named): Generator<SiteAccess> {
  for (const policy of policies) {
    const { files } = storedSet(out, policy.site.id);
    yield siteAccess(policy, (target) => {
      const texts = textsBelow(files, target);
      return texts.size === 0 ? undefined : texts;
    });
  }
}
