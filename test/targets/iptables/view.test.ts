import { describe, expect, test } from '@jest/globals';
import { view } from '../../../src/targets/iptables/view.ts';
import type { SiteWords, SpecWords } from '../../support/policy.ts';
import { everything, fileOf, policyOf, renderWords } from './render.ts';

/** The lines of one chain, without `-A CHAIN`. */
function chain(words: SpecWords, name: string, file = 'rules.v4'): string[] {
  const lines = fileOf(renderWords(words), file).split('\n');
  const start = `-A SPT-${name} `;
  return lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
}

function names(words: SpecWords): string[] {
  return fileOf(renderWords(words), 'dnsmasq.conf')
    .split('\n')
    .filter((line) => line.startsWith('ipset='));
}

/** The sets that rules match. */
function sets(words: SpecWords): string[] {
  return fileOf(renderWords(words), 'sets.ipset')
    .split('\n')
    .filter((line) => /^create [^.]* hash:ip/.test(line));
}

/** The sets that names have for themselves. */
function ownSets(words: SpecWords): string[] {
  return fileOf(renderWords(words), 'sets.ipset')
    .split('\n')
    .filter((line) => /^create \S*\./.test(line));
}

/** One required group on https. */
function web(hosts: readonly string[], site: SiteWords = {}): SpecWords {
  return { groups: [{ id: 'web', to: { https: hosts } }], site };
}

const onlyFour: SiteWords = { clients: ['192.0.2.0/24'] };

describe('the chains of rules.v4 and rules.v6', () => {
  test('are all declared in the order of iptables-save, also those that stay empty', () => {
    const text = fileOf(renderWords(web(['a.example.com'])), 'rules.v4');
    expect(text.split('\n').filter((line) => line.startsWith(':'))).toEqual([
      ':SPT-END - [0:0]',
      ':SPT-IN - [0:0]',
      ':SPT-OPTIONAL - [0:0]',
      ':SPT-OUT - [0:0]',
      ':SPT-RECOMMENDED - [0:0]',
      ':SPT-REQUIRED - [0:0]',
      ':SPT-SELF - [0:0]',
    ]);
  });

  test('exclude built-in chains, in one table that ends in a line feed', () => {
    for (const file of ['rules.v4', 'rules.v6']) {
      const text = fileOf(renderWords(everything), file);
      expect(text).not.toMatch(/\b(INPUT|FORWARD|OUTPUT)\b/);
      expect(text.match(/^\*.*$/gm)).toEqual(['*filter']);
      expect(text.endsWith('\nCOMMIT\n')).toBe(true);
    }
  });

  test('check in OUT: connection, listed addresses, guard, tiers, end', () => {
    expect(chain(web(['a.example.com', '10.9.0.0/16']), 'OUT')).toEqual([
      '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-m conntrack --ctstate INVALID -j DROP',
      '-d 10.9.0.0/16 -p tcp -m tcp --dport 443 -m comment --comment "web/https" -j ACCEPT',
      '-d 0.0.0.0/8 -g SPT-END',
      '-d 10.0.0.0/8 -g SPT-END',
      '-d 100.64.0.0/10 -g SPT-END',
      '-d 127.0.0.0/8 -g SPT-END',
      '-d 169.254.0.0/16 -g SPT-END',
      '-d 172.16.0.0/12 -g SPT-END',
      '-d 192.0.0.0/24 -g SPT-END',
      '-d 192.88.99.0/24 -g SPT-END',
      '-d 192.168.0.0/16 -g SPT-END',
      '-d 198.18.0.0/15 -g SPT-END',
      '-d 224.0.0.0/4 -g SPT-END',
      '-d 240.0.0.0/4 -g SPT-END',
      '-j SPT-REQUIRED',
      '-j SPT-RECOMMENDED',
      '-j SPT-OPTIONAL',
      '-g SPT-END',
    ]);
  });

  test('have the IPv6 guard in the spelling of ip6tables-save', () => {
    const guard = chain(web(['a.example.com']), 'OUT', 'rules.v6').filter((line) =>
      line.startsWith('-d '),
    );
    expect(guard).toEqual([
      '-d ::/128 -g SPT-END',
      '-d ::1/128 -g SPT-END',
      '-d ::ffff:0.0.0.0/96 -g SPT-END',
      '-d 64:ff9b:1::/48 -g SPT-END',
      '-d 100::/64 -g SPT-END',
      '-d 2001::/23 -g SPT-END',
      '-d 5f00::/16 -g SPT-END',
      '-d fc00::/7 -g SPT-END',
      '-d fe80::/10 -g SPT-END',
      '-d fec0::/10 -g SPT-END',
      '-d ff00::/8 -g SPT-END',
      '-d 64:ff9b::/104 -g SPT-END',
      '-d 2002::/24 -g SPT-END',
      '-d 64:ff9b::a00:0/104 -g SPT-END',
      '-d 2002:a00::/24 -g SPT-END',
      '-d 64:ff9b::6440:0/106 -g SPT-END',
      '-d 2002:6440::/26 -g SPT-END',
      '-d 64:ff9b::7f00:0/104 -g SPT-END',
      '-d 2002:7f00::/24 -g SPT-END',
      '-d 64:ff9b::a9fe:0/112 -g SPT-END',
      '-d 2002:a9fe::/32 -g SPT-END',
      '-d 64:ff9b::ac10:0/108 -g SPT-END',
      '-d 2002:ac10::/28 -g SPT-END',
      '-d 64:ff9b::c000:0/120 -g SPT-END',
      '-d 2002:c000::/40 -g SPT-END',
      '-d 64:ff9b::c058:6300/120 -g SPT-END',
      '-d 2002:c058:6300::/40 -g SPT-END',
      '-d 64:ff9b::c0a8:0/112 -g SPT-END',
      '-d 2002:c0a8::/32 -g SPT-END',
      '-d 64:ff9b::c612:0/111 -g SPT-END',
      '-d 2002:c612::/31 -g SPT-END',
      '-d 64:ff9b::e000:0/100 -g SPT-END',
      '-d 2002:e000::/20 -g SPT-END',
      '-d 64:ff9b::f000:0/100 -g SPT-END',
      '-d 2002:f000::/20 -g SPT-END',
    ]);
  });

  test('log, reject, and allow no incoming connection at a default-deny site', () => {
    const words = web(['a.example.com']);
    expect(chain(words, 'END')).toEqual([
      '-m limit --limit 6/min --limit-burst 10 -j LOG --log-prefix "SPT-DENY "',
      '-p tcp -j REJECT --reject-with tcp-reset',
      '-j REJECT --reject-with icmp-admin-prohibited',
    ]);
    expect(chain(words, 'END', 'rules.v6').at(-1)).toBe(
      '-j REJECT --reject-with icmp6-adm-prohibited',
    );
    expect(chain(words, 'IN')).toEqual([
      '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-j DROP',
    ]);
  });

  test('do not log with "log: false"', () => {
    expect(chain(web(['a.example.com'], { targets: { iptables: { log: false } } }), 'END')).toEqual(
      ['-p tcp -j REJECT --reject-with tcp-reset', '-j REJECT --reject-with icmp-admin-prohibited'],
    );
  });

  test('return all other packets at an allow-only site', () => {
    const words = web(['a.example.com'], { enforce: 'additive' });
    expect(chain(words, 'END')).toEqual(['-j RETURN']);
    expect(chain(words, 'IN')).toEqual(['-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT']);
    // With -j the RETURN would come back to OUT, and the guard would guard nothing.
    expect(chain(words, 'OUT')).not.toContain('-j SPT-END');
  });
});

