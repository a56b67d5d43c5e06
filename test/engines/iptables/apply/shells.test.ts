import { describe, expect } from '@jest/globals';
import { needsNamespace } from '../../../support/programs.ts';
import { everything, renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf } from '../namespace.ts';

const networks = Array.from({ length: 40 }, (_, index) => `203.0.${index}.0/24`);
const files = renderWords({
  ...everything,
  groups: [...everything.groups, { id: 'cdn', to: { https: networks } }],
});
const shells = ['dash', 'bash', 'bash --posix', 'mksh', 'busybox sh'];

describe.each(shells)('apply.sh in %s', (shell) => {
  const it = needsNamespace(...programsOf('nft'), shell.split(' ')[0] ?? '');
  const said = (commands: string): string[] => {
    const { stdout, stderr } = inNamespace(files, 'nft', `exec 2>&1\n${commands}`, shell);
    return (stdout + stderr).trim().split('\n');
  };

  it('checks, applies, sees a drift, mends it and removes', () => {
    expect(
      said(
        `apply check; echo "check $?"; apply apply; echo "apply $?"; apply apply; echo "apply $?"; apply status; echo "status $?"
         $ip6t -F SPT-OUT; $ipt -F FORWARD; ipset del spt_cdn_https_net_v4 203.0.7.0/24; apply status | grep -v '^[<>]'; apply apply; apply status; echo "status $?"
         apply remove; echo "remove $?"; apply remove; echo "remove $?"; ipset list -name; ls -A dnsmasq.d; apply nothing > /dev/null 2>&1; echo "usage $?"`,
      ),
    ).toEqual([
      'check 0',
      'dnsmasq restarted',
      'apply 0',
      'apply 0',
      'status 0',
      'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
      'rules.v4: the jumps to its chains are missing: the IPv4 clients of this site are not filtered',
      'rules.v6: the jumps to its chains are missing: the IPv6 clients of this site are not filtered',
      'the networks in sets.ipset: < expected, > loaded',
      'status 0',
      'dnsmasq restarted',
      'remove 0',
      'remove 0',
      'usage 2',
    ]);
  });

  it('waits for another apply, and what dnsmasq starts does not keep the lock', () => {
    expect(
      said(`exec 8< dnsmasq.d; flock 8
            apply apply > out 2>&1 8<&- & sleep 2; cat out; ls -A dnsmasq.d; echo waited
            flock -u 8; wait; cat out; DNSMASQ_RESTART='sleep 5 & echo removed' apply remove 8<&-; flock -n dnsmasq.d true && echo free`),
    ).toEqual(['waited', 'dnsmasq restarted', 'removed', 'free']);
  });

  it('undoes a restart that failed, and ends with 1 when a program fails', () => {
    expect(
      said(
        `DNSMASQ_RESTART=false apply apply > /dev/null 2>&1; echo "apply $?"; $ipt-save | grep -c SPT; ipset list -name
         mkdir bin; printf '#!/bin/sh\\nexit 7\\n' > bin/ipset; chmod +x bin/ipset; PATH=$PWD/bin:$PATH; apply status > /dev/null 2>&1; echo "status $?"`,
      ),
    ).toEqual(['apply 1', '0', 'status 1']);
  });
});
