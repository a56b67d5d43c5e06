import { describe, expect, test } from '@jest/globals';
import { raisedFor } from './support.ts';

const below = (host: string, domain: string) => [
  `"${host}": every tenant of the service has names below ${domain}`,
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
    ['pitneybowes.okta.com', []],
    ['*.pitneybowes.okta.com', []],
    ['d111111abcdef8.cloudfront.net', []],
    ['*.d111111abcdef8.cloudfront.net', []],
    ['*.notokta.com', []],
    ['*.co.uk', []],
    ['*.example.com', []],
  ])('%s', (host, want) => {
    expect(raisedFor('shared-tenant-wildcard', [`{ host: "${host}", service: https }`])).toEqual(
      want,
    );
  });
});