describe('the lines of a rule', () => {
  test('never contain a host name, which an NXDOMAIN would make unloadable, or a text match', () => {
    for (const file of ['rules.v4', 'rules.v6']) {
      const text = fileOf(renderWords(everything), file);
      const leads = [...text.matchAll(/ -[ds] (\S+)/g)].map((match) => match[1] ?? '');
      expect(leads.length).toBeGreaterThan(5);
      expect(leads.filter((lead) => !/^[0-9a-f:.]+\/[0-9]+$/.test(lead))).toEqual([]);
      expect(text).not.toMatch(/example|-m (string|tls|u32)/);
    }
  });

  test('match hosts by the set of the rule, with one line for each range of ports', () => {
    const words: SpecWords = {
      services: { media: { ports: ['udp/3478-3481', 'tcp/443'], application: 'other' } },
      groups: [{ id: 'talk', to: { media: ['a.example.com', 'b.example.com'] } }],
    };
    expect(chain(words, 'REQUIRED')).toEqual([
      '-p tcp -m tcp --dport 443 -m set --match-set spt_talk_media_v4 dst -m comment --comment "talk/media" -j ACCEPT',
      '-p udp -m udp --dport 3478:3481 -m set --match-set spt_talk_media_v4 dst -m comment --comment "talk/media" -j ACCEPT',
    ]);
  });

  test('match a public network in its tier, and a range as blocks', () => {
    expect(chain(web(['198.51.100.0/25', '203.0.113.1-203.0.113.2']), 'REQUIRED')).toEqual([
      '-d 198.51.100.0/25 -p tcp -m tcp --dport 443 -m comment --comment "web/https" -j ACCEPT',
      '-d 203.0.113.1/32 -p tcp -m tcp --dport 443 -m comment --comment "web/https" -j ACCEPT',
      '-d 203.0.113.2/32 -p tcp -m tcp --dport 443 -m comment --comment "web/https" -j ACCEPT',
    ]);
  });

  test('with "to: any" precede the guard, since they include reserved space', () => {
    const early = chain(web(['any']), 'OUT').slice(2, 4);
    expect(early).toEqual([
      '-p tcp -m tcp --dport 443 -m comment --comment "web/https" -j ACCEPT',
      '-d 0.0.0.0/8 -g SPT-END',
    ]);
  });

  test('are in the chain of their tier', () => {
    const words: SpecWords = {
      groups: [
        { id: 'a', tier: 'required', to: { https: ['a.example.com'] } },
        { id: 'b', tier: 'recommended', to: { https: ['b.example.com'] } },
        { id: 'c', tier: 'optional', to: { https: ['c.example.com'] } },
      ],
    };
    const counts = ['REQUIRED', 'RECOMMENDED', 'OPTIONAL'].map((name) => chain(words, name).length);
    expect(counts).toEqual([1, 1, 1]);
  });

  test('have a set that keeps addresses of one family for a day', () => {
    expect(sets(web(['a.example.com']))).toEqual([
      'create spt_web_https_v4 hash:ip family inet maxelem 65536 timeout 86400 counters',
      'create spt_web_https_v6 hash:ip family inet6 maxelem 65536 timeout 86400 counters',
    ]);
  });

  test('have a larger set for many names', () => {
    const hosts = Array.from({ length: 2049 }, (_, index) => `h${index}.example.com`);
    expect(sets(web(hosts, onlyFour))).toEqual([
      'create spt_web_https_v4 hash:ip family inet maxelem 131072 timeout 86400 counters',
    ]);
  });
});

