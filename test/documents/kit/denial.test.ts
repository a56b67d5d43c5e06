import { describe, expect, test } from '@jest/globals';
import { denialIn, hasDenial } from '../../../src/documents/kit/denial.ts';
import { growth } from '../../support/growth.ts';

describe('a text that denies, removes or excludes is found', () => {
  test.each([
    'Forbidden destinations',
    'Domains to block',
    'Hosts removed in version 3',
    'Deny x.example.com',
    'y.example.com (blocked)',
    'Don\u2019t whitelist these:',
    "Don't whitelist these:",
    'Access to the following hosts is prohibited:',
    'Reject:',
    'Disallow:',
    'Verbotene Ziele',
    'Folgende Adressen sperren',
    'Diese Hosts blockieren Sie bitte',
    'a.example.com wird nicht mehr verwendet',
    'In Version 3 entfernt',
    'Veraltete Adressen',
    'abgek\u00fcndigt',
    'Abgeku\u0308ndigt',
    'TCP ports 1-1024, not 25',
    'TCP 5000-6000 excluding 5060',
    '198.51.100.0/24 TCP 443, not 198.51.100.7',
    '*.example.com TCP 443 excluding a.example.com',
    '198.51.100.0/24 but not 198.51.100.7',
    '198.51.100.0/24 without 198.51.100.7',
    '198.51.100.0/24 apart from 198.51.100.7',
    '198.51.100.0/24 ausser 198.51.100.7',
    '198.51.100.0/24 au\u00dfer 198.51.100.7',
    '198.51.100.0/24 ohne 198.51.100.7',
    'TCP 1-1024, nicht 25',
    'Ports 1-1024 mit Ausnahme von 25',
    'Deny',
    'Block',
    'Removed',
    'Deprecated',
    'Retired',
    'No longer used',
    'Old host',
    'must not be allowed',
    'These hosts must be blocked',
    'Do not only block these hosts',
    'Do not block or allow these',
    'b\u00adlocked b\u200blocked',
    'If you want to block Acme, add these hosts and allow nothing',
    'Traffic to these is dropped',
    'Restrict access to these hosts',
    '~~a.example.com~~',
    'No access to these hosts',
    'Never open these hosts',
    'Keine Verbindungen zu diesen Hosts',
    'a.example.com,deprecated',
    'Hosts.Blocked',
  ])('%s', (text) => {
    expect(denialIn(text)).toBeDefined();
  });
});

describe('a text that asks for access is none', () => {
  test.each([
    'These hosts must not be blocked',
    'Your firewall does not block these addresses',
    'Make sure that your firewall doesn\u2019t block access to the following hosts',
    'Do not block the following hosts',
    'Never block these hosts',
    'Your firewall never blocks these hosts',
    'Do not block, deny or filter these addresses',
    'Diese Adressen d\u00fcrfen nicht blockiert werden',
    'Sperren Sie die folgenden Adressen nicht:',
    'no inspection',
    'not decrypted',
    'No proxy',
    'non-critical',
    'do not inspect',
    'Traffic to these hosts must not be decrypted or inspected',
    'Do not use a proxy for these hosts',
    'Exclude these hosts from SSL inspection',
    'If your firewall blocks outbound traffic, allow the following hosts:',
    'If these hosts are blocked, updates fail',
    'Add the following hosts to the exceptions of your firewall',
    'Unblock the following hosts',
    'Address blocks',
    'IP blocks: 198.51.100.0/24',
    'deny.example.com TCP 443',
    'https://www.example.com/old/blocked',
    'not-blocked.example.com:443, removed.example.com',
    'optional (not required)',
    'used exclusively for updates',
    'ausschlie\u00dflich f\u00fcr Updates',
    'Required: TCP port 443 outbound',
    'Nicht erforderlich',
    'These connections are made without authentication',
  ])('%s', (text) => {
    expect(denialIn(text)).toBeUndefined();
  });
});

test.each(['if ', 'not be ', 'exclude a ', 'no a ', 'old the ', 'a.b,', '\u00a7 '])(
  'a text of %j is read in linear time',
  (part) => {
    expect(growth(5_000, (size) => hasDenial(part.repeat(size)))).toBeLessThan(30);
  },
);
