import { parentsOf } from '../../../net/host.ts';

/**
 * Domains under which every customer of one company has a name, and which the Public Suffix List lacks. They were
 * reviewed by hand. A `*` represents one label, such as a region.
 */
export const tenantDomains: ReadonlyMap<string, string> = new Map([
  // Identity: a tenant's sign-in page and tokens. Anyone can create a tenant for free.
  ['au.auth0.com', 'Auth0 tenants'],
  ['auth0.com', 'Auth0 tenants'],
  ['b2clogin.com', 'Microsoft Entra tenants'],
  ['ca.auth0.com', 'Auth0 tenants'],
  ['ciamlogin.com', 'Microsoft Entra tenants'],
  ['eu.auth0.com', 'Auth0 tenants'],
  ['jp.auth0.com', 'Auth0 tenants'],
  ['okta-emea.com', 'Okta organizations'],
  ['okta.com', 'Okta organizations'],
  ['oktapreview.com', 'Okta organizations'],
  ['onelogin.com', 'OneLogin accounts'],
  ['onmicrosoft.com', 'Microsoft Entra tenants'],
  ['onmicrosoft.us', 'Microsoft Entra tenants'],
  ['uk.auth0.com', 'Auth0 tenants'],
  ['us.auth0.com', 'Auth0 tenants'],
  // Storage and databases: every customer has a bucket, an account or a project here.
  ['*.aliyuncs.com', 'Alibaba Cloud buckets, by region'],
  ['*.snowflakecomputing.com', 'Snowflake accounts, by region'],
  ['backblazeb2.com', 'Backblaze buckets'],
  ['compat.objectstorage.*.oraclecloud.com', 'Oracle Cloud buckets, by region'],
  ['cos.*.myqcloud.com', 'Tencent Cloud buckets, by region'],
  ['database.windows.net', 'Azure SQL servers'],
  ['dfs.core.windows.net', 'Azure storage accounts'],
  ['documents.azure.com', 'Azure Cosmos accounts'],
  ['eu.r2.cloudflarestorage.com', 'Cloudflare R2 accounts'],
  ['firebaseio.com', 'Firebase projects'],
  ['mongodb.net', 'MongoDB Atlas clusters'],
  ['queue.core.windows.net', 'Azure storage accounts'],
  ['r2.cloudflarestorage.com', 'Cloudflare R2 accounts'],
  ['s3.*.backblazeb2.com', 'Backblaze buckets, by region'],
  ['s3.*.wasabisys.com', 'Wasabi buckets, by region'],
  ['s3.wasabisys.com', 'Wasabi buckets'],
  ['table.core.windows.net', 'Azure storage accounts'],
  ['vault.azure.net', 'Azure key vaults'],
  // Machines, websites and content of customers.
  ['*.cloudapp.azure.com', 'Azure machines, by region'],
  ['*.elastic-cloud.com', 'Elastic deployments, by region'],
  ['*.oraclecloud.com', 'Oracle Cloud tenancies, by region'],
  ['b-cdn.net', 'bunny.net zones'],
  ['powerappsportals.com', 'Power Pages sites'],
  ['splunkcloud.com', 'Splunk stacks'],
  ['squarespace.com', 'Squarespace sites'],
  ['statuspage.io', 'status pages of Atlassian customers'],
  ['vo.msecnd.net', 'Azure CDN endpoints'],
  ['wordpress.com', 'WordPress.com blogs'],
  // Business applications: an organization's own instance, with files, messages or forms.
  ['*.dynamics.com', 'Dynamics 365 organizations, by region'],
  ['atlassian.net', 'Jira and Confluence sites'],
  ['documentforce.com', 'Salesforce organizations'],
  ['enterprise.slack.com', 'Slack organizations'],
  ['force.com', 'Salesforce organizations'],
  ['freshdesk.com', 'Freshdesk accounts'],
  ['freshservice.com', 'Freshservice accounts'],
  ['lightning.force.com', 'Salesforce organizations'],
  ['my.salesforce.com', 'Salesforce organizations'],
  ['my.site.com', 'Salesforce organizations'],
  ['service-now.com', 'ServiceNow instances'],
  ['sharepoint.cn', 'SharePoint tenants'],
  ['sharepoint.com', 'SharePoint tenants'],
  ['sharepoint.us', 'SharePoint tenants'],
  ['slack.com', 'Slack workspaces'],
  ['visualstudio.com', 'Azure DevOps organizations'],
  ['zendesk.com', 'Zendesk accounts'],
]);

/** Each domain and its parent domains, because a wildcard there covers the domain too. */
const known: ReadonlySet<string> = new Set(
  [...tenantDomains.keys()].flatMap((domain) => [domain, ...parentsOf(domain)]),
);

/** Returns true for such a domain and for its parent domains, except top-level domains. */
export function hasTenants(name: string): boolean {
  return name.includes('.') && spellings(name.split('.')).some((each) => known.has(each));
}

/** The name itself, and the name with a `*` instead of each label in turn. */
function spellings(labels: readonly string[]): string[] {
  return [labels, ...labels.map((_, index) => labels.with(index, '*'))].map((each) =>
    each.join('.'),
  );
}