describe("the site's inner networks", () => {
  const inner = ['203.0.113.0/25', '203.0.113.128-203.0.113.129', '2001:db8::/32'];
  const words: SpecWords = {
    services: { ntp: { ports: ['udp/123'], application: 'other' } },
    groups: [
      { id: 'a', to: { ntp: ['any'] } },
      { id: 'b', to: { https: ['b.example.com', '203.0.113.7', '198.51.100.7', '10.9.0.0/16'] } },
      { id: 'c', to: { dns: ['resolvers'] } },
      { id: 'd', tier: 'optional', to: { https: ['2001:db8:5::/48', '2001:db9::/48'] } },
    ],
    site: { inner, resolvers: ['self', '203.0.113.53'] },
  };
  const ntp = '-p udp -m udp --dport 123 -m comment --comment "a/ntp" -j ACCEPT';
  const https = '-p tcp -m tcp --dport 443 -m comment --comment';

  /** What a new connection meets in OUT before reserved space. */
  const guards = (given: SpecWords, file = 'rules.v4') => {
    const lines = chain(given, 'OUT', file).slice(2);
    return lines.slice(
      0,
      lines.findIndex((line) => /^-d (0\.0\.0\.0\/8|::\/128) -g/.test(line)),
    );
  };

  test('are guarded after listed networks and resolvers, and before any destination', () => {
    expect(guards(words)).toEqual([
      `-d 10.9.0.0/16 ${https} "b/https" -j ACCEPT`,
      `-d 203.0.113.7/32 ${https} "b/https" -j ACCEPT`,
      '-d 203.0.113.53/32 -p tcp -m tcp --dport 53 -m comment --comment "c/dns" -j ACCEPT',
      '-d 203.0.113.53/32 -p udp -m udp --dport 53 -m comment --comment "c/dns" -j ACCEPT',
      '-d 203.0.113.0/25 -g SPT-END',
      '-d 203.0.113.128/31 -g SPT-END',
      ntp,
    ]);
    expect(chain(words, 'REQUIRED')).toEqual([
      `-d 198.51.100.7/32 ${https} "b/https" -j ACCEPT`,
      '-p tcp -m tcp --dport 443 -m set --match-set spt_b_https_v4 dst -m comment --comment "b/https" -j ACCEPT',
    ]);
  });

  test('are also guarded in their NAT64 and 6to4 forms', () => {
    expect(guards(words, 'rules.v6')).toEqual([
      `-d 2001:db8:5::/48 ${https} "d/https" -j ACCEPT`,
      '-d 64:ff9b::cb00:7100/121 -g SPT-END',
      '-d 64:ff9b::cb00:7180/127 -g SPT-END',
      '-d 2001:db8::/32 -g SPT-END',
      '-d 2002:cb00:7100::/41 -g SPT-END',
      '-d 2002:cb00:7180::/47 -g SPT-END',
      ntp,
    ]);
    expect(chain(words, 'OPTIONAL', 'rules.v6')).toEqual([
      `-d 2001:db9::/48 ${https} "d/https" -j ACCEPT`,
    ]);
  });

  test('of one family limit any destination only in that family', () => {
    const onlySix = { ...words, site: { ...words.site, inner: ['2001:db8::/32'] } };
    expect(guards(onlySix)).toEqual([ntp, `-d 10.9.0.0/16 ${https} "b/https" -j ACCEPT`]);
    expect(guards(onlySix, 'rules.v6').slice(-2)).toEqual(['-d 2001:db8::/32 -g SPT-END', ntp]);
  });

  test('do not limit any resolver', () => {
    const any: SpecWords = {
      groups: [{ id: 'c', to: { dns: ['resolvers', 'any'] } }],
      site: { inner, resolvers: 'any', ...onlyFour },
    };
    expect(guards(any)).toEqual([
      '-p tcp -m tcp --dport 53 -m comment --comment "c/dns" -j ACCEPT',
      '-p udp -m udp --dport 53 -m comment --comment "c/dns" -j ACCEPT',
      '-d 203.0.113.0/25 -g SPT-END',
      '-d 203.0.113.128/31 -g SPT-END',
    ]);
  });

  test('change no line if the site has none', () => {
    const without = renderWords({ ...words, site: { ...words.site, inner: [] } });
    const text = fileOf(renderWords(words), 'rules.v4');
    expect(fileOf(without, 'rules.v4')).not.toBe(text);
    expect(chain({ ...words, site: { ...words.site, inner: [] } }, 'OUT').slice(2, 4)).toEqual([
      ntp,
      `-d 10.9.0.0/16 ${https} "b/https" -j ACCEPT`,
    ]);
  });
});

