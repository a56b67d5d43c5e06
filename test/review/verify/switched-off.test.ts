import { describe, expect, test } from '@jest/globals';
import { sitesWith } from '../../engines/sites.ts';
import { verifyTarget } from '../../support/output.ts';

/** What verify finds in the site of the guide when the first such text of a file is another. */
function found(target: string, file: string, from: RegExp, to: string): number {
  const site = sitesWith(target).find(({ name }) => name === 'the guide/example');
  const text = site?.files.get(file);
  if (site === undefined || text === undefined || !from.test(text))
    throw new Error(`${file} has no ${from}`);
  const changed = new Map(site.files).set(file, text.replace(from, to));
  return verifyTarget(site.target, site.policy, [], changed).failed.length;
}

describe('verify of disabled rules in files', () => {
  test.each<[name: string, target: string, file: string, from: RegExp, to: string]>([
    [
      'a rule of pfSense that is on in the spec',
      'pfsense',
      'pfsense/config.xml',
      /(<type>pass<\/type>\n)/,
      '$1\t\t\t<disabled></disabled>\n',
    ],
    [
      'a rule of Palo Alto',
      'paloalto',
      'paloalto/rules.set',
      /^(set .* )disabled no$/m,
      '$1disabled yes',
    ],
    [
      'a rule of Palo Alto in XML',
      'paloalto',
      'paloalto/rules.xml',
      /<disabled>no<\/disabled>/,
      '<disabled>yes</disabled>',
    ],
    ['a rule of iptables', 'iptables', 'iptables/rules.v4', /^-A/m, '# -A'],
    ['a rule more of iptables', 'iptables', 'iptables/rules.v4', /^-A/m, '# -A X -j ACCEPT\n-A'],
    ['a name of dnsmasq', 'iptables', 'iptables/dnsmasq.conf', /^ipset=/m, '# ipset='],
    ['a line of Squid', 'squid', 'squid/bypass.conf', /^acl /m, '# acl '],
    [
      'a line more of Squid',
      'squid',
      'squid/bypass.conf',
      /^acl /m,
      '# http_access allow all\nacl ',
    ],
    ['a host of a PAC', 'pac', 'pac/proxy.pac', /^ {2}"/m, '  // "'],
    ['a host more of a PAC', 'pac', 'pac/proxy.pac', /^ {2}"/m, '  // "x.example": "80",\n  "'],
  ])('%s', (_name, target, file, from, to) => {
    expect(found(target, file, from, to)).toBeGreaterThan(0);
  });
});
