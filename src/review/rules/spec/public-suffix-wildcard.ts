import { fixedParent } from '../../../net/host.ts';
import { suffixSection } from '../../../net/public-suffix.ts';
import { aboutHosts } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A wildcard below the suffix of a registry, such as `*.co.uk`. */
export const publicSuffixWildcard: SpecRule = {
  id: 'public-suffix-wildcard',
  severity: 9.5,
  title: 'a wildcard covers a public suffix',
  why: 'Anyone can register a name under a public suffix such as co.uk. The wildcard lets data leave to all of those names.',
  remedy: 'list the domains that the product needs',
  check: ({ spec }) =>
    aboutHosts(spec, (host) => {
      const parent = fixedParent(host);
      return parent !== undefined && suffixSection(parent) === 'registry'
        ? [
            {
              message: `anyone can register names under ${parent}`,
              common: 'anyone can register names under its parent domain',
            },
          ]
        : [];
    }),
};