describe('resolvers in iptables', () => {
  const dns = (resolvers: SiteWords['resolvers']): SpecWords => ({
    groups: [{ id: 'dns', to: { dns: ['resolvers'] } }],
    site: resolvers === undefined ? {} : { resolvers },
  });
  const tcp = '-p tcp -m tcp --dport 53 -m comment --comment "dns/dns" -j ACCEPT';
  const udp = '-p udp -m udp --dport 53 -m comment --comment "dns/dns" -j ACCEPT';

  test('self allows this device, in INPUT and not in FORWARD', () => {
    expect(chain(dns(['self']), 'SELF')).toEqual([tcp, udp]);
    expect(chain(dns(['self']), 'REQUIRED')).toEqual([]);
  });

  test('an address is reached through the device, a private one before the guard', () => {
    expect(chain(dns(['10.0.0.53', '198.51.100.53']), 'SELF')).toEqual([]);
    expect(chain(dns(['10.0.0.53', '198.51.100.53']), 'OUT').slice(2, 4)).toEqual([
      `-d 10.0.0.53/32 ${tcp}`,
      `-d 10.0.0.53/32 ${udp}`,
    ]);
    expect(chain(dns(['10.0.0.53', '198.51.100.53']), 'REQUIRED')).toEqual([
      `-d 198.51.100.53/32 ${tcp}`,
      `-d 198.51.100.53/32 ${udp}`,
    ]);
  });

  test('any allows any destination on the ports of the service, but not this device', () => {
    expect(chain(dns('any'), 'OUT').slice(2, 4)).toEqual([tcp, udp]);
    expect(chain(dns('any'), 'SELF')).toEqual([]);
  });
});

