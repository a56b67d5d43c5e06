import { fixedParent } from '../../../net/host.ts';
import { aboutHosts } from '../kit/about-endpoints.ts';
import { suffixSection } from '../kit/public-suffix.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A wildcard below a suffix of a registry, such as `*.co.uk`. */
export const publicSuffixWildcard: SpecRule = {
  id: 'public-suffix-wildcard',
  severity: 9.5,
  title: 'a wildcard below a public suffix',
  why: 'Everybody can register a name below a public suffix such as co.uk: the wildcard lets data go to any of them.',
  remedy: 'name the domains that are meant',
  check: ({ spec }) =>
    aboutHosts(spec, (host) => {
      const parent = fixedParent(host);
      return parent !== undefined && suffixSection(parent) === 'registry'
        ? [`everybody can register names below ${parent}`]
        : [];
    }),
};
