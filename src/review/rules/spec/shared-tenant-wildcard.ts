import { fixedParent } from '../../../net/host.ts';
import { aboutHosts } from '../kit/about-endpoints.ts';
import { isAbovePrivateSuffix, suffixSection } from '../kit/public-suffix.ts';
import type { SpecRule } from '../kit/rule.ts';
import { hasTenants } from '../kit/tenant-domains.ts';

/** A wildcard below a domain that one company shares among its customers, such as `*.cloudfront.net`. */
export const sharedTenantWildcard: SpecRule = {
  id: 'shared-tenant-wildcard',
  severity: 8.8,
  title: 'a wildcard over the names of all tenants of a service',
  why: 'Anybody who rents from the service has a name below this domain, an attacker too: the wildcard lets data go to each of them.',
  remedy: "name the tenant's own hosts",
  check: ({ spec }) =>
    aboutHosts(spec, (host) => {
      const parent = fixedParent(host);
      return parent !== undefined && isShared(parent)
        ? [`every tenant of the service has names below ${parent}`]
        : [];
    }),
};

function isShared(name: string): boolean {
  return suffixSection(name) === 'private' || isAbovePrivateSuffix(name) || hasTenants(name);
}