describe('the names in dnsmasq.conf', () => {
  test('have one line with the sets of all rules, since dnsmasq ignores a second line', () => {
    const words: SpecWords = {
      groups: [{ id: 'web', to: { https: ['a.example.com'], http: ['a.example.com'] } }],
      site: onlyFour,
    };
    expect(names(words)).toEqual([
      'ipset=/a.example.com/spt_a.example.com_v4,spt_web_http_v4,spt_web_https_v4',
    ]);
  });

  test('have sorted sets, even if one service name is a prefix of another', () => {
    const words: SpecWords = {
      services: { 'https-alt': { ports: ['tcp/8443'], application: 'tls' } },
      groups: [{ id: 'web', to: { https: ['a.example.com'], 'https-alt': ['a.example.com'] } }],
      site: onlyFour,
    };
    expect(names(words)).toEqual([
      'ipset=/a.example.com/spt_a.example.com_v4,spt_web_https-alt_v4,spt_web_https_v4',
    ]);
  });

  test('have no star for a wildcard, since dnsmasq would match nothing', () => {
    expect(names(web(['*.example.com'], onlyFour))).toEqual([
      'ipset=/example.com/spt_example.com_v4,spt_web_https_v4',
    ]);
  });

  test('below a wildcard also have its sets, since their line hides it', () => {
    const words: SpecWords = {
      groups: [{ id: 'web', to: { https: ['*.example.com'], http: ['a.b.example.com'] } }],
      site: onlyFour,
    };
    expect(names(words)).toEqual([
      'ipset=/a.b.example.com/spt_a.b.example.com_v4,spt_web_http_v4,spt_web_https_v4',
      'ipset=/example.com/spt_example.com_v4,spt_web_https_v4',
    ]);
  });

  test('below a listed host do not have its sets', () => {
    const words: SpecWords = {
      groups: [{ id: 'web', to: { https: ['example.com'], http: ['a.example.com'] } }],
      site: onlyFour,
    };
    expect(names(words)).toEqual([
      'ipset=/a.example.com/spt_a.example.com_v4,spt_web_http_v4',
      'ipset=/example.com/spt_example.com_v4,spt_web_https_v4',
    ]);
  });

  test('exclude patterns, and the set of a rule with only patterns', () => {
    const words: SpecWords = {
      groups: [
        {
          id: 'web',
          to: { https: ['a.example.com', 'cdn*.example.com'], http: ['cdn*.example.com'] },
        },
      ],
      site: onlyFour,
    };
    expect(names(words)).toEqual(['ipset=/a.example.com/spt_a.example.com_v4,spt_web_https_v4']);
    expect(sets(words)).toHaveLength(1);
    expect(chain(words, 'REQUIRED')).toHaveLength(1);
  });

  test('follow a first line with the spec and the site', () => {
    const text = fileOf(
      renderWords({ ...web(['a.example.com'], { id: 'annex-2' }), name: 'my-spec' }),
      'dnsmasq.conf',
    );
    expect(text.split('\n')[0]).toBe(
      '# my-spec, site annex-2: the names of each set, generated by "portolan generate"; do not edit.',
    );
  });

  test('have short lifetimes, since a cached answer does not fill an emptied set', () => {
    const text = fileOf(renderWords(web(['a.example.com'])), 'dnsmasq.conf');
    expect(text).toContain('\nmax-ttl=300\nmax-cache-ttl=300\n');
    expect(text).toContain('apply to every answer of this dnsmasq');
  });

  test('filter HTTPS and SVCB records only with the option', () => {
    const text = (filterHttpsRecords: boolean) =>
      fileOf(
        renderWords(web(['a.example.com'], { targets: { iptables: { filterHttpsRecords } } })),
        'dnsmasq.conf',
      );
    expect(text(false)).not.toContain('filter-rr');
    expect(text(true).match(/^filter-rr=.*$/gm)).toEqual(['filter-rr=HTTPS', 'filter-rr=SVCB']);
  });

  test('get one line and a set for each family for an additional host', () => {
    const before = renderWords(web(['a.example.com', 'c.example.com']));
    const after = renderWords(web(['a.example.com', 'b.example.com', 'c.example.com']));
    const changed = [...after]
      .filter(([file, text]) => text !== before.get(file))
      .map(([file]) => file);
    expect(changed).toEqual(['iptables/sets.ipset', 'iptables/dnsmasq.conf']);
    const without = (file: string, lines: RegExp) => fileOf(after, file).replace(lines, '');
    expect(without('dnsmasq.conf', /^ipset=\/b\..*\n/m)).toBe(fileOf(before, 'dnsmasq.conf'));
    expect(without('sets.ipset', /^create spt_b\..*_v4 .*\n.*_v6 .*\n/m)).toBe(
      fileOf(before, 'sets.ipset'),
    );
  });
});

