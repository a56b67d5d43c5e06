import { describe, expect, test } from '@jest/globals';
import { privateParents } from '../../../../compiled/private-parents.js';
import { parseHost } from '../../../../src/net/host-text.ts';
import { suffixSection } from '../../../../src/net/public-suffix.ts';
import { hasTenants, tenantDomains } from '../../../../src/review/rules/kit/tenant-domains.ts';

describe('tenant domains that the Public Suffix List lacks', () => {
  test.each([...tenantDomains])(
    'include %s with a reason, and the list lacks it',
    (domain, tenants) => {
      expect(parseHost(domain).ok).toBe(true);
      expect(tenants).toMatch(/[A-Za-z]{3}/);
      expect(suffixSection(domain.replace(/^\*\./, ''))).toBe(undefined);
    },
  );

  test.each([
    ['okta.com', true],
    ['cloudapp.azure.com', true],
    ['westeurope.cloudapp.azure.com', true],
    ['azure.com', true],
    ['machine.westeurope.cloudapp.azure.com', false],
    ['okta.com.example.com', false],
    ['com', false],
    ['co.uk', false],
  ])('match %s: %s', (name, want) => {
    expect(hasTenants(name)).toBe(want);
  });
});

describe('parents of private suffixes', () => {
  test.each(['on.aws', 'fastly.net', 'platform.sh', 'amazonaws.com', 'us-east-1.on.aws'])(
    'include %s',
    (name) => expect(privateParents).toContain(name),
  );

  test('contain no suffix and no top-level domain', () => {
    const wrong = privateParents.filter((name) => suffixSection(name) !== undefined);
    expect(wrong).toEqual([]);
    expect(privateParents.filter((name) => !name.includes('.'))).toEqual([]);
  });
});
