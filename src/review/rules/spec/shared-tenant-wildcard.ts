import { fixedParent } from '../../../net/host.ts';
import { suffixSection } from '../../../net/public-suffix.ts';
import { aboutHosts } from '../kit/about-endpoints.ts';
import { isAbovePrivateSuffix } from '../kit/public-suffix.ts';
import type { SpecRule } from '../kit/rule.ts';
import { hasTenants } from '../kit/tenant-domains.ts';

/** A wildcard below a domain that a company shares among its customers, such as `*.cloudfront.net`. */
export const sharedTenantWildcard: SpecRule = {
  id: 'shared-tenant-wildcard',
  severity: 8.8,
  title: 'a wildcard covers all tenants of a service',
  why: 'Every customer of the service has names under this domain, and an attacker can become one. The wildcard lets data leave to all of them.',
  remedy: 'list the hosts of the one tenant that the product needs',
  check: ({ spec }) =>
    aboutHosts(spec, (host) => {
      const parent = fixedParent(host);
      return parent !== undefined && isShared(parent)
        ? [
            {
              message: `every tenant of the service has names under ${parent}`,
              common: 'every tenant of the service has names under its parent domain',
            },
          ]
        : [];
    }),
};

function isShared(name: string): boolean {
  return suffixSection(name) === 'private' || isAbovePrivateSuffix(name) || hasTenants(name);
}