describe('address families in iptables', () => {
  test('clients of one family give rules and sets of that family only', () => {
    const words = web(['a.example.com', '2001:db8:5::/48', '198.51.100.0/25'], onlyFour);
    expect(sets(words)).toEqual([
      'create spt_web_https_v4 hash:ip family inet maxelem 65536 timeout 86400 counters',
    ]);
    expect(chain(words, 'REQUIRED')).toHaveLength(2);
    expect(chain(words, 'REQUIRED', 'rules.v6')).toEqual([]);
    expect(chain(words, 'OUT', 'rules.v6').at(-1)).toBe('-g SPT-END');
  });

  test('the target may name its own clients, which apply.sh then hooks in', () => {
    const targets = { iptables: { clients: ['203.0.113.0/25', '203.0.113.128/25'] } };
    const script = fileOf(renderWords(web(['a.example.com'], { targets })), 'apply.sh');
    expect(script).toContain("\nclients_v4='203.0.113.0/24'\nclients_v6=''\n");
  });

  test('apply.sh carries prefix, clients and hook, and nothing else of the site', () => {
    const targets = { iptables: { hook: 'DOCKER-USER' } };
    const script = fileOf(renderWords(web(['a.example.com'], { targets })), 'apply.sh');
    const data = /# --- data of this site ---\n([\s\S]*?)# ---/.exec(script)?.[1];
    expect(data?.trimEnd().split('\n')).toEqual([
      "set_prefix='spt'",
      "chain_prefix='SPT'",
      "clients_v4='192.0.2.0/24'",
      "clients_v6='2001:db8:c1::/64'",
      "default_hook='DOCKER-USER'",
      "default_hook6='DOCKER-USER'",
      "self_interfaces=''",
    ]);
    expect(script).not.toContain('example.com');
  });

  test('IPv6 may have a separate hook, and interfaces of clients', () => {
    const iptables = {
      hook: 'DOCKER-USER',
      hook6: 'FORWARD',
      protectSelf: { interfaces: ['wlan0', 'br-lan.10', 'eth1'] },
    };
    const script = fileOf(
      renderWords(web(['a.example.com'], { targets: { iptables } })),
      'apply.sh',
    );
    expect(script).toContain(
      "\ndefault_hook='DOCKER-USER'\ndefault_hook6='FORWARD'\nself_interfaces='br-lan.10 eth1 wlan0'\n",
    );
  });
});

describe('protection of this device', () => {
  const dns = '-m comment --comment "dns/dns" -j ACCEPT';
  const asked = [`-p tcp -m tcp --dport 53 ${dns}`, `-p udp -m udp --dport 53 ${dns}`];
  const words = (protectSelf: boolean | { interfaces: string[] }, site: SiteWords): SpecWords => ({
    groups: [{ id: 'dns', to: { dns: ['resolvers'] } }],
    site: { ...site, targets: { iptables: { protectSelf } } },
  });

  test('is off by default', () => {
    expect(chain(words(false, {}), 'SELF')).toEqual(asked);
    expect(chain(words(false, {}), 'SELF', 'rules.v6')).toEqual(asked);
  });

  test('denies IPv4 except replies, DNS and DHCP', () => {
    const protectedSelf = [
      '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      ...asked,
      '-p udp -m udp --dport 67 -j ACCEPT',
      '-g SPT-END',
    ];
    expect(chain(words(true, onlyFour), 'SELF')).toEqual(protectedSelf);
    expect(chain(words({ interfaces: ['eth1'] }, {}), 'SELF')).toEqual(protectedSelf);
  });

  test('denies IPv6 except replies, DNS, DHCP and neighbor discovery', () => {
    expect(chain(words({ interfaces: ['eth1'] }, {}), 'SELF', 'rules.v6')).toEqual([
      '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-p ipv6-icmp -m icmp6 --icmpv6-type 133 -j ACCEPT',
      '-p ipv6-icmp -m icmp6 --icmpv6-type 134 -j ACCEPT',
      '-p ipv6-icmp -m icmp6 --icmpv6-type 135 -j ACCEPT',
      '-p ipv6-icmp -m icmp6 --icmpv6-type 136 -j ACCEPT',
      ...asked,
      '-p udp -m udp --dport 547 -j ACCEPT',
      '-g SPT-END',
    ]);
  });

  test('denies DNS if the spec does not allow it to self', () => {
    const closed = web(['198.51.100.0/25'], {
      ...onlyFour,
      resolvers: ['198.51.100.53'],
      targets: { iptables: { protectSelf: true } },
    });
    expect(chain(closed, 'SELF')).toEqual([
      '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-p udp -m udp --dport 67 -j ACCEPT',
      '-g SPT-END',
    ]);
  });
});

