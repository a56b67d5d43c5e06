import { describe, expect } from '@jest/globals';
import type { IptablesOptions } from '../../../../src/language/document.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, variants } from '../namespace.ts';

function filesWith(iptables: IptablesOptions) {
  return renderWords({
    groups: [{ id: 'web', to: { https: ['a.example.com'], dns: ['resolvers'] } }],
    site: { targets: { iptables } },
  });
}

describe.each([...variants])('the options on a device with iptables-%s', (variant) => {
  const it = needsNamespace(...programsOf(variant), 'ip');
  const said = (iptables: IptablesOptions, commands: string): string[] => {
    const { stdout, stderr } = inNamespace(
      filesWith(iptables),
      variant,
      `exec 2>&1
       docker() { $1 -N DOCKER-USER; $1 -A FORWARD -j DOCKER-USER; }
       ours() { $ipt -S | grep -e '-[jg] SPT-[OIS][UNE]' | grep -v '^-A SPT'; echo 6; $ip6t -S | grep -e '-[jg] SPT-[OIS][UNE]' | grep -v '^-A SPT'; }
       ${commands}`,
    );
    return (stdout + stderr).trim().split('\n');
  };
  const self4 = '-A INPUT -s 192.0.2.0/24 -j SPT-SELF';
  const self6 = '-A INPUT -s 2001:db8:c1::/64 -j SPT-SELF';
  const jumps = (family: 4 | 6, hook: string) => {
    const clients = family === 4 ? '192.0.2.0/24' : '2001:db8:c1::/64';
    return [`-A ${hook} -s ${clients} -j SPT-OUT`, `-A ${hook} -d ${clients} -j SPT-IN`];
  };

  it('a hook of IPv4 alone gets the IPv4 jumps, and IPv6 has its own hook', () => {
    expect(
      said(
        { hook: 'DOCKER-USER', hook6: 'FORWARD' },
        'docker $ipt; apply apply; apply status; echo "status $?"; ours; apply remove; ours',
      ),
    ).toEqual([
      'dnsmasq restarted',
      'status 0',
      self4,
      ...jumps(4, 'DOCKER-USER'),
      '6',
      self6,
      ...jumps(6, 'FORWARD'),
      'dnsmasq restarted',
      '6',
    ]);
  });

  it('a hook that one family lacks is named with the setting that mends it', () => {
    const missing = (program: string, name: string) =>
      `apply.sh: ${program}tables-${variant} has no chain DOCKER-USER; set ${name}`;
    expect(said({ hook: 'DOCKER-USER' }, 'docker $ipt; apply apply; echo "$?"; ours')).toEqual([
      missing('ip6', 'HOOK6'),
      '1',
      '6',
    ]);
    expect(said({ hook: 'DOCKER-USER' }, 'docker $ip6t; apply check; echo "$?"')).toEqual([
      missing('ip', 'HOOK'),
      '1',
    ]);
  });

  it('HOOK moves both families where they have one hook, and HOOK6 one of them', () => {
    expect(
      said(
        {},
        `docker $ipt; docker $ip6t; export HOOK=DOCKER-USER; apply apply; ours; HOOK6=FORWARD apply apply; ours
         HOOK6=OUTPUT apply check`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      self4,
      ...jumps(4, 'DOCKER-USER'),
      '6',
      self6,
      ...jumps(6, 'DOCKER-USER'),
      self4,
      ...jumps(4, 'DOCKER-USER'),
      '6',
      self6,
      ...jumps(6, 'FORWARD'),
      'apply.sh: forwarded packets do not pass the chain OUTPUT; set HOOK or HOOK6 to one that they pass, such as FORWARD',
    ]);
    expect(
      said(
        { hook6: 'DOCKER-USER' },
        'docker $ip6t; $ipt -N MINE; HOOK=MINE apply apply; ours',
      ).slice(1),
    ).toEqual([self4, ...jumps(4, 'MINE'), '6', self6, ...jumps(6, 'DOCKER-USER')]);
  });

  it('link-local packets go through SELF on the interfaces of the clients, and remove leaves none', () => {
    expect(
      said(
        { protectSelf: { interfaces: ['eth1', 'br-lan.10'] } },
        `ip link add eth1 type veth peer name br-lan.10
         $ip6t -A INPUT -j ACCEPT; apply apply; apply apply; apply status; echo "status $?"
         $ipt -S INPUT; $ip6t -S INPUT; apply remove; $ip6t -S INPUT`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'status 0',
      '-P INPUT ACCEPT',
      self4,
      '-P INPUT ACCEPT',
      self6,
      '-A INPUT -s fe80::/10 -i br-lan.10 -j SPT-SELF',
      '-A INPUT -s fe80::/10 -i eth1 -j SPT-SELF',
      '-A INPUT -j ACCEPT',
      'dnsmasq restarted',
      '-P INPUT ACCEPT',
      '-A INPUT -j ACCEPT',
    ]);
  });

  it('an interface that is not there would close nothing: check says so', () => {
    for (const name of ['eth2', 'eth', 'all'])
      expect(
        said(
          { protectSelf: { interfaces: [name] } },
          'ip link add eth1 type veth peer name eth10; apply apply; echo "$?"; ipset list -name',
        ),
      ).toEqual([`apply.sh: interface ${name} not found; correct protectSelf in the spec`, '1']);
  });
});
