import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import type { SpecWords } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, variants } from '../namespace.ts';

const words = (hosts: string[], networks: string[]): SpecWords => ({
  name: 'closing',
  groups: [
    { id: 'web', to: { https: [...hosts, ...networks] } },
    { id: 'plain', to: { http: ['kept.test'] } },
  ],
  site: { clients: ['192.0.2.0/24', '2001:db8:c1::/64'] },
});
const files = renderWords(
  words(['gone.test', 'kept.test'], ['203.0.113.7', '203.0.113.8', '2001:db8:7::/48']),
);
const withNext: TargetFiles = new Map([
  ...files,
  ...[...renderWords(words(['kept.test'], ['203.0.113.8']))].map(
    ([file, text]) => [`next/${file}`, text] as const,
  ),
]);

// gone.test and kept.test are on one address each, and kept.test is open on two ports.
const open = `
flow() { conntrack -I -s $1 -d $2 -p tcp --sport 40000 --dport $3 --state ESTABLISHED -t 600 > /dev/null 2>&1 || echo "no flow to $2"; }
flows() { { conntrack -L -p tcp; conntrack -L -f ipv6 -p tcp; } 2> /dev/null | sed 's/.*ESTABLISHED src=\\([^ ]*\\) dst=\\([^ ]*\\) sport=[0-9]* dport=\\([0-9]*\\) .*/\\1 \\2 \\3/' | sort -u; }
apply apply > /dev/null
ipset add spt_gone.test_v4 198.51.100.1; ipset add spt_web_https_v4 198.51.100.1
ipset add spt_gone.test_v6 2001:db8:5::1; ipset add spt_web_https_v6 2001:db8:5::1
ipset add spt_kept.test_v4 198.51.100.2; ipset add spt_web_https_v4 198.51.100.2; ipset add spt_plain_http_v4 198.51.100.2
for client in 192.0.2.9 192.0.3.9; do
  for to in 198.51.100.1 198.51.100.2 203.0.113.7 203.0.113.8; do flow $client $to 443; done
  flow $client 198.51.100.2 80
done
flow 2001:db8:c1::9 2001:db8:5::1 443; flow 2001:db8:c1::9 2001:db8:7::7 443
flows | wc -l
cp next/iptables/* iptables/
`;
const left = [
  '192.0.2.9 198.51.100.2 443',
  '192.0.2.9 198.51.100.2 80',
  '192.0.2.9 203.0.113.8 443',
  ...[
    '198.51.100.1 443',
    '198.51.100.2 443',
    '198.51.100.2 80',
    '203.0.113.7 443',
    '203.0.113.8 443',
  ].map((to) => `192.0.3.9 ${to}`),
];

describe.each([...variants])('open connections with iptables-%s', (variant) => {
  const said = (commands: string): string[] => {
    const { stdout, stderr } = inNamespace(withNext, variant, `exec 2>&1\n${open}${commands}`);
    return (stdout + stderr).trim().split('\n');
  };
  const it = needsNamespace(...programsOf(variant), 'conntrack');

  it('of clients to a removed host or network end, and no others', () => {
    expect(said('apply apply; echo "apply $?"; flows; ls state/spt')).toEqual([
      '12',
      'dnsmasq restarted',
      'apply 0',
      ...left,
      'current',
      expect.stringMatching(/^files\./),
    ]);
  });

  it('end with the next apply if one was killed between the rules and conntrack', () => {
    expect(
      said(
        `mkdir bin; printf '#!/bin/sh\\nkill -KILL 0\\n' > bin/conntrack; chmod +x bin/conntrack
         PATH=$PWD/bin:$PATH setsid -w sh iptables/apply.sh apply; flows | wc -l; apply apply; echo "apply $?"; flows`,
      ).filter((line) => !line.includes('illed')),
    ).toEqual(['12', 'dnsmasq restarted', '12', 'apply 0', ...left]);
  });

  it('to what is still allowed are left alone, and an address that expired is not a removed one', () => {
    expect(
      said(
        `conntrack -F > /dev/null 2>&1; flow 192.0.2.9 198.51.100.2 443; cp -r next again; ipset -exist add spt_web_https_v4 198.51.100.2 timeout 1
         export DNSMASQ_RESTART="sleep 2; $DNSMASQ_RESTART"; apply apply; flows`,
      ),
    ).toEqual(['12', 'dnsmasq restarted', '192.0.2.9 198.51.100.2 443']);
  });

  needsNamespace(...programsOf(variant))('continue without conntrack, and apply says so', () => {
    const { stdout, stderr } = inNamespace(
      withNext,
      variant,
      `exec 2>&1; apply apply; mkdir only; for d in $(echo $PATH | tr : ' ') /usr/sbin /sbin; do ln -s $d/* only/ 2> /dev/null; done; rm only/conntrack
       sed -i "s|PATH=\\"\\$PATH:/usr/sbin:/sbin\\"|PATH='$PWD/only'|" next/iptables/apply.sh; cp next/iptables/* iptables/; PATH=$PWD/only apply apply; echo "apply $?"`,
    );
    expect((stdout + stderr).trim().split('\n')).toEqual([
      'dnsmasq restarted',
      'dnsmasq restarted',
      'apply.sh: note: conntrack is missing, so open connections to removed destinations continue; install it',
      'apply 0',
    ]);
  });
});