describe('iptables refuses', () => {
  const refused = (words: SpecWords): string[] => {
    const result = view(policyOf(words));
    return result.ok ? [] : result.error.map(({ rule }) => rule);
  };
  const options = (iptables: NonNullable<SiteWords['targets']>['iptables']): SiteWords => ({
    targets: iptables === undefined ? {} : { iptables },
  });

  test.each<[string, SpecWords, string[]]>([
    [
      'a hook that sees no forwarded packet',
      web(['a.example.com'], options({ hook: 'INPUT' })),
      ['hook-invalid'],
    ],
    [
      'a hook of IPv6 that sees no forwarded packet',
      web(['a.example.com'], options({ hook6: 'INPUT' })),
      ['hook-invalid'],
    ],
    [
      'to close this device to IPv6 clients whose interfaces it does not know',
      web(['a.example.com'], options({ protectSelf: true })),
      ['protect-self-interfaces'],
    ],
    [
      'the same where the clients of the target alone are IPv6',
      web(['a.example.com'], {
        ...onlyFour,
        ...options({ clients: ['2001:db8:c1::/64'], protectSelf: true }),
      }),
      ['protect-self-interfaces'],
    ],
    [
      'to close this device in an additive site, which closes nothing',
      web(['a.example.com'], {
        enforce: 'additive',
        ...options({ protectSelf: { interfaces: ['eth1'] } }),
      }),
      ['protect-self-additive'],
    ],
    ['a hook with a space', web(['a.example.com'], options({ hook: 'A B' })), ['hook-invalid']],
    ['a hook of our own', web(['a.example.com'], options({ hook: 'SPT-OUT' })), ['hook-invalid']],
    [
      'names without this device as resolver',
      web(['a.example.com'], { resolvers: ['198.51.100.53'] }),
      ['resolver-self-needed'],
    ],
    [
      'names with any resolver: only this device fills sets',
      web(['a.example.com'], { resolvers: 'any' }),
      ['resolver-self-needed'],
    ],
    ['patterns alone', web(['cdn*.example.com']), ['nothing-expressible']],
    [
      'networks of the other family alone',
      web(['2001:db8:5::/48'], onlyFour),
      ['nothing-expressible'],
    ],
  ])('%s', (_name, words, want) => {
    expect(refused(words)).toEqual(want);
  });

  test.each<[string, SiteWords['resolvers'], string]>([
    [
      'any resolver is told to list some',
      'any',
      'replace any with self and the addresses of other resolvers in the site\'s "resolvers", and configure the clients to use this device as resolver',
    ],
    [
      'a list is told to add one',
      ['198.51.100.53'],
      'add self to the site\'s "resolvers", and configure the clients to use this device as resolver',
    ],
  ])('names without this device as resolver: %s', (_name, resolvers, help) => {
    const result = view(
      policyOf(web(['a.example.com'], resolvers === undefined ? {} : { resolvers })),
    );
    expect(result.ok ? [] : result.error.map((refusal) => refusal.help)).toEqual([help]);
  });

  test.each(['DOCKER-END', 'DOCKER-IN', 'DOCKER-OPTIONAL', 'DOCKER-OUT', 'DOCKER-RECOMMENDED'])(
    'the chain %s of ours as hook, but not what another tool begins with the same word',
    (hook) => {
      const refusedHook = (other: string) =>
        refused(web(['a.example.com'], { prefix: 'docker', ...options({ hook: other }) }));
      expect(refusedHook(hook)).toEqual(['hook-invalid']);
      expect(refusedHook('DOCKER-USER')).toEqual([]);
    },
  );

  test('several mistakes in one report', () => {
    expect(refused(web(['a.example.com'], options({ hook: 'INPUT', hook6: 'OUTPUT' })))).toEqual([
      'hook-invalid',
      'hook-invalid',
    ]);
  });

  test('a name in so many rules that dnsmasq would split its line', () => {
    const ids = Array.from({ length: 17 }, (_, index) => `a-group-with-a-long-name-${index}`);
    const services = Object.fromEntries(
      ids.map((_id, index) => [
        `s${index}`,
        { ports: [`tcp/${1000 + index}`], application: 'other' as const },
      ]),
    );
    const groups = ids.map((id, index) => ({ id, to: { [`s${index}`]: ['a.example.com'] } }));
    expect(refused({ services, groups })).toEqual(['dnsmasq-line-too-long']);
    expect(refused({ services, groups: groups.slice(0, 15) })).toEqual([]);
  });

  test('more sets than a kernel supports during a change', () => {
    const hosts = (count: number) =>
      web(Array.from({ length: count }, (_, index) => `h${index}.example.com`));
    expect(refused(hosts(15_999))).toEqual([]);
    const result = view(policyOf(hosts(16_000)));
    expect(
      result.ok ? [] : result.error.map(({ rule, message, help }) => [rule, message, help]),
    ).toEqual([
      [
        'too-many-sets',
        '32002 sets are needed for rules, names and address families; the maximum is 32000',
        'list groups in the site\'s "exclude", or replace iptables with paloalto or squid in its "targets": they need no set for each name',
      ],
    ]);
  });

  test('counts the sets of networks too', () => {
    const names = Array.from({ length: 15_998 }, (_, index) => `h${index}.example.com`);
    const four = Array.from({ length: 32 }, (_, index) => `198.51.100.${index * 2}/32`);
    const six = Array.from({ length: 32 }, (_, index) => `2001:db8:7::${index * 2 + 2}`);
    expect(refused(web([...names, ...four, ...six]))).toEqual([]);
    expect(refused(web([...names, 'one.example.com', ...four]))).toEqual(['too-many-sets']);
  });

  test('no networks without self as resolver', () => {
    expect(refused(web(['198.51.100.0/25'], { resolvers: 'any' }))).toEqual([]);
  });
});

