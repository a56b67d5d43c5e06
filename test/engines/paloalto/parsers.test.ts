import { describe, expect } from '@jest/globals';
import { needsProgram, run } from '../../support/programs.ts';
import { everything, type Options, policyFor, xmlOf } from '../../targets/paloalto/support.ts';

/** What an XPath expression gives in a document, as xmllint prints it. */
function select(xml: string, path: string): string {
  return run('xmllint', ['--xpath', path, '-'], xml).stdout.trim();
}

const places: readonly [string, Partial<Options>, string][] = [
  [
    'vsys1',
    {},
    "/config/devices/entry[@name='localhost.localdomain']/vsys/entry[@name='vsys1']/rulebase",
  ],
  [
    'vsys3',
    { location: 'vsys3' },
    "/config/devices/entry[@name='localhost.localdomain']/vsys/entry[@name='vsys3']/rulebase",
  ],
  ['shared', { location: 'shared' }, '/config/shared/pre-rulebase'],
  [
    'a device group',
    { location: { deviceGroup: 'All Branches', rulebase: 'post' } },
    "/config/devices/entry[@name='localhost.localdomain']/device-group/entry[@name='All Branches']/post-rulebase",
  ],
];

describe('rules.xml is well formed, and an XML parser finds every entry where PAN-OS looks for it', () => {
  for (const [name, options, path] of places) {
    needsProgram('xmllint')(name, () => {
      const xml = xmlOf(
        policyFor({ ...everything, name: 'a--b---c-' }, { ...options, logSetting: 'x y' }),
      );
      expect(run('xmllint', ['--noout', '-'], xml)).toEqual({ status: 0, stdout: '', stderr: '' });
      const rules = `${path}/security/rules/entry`;
      expect(select(xml, `count(${rules})`)).toBe('11');
      expect(select(xml, `string(${rules}[@name='spt-web-https']/category/member)`)).toBe(
        'spt-web-https',
      );
      expect(select(xml, `string(${rules}[last()]/action)`)).toBe('deny');
      expect(
        select(
          xml,
          `count(${rules}[not(from and to and source and destination and application and service and action)])`,
        ),
      ).toBe('0');
      expect(select(xml, `count(${rules}/*[count(member) > 1 and member = 'any'])`)).toBe('0');
      expect(
        select(
          xml,
          `count(${path}/decryption/rules/entry[type/ssl-forward-proxy and action='no-decrypt'])`,
        ),
      ).toBe('4');
      expect(
        select(
          xml,
          `string(${path}/../profiles/custom-url-category/entry[@name='spt-web-https']/list/member[1])`,
        ),
      ).toBe('*.example.net/');
    });
  }
});
