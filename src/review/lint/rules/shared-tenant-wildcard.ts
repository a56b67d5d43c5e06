import { fixedParent } from '../../../net/host.ts';
import { aboutHosts } from '../endpoints.ts';
import { suffixSection } from '../public-suffix.ts';
import type { LintRule } from '../rule.ts';

/** A wildcard below a domain that one company shares among its customers, such as `*.cloudfront.net`. */
export const sharedTenantWildcard: LintRule = {
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

/** Domains whose tenants the Public Suffix List does not know. */
const tenantDomains: ReadonlySet<string> = new Set([
  'database.windows.net',
  'force.com',
  'lightning.force.com',
  'my.salesforce.com',
  'okta.com',
  'oktapreview.com',
  'salesforce.com',
  'service-now.com',
  'sharepoint.com',
  'sharepoint.us',
  'vault.azure.net',
  'zendesk.com',
]);

/** The same, where a region may stand before the domain. */
const regionalDomain = /^(?:[a-z0-9-]+\.)?cloudapp\.azure\.com$/;

/** Domains above several suffixes of the list's private section: a wildcard there holds all of their tenants. */
const cloudDomains: ReadonlySet<string> = new Set([
  'amazonaws.com',
  'amazonaws.com.cn',
  'azure.com',
  'core.windows.net',
  'windows.net',
]);

function isShared(name: string): boolean {
  if (tenantDomains.has(name) || regionalDomain.test(name)) return true;
  return cloudDomains.has(name) || suffixSection(name) === 'private';
}
