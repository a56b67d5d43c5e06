import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

const below = (host: string, domain: string) => [
  `"${host}": every tenant of the service has names under ${domain}`,
];

describe('shared-tenant-wildcard', () => {
  test.each<[string, string[]]>([
    ['*.cloudfront.net', below('*.cloudfront.net', 'cloudfront.net')],
    ['*.s3.amazonaws.com', below('*.s3.amazonaws.com', 's3.amazonaws.com')],
    ['*.amazonaws.com', below('*.amazonaws.com', 'amazonaws.com')],
    ['*.windows.net', below('*.windows.net', 'windows.net')],
    ['*.azurewebsites.net', below('*.azurewebsites.net', 'azurewebsites.net')],
    ['*.okta.com', below('*.okta.com', 'okta.com')],
    ['*.sharepoint.com', below('*.sharepoint.com', 'sharepoint.com')],
    ['*.zendesk.com', below('*.zendesk.com', 'zendesk.com')],
    ['*.salesforce.com', below('*.salesforce.com', 'salesforce.com')],
    ['*.service-now.com', below('*.service-now.com', 'service-now.com')],
    ['*-files.sharepoint.com', below('*-files.sharepoint.com', 'sharepoint.com')],
    // Parents of suffixes in the private section of the list.
    ['*.on.aws', below('*.on.aws', 'on.aws')],
    ['*.us-east-1.on.aws', below('*.us-east-1.on.aws', 'us-east-1.on.aws')],
    ['*.fastly.net', below('*.fastly.net', 'fastly.net')],
    ['*.ssl.fastly.net', below('*.ssl.fastly.net', 'ssl.fastly.net')],
    ['*.platform.sh', below('*.platform.sh', 'platform.sh')],
    ['*.amazonaws.com.cn', below('*.amazonaws.com.cn', 'amazonaws.com.cn')],
    ['*.core.windows.net', below('*.core.windows.net', 'core.windows.net')],
    ['cdn*.fastly.net', below('cdn*.fastly.net', 'fastly.net')],
    ['s3.*.amazonaws.com', below('s3.*.amazonaws.com', 'amazonaws.com')],
    // Tenant domains that the list lacks, and their parents.
    ['*.onmicrosoft.com', below('*.onmicrosoft.com', 'onmicrosoft.com')],
    ['*.firebaseio.com', below('*.firebaseio.com', 'firebaseio.com')],
    ['*.auth0.com', below('*.auth0.com', 'auth0.com')],
    ['*.eu.auth0.com', below('*.eu.auth0.com', 'eu.auth0.com')],
    ['*.atlassian.net', below('*.atlassian.net', 'atlassian.net')],
    ['*.slack.com', below('*.slack.com', 'slack.com')],
    ['*.oraclecloud.com', below('*.oraclecloud.com', 'oraclecloud.com')],
    [
      '*.eu-frankfurt-1.oraclecloud.com',
      below('*.eu-frankfurt-1.oraclecloud.com', 'eu-frankfurt-1.oraclecloud.com'),
    ],
    ['*.r2.cloudflarestorage.com', below('*.r2.cloudflarestorage.com', 'r2.cloudflarestorage.com')],
    ['*.cloudflarestorage.com', below('*.cloudflarestorage.com', 'cloudflarestorage.com')],
    ['*.azure.com', below('*.azure.com', 'azure.com')],
    [
      '*.westeurope.cloudapp.azure.com',
      below('*.westeurope.cloudapp.azure.com', 'westeurope.cloudapp.azure.com'),
    ],
    [
      '*.s3.eu-central-1.wasabisys.com',
      below('*.s3.eu-central-1.wasabisys.com', 's3.eu-central-1.wasabisys.com'),
    ],
    // Names of a single tenant.
    ['https-host.us-east-1.on.aws', []],
    ['mytenant.eu.auth0.com', []],
    ['*.mytenant.eu.auth0.com', []],
    ['contoso.onmicrosoft.com', []],
    ['team.slack.com', []],
    ['*.contoso.atlassian.net', []],
    ['*.account.r2.cloudflarestorage.com', []],
    ['*.notfastly.net', []],
    ['*.example.sh', []],
    ['pitneybowes.okta.com', []],
    ['*.pitneybowes.okta.com', []],
    ['d111111abcdef8.cloudfront.net', []],
    ['*.d111111abcdef8.cloudfront.net', []],
    ['*.notokta.com', []],
    ['*.co.uk', []],
    ['*.example.com', []],
  ])('checks %s', (host, want) => {
    expect(raisedFor('shared-tenant-wildcard', [`{ host: "${host}", service: https }`])).toEqual(
      want,
    );
  });
});
