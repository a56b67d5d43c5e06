import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { accessText } from '../../../../src/report/diff/words.ts';
import {
  compareLive,
  type LiveReport,
  type WithLive,
} from '../../../../src/review/live/compare.ts';
import { iptables } from '../../../../src/targets/iptables/index.ts';
import { live } from '../../../../src/targets/iptables/live/index.ts';
import { must } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, variants } from '../namespace.ts';

const networks = Array.from({ length: 32 }, (_, each) => `203.0.${each}.0/24`);
const files = renderWords({
  name: 'live',
  groups: [
    { id: 'web', to: { https: ['www.example.com', '198.51.100.0/25'] } },
    { id: 'cdn', to: { https: [...networks, '2001:db8:77::/48'] } },
  ],
});
// The commands of docs/apply.md that show what was used.
const page = readFileSync(join(import.meta.dirname, '../../../../docs/apply.md'), 'utf8');
const [, used = ''] = /### What was used\n(.*?)\n## /s.exec(page) ?? [];
const documented = [
  ...[...used.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block),
  ...[...used.matchAll(/`(ipset save \| grep .*?)`/g)].map(([, line = '']) => line),
];

const target: WithLive = { target: iptables, live };

// What other tools have on a router before apply.sh comes, and what dnsmasq adds later.
const others = `
$ipt -N DOCKER; $ipt -A FORWARD -o docker0 -j DOCKER
$ipt -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT
$ipt -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
$ipt -A INPUT -p tcp -m multiport --dports 22,443,8000:8010 -m comment --comment 'a "quoted" \\\\ word' -j ACCEPT
$ipt -N SPT-OUTSIDE; $ipt -A SPT-OUTSIDE -j ACCEPT
$ipt -t nat -A POSTROUTING -o eth0 -j MASQUERADE; $ipt -t mangle -A PREROUTING -j MARK --set-mark 1
$ip6t -A FORWARD -p ipv6-icmp -j ACCEPT
ipset create spt_other_tool hash:ip
`;

/** Compares the files with what the programs of a packet filter print, after these commands. */
function taken(variant: (typeof variants)[number], commands: string): LiveReport {
  const script = `{ ${others} apply apply; ipset add spt_web_https_v4 198.51.100.200; ${commands}; } > /dev/null 2>&1
    $ipt-save -c; $ip6t-save; ipset save`;
  const { stdout } = inNamespace(files, variant, script);
  return must(compareLive('site', target, [{ name: 'dump', text: stdout }], files));
}

describe.each([...variants])('what iptables-%s prints', (variant) => {
  const it = needsNamespace(...programsOf(variant));
  const drift = (commands: string) => {
    const { gained, lost, differences } = taken(variant, commands);
    return [
      ...gained.map((each) => `+ ${accessText(each)}`),
      ...lost.map((each) => `- ${accessText(each)}`),
      ...differences.map(({ message }) => message),
    ];
  };

  it('is no drift after apply, among the rules of other tools', () => {
    const { gained, lost, differences, dumps } = taken(variant, 'true');
    expect([gained, lost, differences]).toEqual([[], [], []]);
    expect(dumps[0]?.kind).toBe('iptables-save, ip6tables-save, ipset save');
    expect(dumps[0]?.date).toMatch(/ 20\d\d$/);
  });

  it('shows access that the device adds', () => {
    expect(
      drift(
        `$ipt -I FORWARD -s 192.0.2.0/25 -d 203.0.113.9 -p tcp --dport 22 -m comment --comment "-j SPT-OUT" -j ACCEPT`,
      ),
    ).toEqual(['+ 203.0.113.9 on tcp/22']);
    expect(drift('$ipt -D SPT-OUT -d 10.0.0.0/8 -g SPT-END')).toEqual([
      '+ 10.0.0.0/8 on tcp/443',
      'this rule of the files is missing on the device',
    ]);
    expect(drift('ipset add spt_web_https_v6 2001:db8:5::5 timeout 0')).toEqual([
      '+ 2001:db8:5::5 on tcp/443',
      'this address stays in the set until it is deleted: dnsmasq did not add it',
    ]);
    expect(drift('$ipt -F FORWARD').filter((line) => line.startsWith('+ any'))).not.toEqual([]);
  });

  it('shows access that the device removes', () => {
    expect(drift('ipset del spt_cdn_https_net_v4 203.0.7.0/24')).toEqual([
      '- 203.0.7.0/24 on tcp/443',
      'this network is missing in the set',
    ]);
    expect(drift('$ip6t -D SPT-REQUIRED 1')[0]).toMatch(/^- /);
    // The rules of other tools decide then.
    const seen = drift('$ipt -P FORWARD DROP; $ipt -D FORWARD -s 192.0.2.0/24 -j SPT-OUT');
    expect(seen.filter((line) => line.startsWith('+'))).toEqual(['+ 172.17.0.2 on tcp/80']);
    expect(seen).toContain('- www.example.com on tcp/443');
    expect(seen.at(-1)).toBe('this jump is missing on the device');
  });

  it('shows with the commands of the documentation how often rules, names and networks were used', () => {
    const { stdout } = inNamespace(
      files,
      variant,
      `apply apply > /dev/null 2>&1; ip link set lo up
       for address in 198.51.100.200 203.0.7.1; do ip address add $address dev lo; $ipt -A OUTPUT -d $address -j SPT-OUT; done
       for set in spt_www.example.com_v4 spt_web_https_v4; do ipset add $set 198.51.100.200; done
       connect() { timeout 5 bash -c ": > /dev/tcp/$1/443" 2> /dev/null; }
       connect 198.51.100.200; connect 198.51.100.200; connect 203.0.7.1
       ${documented.join('\n').replaceAll('iptables-save', `iptables-${variant}-save`).replaceAll('ip6tables-save', `ip6tables-${variant}-save`)}`,
    );
    expect(stdout).toMatch(
      /^\[2:\d+\] -A SPT-REQUIRED .* spt_web_https_v4 .* --comment "web\/https" -j ACCEPT$/m,
    );
    expect(stdout).toMatch(/^2 spt_www\.example\.com_v4$/m);
    expect(stdout).toMatch(/^add spt_cdn_https_net_v4 203\.0\.7\.0\/24 packets 1 bytes \d+$/m);
    expect(stdout).not.toMatch(/^add spt_www|^\[.*-A (?!SPT)/m);
  });
});
