import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import type { SpecWords } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, variants } from '../namespace.ts';

const networks = (first: number) =>
  Array.from({ length: 33 }, (_, index) => `203.0.${first + index}.0/24`);
const words = (hosts: string[], first: number, clients: string[]): SpecWords => ({
  name: 'changing',
  groups: [
    { id: 'web', to: { https: hosts } },
    { id: 'cdn', to: { https: networks(first) } },
    { id: 'one', to: { https: ['198.51.100.7'] } },
  ],
  site: { clients },
});
const files = renderWords(words(['gone.test', 'kept.test'], 0, ['192.0.2.0/24']));
const next = renderWords(words(['kept.test', 'new.test'], 1, ['203.0.113.0/24']));
const withNext: TargetFiles = new Map([
  ...files,
  ...[...next].map(
    ([file, text]) =>
      [
        `next/${file}`,
        text
          .replace(
            'web_https_v4 hash:ip family inet maxelem 65536',
            'web_https_v4 hash:ip family inet maxelem 131072',
          )
          .replace(
            '-d 198.51.100.7/32 -p tcp -m tcp --dport 443',
            '-d 198.51.100.7/32 -p tcp -m tcp --dport 8443',
          ),
      ] as const,
  ),
]);

describe.each([...variants])('diff with iptables-%s', (variant) => {
  const it = needsNamespace(...programsOf(variant));
  const said = (commands: string): string[] => {
    const { stdout, stderr } = inNamespace(withNext, variant, `exec 2>&1\n${commands}`);
    return (stdout + stderr).trim().split('\n');
  };

  it('names each set, network, name, rule and jump that apply would change', () => {
    expect(said('apply apply; cp next/iptables/* iptables/; apply diff; echo "diff $?"')).toEqual([
      'dnsmasq restarted',
      '- set spt_gone.test_v4: hash:ip inet 65536 86400 counters',
      '+ set spt_new.test_v4: hash:ip inet 65536 86400 counters',
      '~ set spt_web_https_v4: hash:ip inet 65536 86400 counters -> hash:ip inet 131072 86400 counters',
      '- network spt_cdn_https_net_v4 203.0.0.0/24',
      '+ network spt_cdn_https_net_v4 203.0.33.0/24',
      '- name gone.test: spt_gone.test_v4,spt_web_https_v4',
      '+ name new.test: spt_new.test_v4,spt_web_https_v4',
      '- rule v4 -A SPT-REQUIRED -d 198.51.100.7/32 -p tcp -m tcp --dport 443 -m comment --comment "one/https" -j ACCEPT',
      '+ rule v4 -A SPT-REQUIRED -d 198.51.100.7/32 -p tcp -m tcp --dport 8443 -m comment --comment "one/https" -j ACCEPT',
      '- jump v4 FORWARD -d 192.0.2.0/24 -j SPT-IN: position 2',
      '+ jump v4 FORWARD -d 203.0.113.0/24 -j SPT-IN: position 2',
      '- jump v4 FORWARD -s 192.0.2.0/24 -j SPT-OUT: position 1',
      '+ jump v4 FORWARD -s 203.0.113.0/24 -j SPT-OUT: position 1',
      '- jump v4 INPUT -s 192.0.2.0/24 -j SPT-SELF: position 1',
      '+ jump v4 INPUT -s 203.0.113.0/24 -j SPT-SELF: position 1',
      'diff 0',
    ]);
  });

  it('writes nothing, says nothing after the apply, and everything before the first one', () => {
    const lines = said(
      `state() { $ipt-save -t filter | grep -v '^#' | sed 's/\\[.*//'; ipset list -name; ls -A . dnsmasq.d; }
       : > before; : > out; state > before; apply diff > out; echo "diff $?"; state | diff before -; cut -d ' ' -f 1,2 out | sort | uniq -c
       apply apply; apply diff; echo "diff $?"`,
    ).map((line) => line.trim().replace(/ +/g, ' '));
    expect(lines.map((line) => line.replace(/^\d+ /, 'n '))).toEqual([
      'diff 0',
      'n + jump',
      'n + name',
      'n + network',
      'n + rule',
      'n + set',
      'dnsmasq restarted',
      'diff 0',
    ]);
    expect(lines).toContain('33 + network');
  });

  it('names drift: a jump out of its position, a second one, a rule too many', () => {
    expect(
      said(
        `apply apply; $ipt -I FORWARD -j ACCEPT; $ipt -A INPUT -s 192.0.2.0/24 -j SPT-SELF; $ipt -A SPT-REQUIRED -j ACCEPT; apply diff`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      '- rule v4 -A SPT-REQUIRED -j ACCEPT',
      '~ jump v4 FORWARD -d 192.0.2.0/24 -j SPT-IN: position 3 -> position 2',
      '~ jump v4 FORWARD -s 192.0.2.0/24 -j SPT-OUT: position 2 -> position 1',
      '- jump v4 INPUT -s 192.0.2.0/24 -j SPT-SELF (2): position 2',
    ]);
  });
});