describe('names of sets', () => {
  test('have at most 31 characters; a long one ends in a hash of all its parts', () => {
    const words: SpecWords = {
      services: {
        'a-service-with-a-very-long-name': { ports: ['tcp/8443'], application: 'other' },
      },
      groups: [
        {
          id: 'a-group-with-a-very-long-name-ab',
          to: { 'a-service-with-a-very-long-name': ['a.example.com'] },
        },
      ],
      site: { prefix: 'abcdefgh', ...onlyFour },
    };
    expect(sets(words)).toEqual([
      expect.stringMatching(
        /^create abcdefgh_a-group-wi_[0-9a-f]{8}_v4 hash:ip family inet maxelem 65536 timeout 86400 counters$/,
      ),
    ]);
  });

  const long = 'sign-in.of-many-letters.example.com';

  test('exist for each host name and family, first in its line and last in sets.ipset', () => {
    const words = web(['b.example.com', '*.a.example.com']);
    expect(names(words)).toEqual([
      'ipset=/a.example.com/spt_a.example.com_v4,spt_a.example.com_v6,spt_web_https_v4,spt_web_https_v6',
      'ipset=/b.example.com/spt_b.example.com_v4,spt_b.example.com_v6,spt_web_https_v4,spt_web_https_v6',
    ]);
    expect(
      fileOf(renderWords(words), 'sets.ipset')
        .split('\n')
        .filter((line) => line.startsWith('create '))
        .map((line) => line.split(' ')[1]),
    ).toEqual([
      'spt_web_https_v4',
      'spt_web_https_v6',
      'spt_a.example.com_v4',
      'spt_a.example.com_v6',
      'spt_b.example.com_v4',
      'spt_b.example.com_v6',
    ]);
    expect(ownSets(web(['a.example.com'], onlyFour))).toEqual([
      'create spt_a.example.com_v4 hash:ip family inet hashsize 64 maxelem 65536 timeout 86400 counters',
    ]);
  });

  test('of single host names are not matched by rules', () => {
    for (const file of ['rules.v4', 'rules.v6']) {
      const text = fileOf(renderWords(everything), file);
      const matched = [...text.matchAll(/--match-set (\S+)/g)].map((match) => match[1] ?? '');
      expect(matched.length).toBeGreaterThan(3);
      expect(matched.filter((set) => set.includes('.'))).toEqual([]);
    }
  });

  test('of a long host end in a dot and a hash, unlike the sets of rules', () => {
    expect(names(web([long, `${'a'.repeat(40)}.example.com`], onlyFour))).toEqual([
      'ipset=/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com/spt_aaaaaaaaaaaaaaa.71872177_v4,spt_web_https_v4',
      'ipset=/sign-in.of-many-letters.example.com/spt_sign-in.of-many.23296f32_v4,spt_web_https_v4',
    ]);
  });

  test('are refused if a host has the name of a cut one', () => {
    const cut = 'sign-in.of-many.23296f32';
    const result = view(policyOf(web([long, cut], onlyFour)));
    expect(result.ok ? [] : result.error).toEqual([
      {
        rule: 'name-collision',
        message: `"${long}" and "${cut}" would both be named "spt_${cut}"`,
        help: 'choose another prefix',
      },
    ]);
  });

  test('do not depend on other parts of the spec', () => {
    const alone: SpecWords = {
      groups: [{ id: 'b', to: { https: ['b.example.com'] } }],
      site: onlyFour,
    };
    const together: SpecWords = {
      groups: [{ id: 'a', to: { https: ['a.example.com'] } }, ...alone.groups],
      site: onlyFour,
    };
    expect(sets(together)).toEqual(expect.arrayContaining(sets(alone)));
  });
});
