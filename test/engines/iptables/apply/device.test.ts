import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import type { SiteWords, SpecWords } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { everything, renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, type Variant, variants } from '../namespace.ts';

const it = needsNamespace(...variants.flatMap(programsOf), 'nft');
const files = renderWords(everything);

function web(hosts: readonly string[], site: SiteWords = {}): SpecWords {
  return { name: 'every-kind', groups: [{ id: 'web', to: { https: hosts } }], site };
}

function said(commands: string, given: TargetFiles = files, variant: Variant = 'nft'): string[] {
  const { stdout, stderr } = inNamespace(given, variant, `exec 2>&1\n${commands}`);
  return (stdout + stderr)
    .trim()
    .replace(/\/tmp\/portolan-iptables-[A-Za-z0-9]+\//g, '')
    .split('\n');
}

function withNext(first: TargetFiles, next: TargetFiles): TargetFiles {
  return new Map([...first, ...[...next].map(([file, text]) => [`next/${file}`, text] as const)]);
}

/** What check says of lines of dnsmasq, and the number that it ends with. */
function checked(lines: string, more = ''): string[] {
  return said(
    `cat > dnsmasq.d/site.conf <<'END'\n${lines}\nEND\n${more}\napply check; echo "check $?"; ipset list -name`,
  );
}

describe('check reads what else dnsmasq reads', () => {
  for (const limit of ['max-ttl=600', '  max-cache-ttl = 60 # short']) {
    it(`"${limit}" elsewhere would end dnsmasq: file and line are named`, () => {
      expect(checked(`# a comment\n${limit}`)).toEqual([
        'apply.sh: dnsmasq would not start: dnsmasq.conf sets max-ttl and max-cache-ttl, and these lines repeat them:',
        `dnsmasq.d/site.conf:2: ${limit}`,
        'remove these lines',
        'check 1',
      ]);
      expect(
        said(`echo '${limit}' > site; DNSMASQ_FILES=$PWD/site apply check; echo "check $?"`).at(-1),
      ).toBe('check 1');
    });
  }

  it('a limit that no dnsmasq reads is none: a comment, a backup, a file of dpkg, another keyword', () => {
    expect(
      checked(
        '#max-ttl=600\nmin-cache-ttl=60\nneg-ttl=5',
        'for name in site.conf~ site.dpkg-old .hidden; do echo max-ttl=1 > dnsmasq.d/$name; done',
      ),
    ).toEqual(['check 0']);
  });

  // Each as a real dnsmasq 2.90 answers: the set of www.example.com, or of example.net, stays empty.
  const answered: Record<string, string> = {
    'address=/www.example.com/192.0.2.7': 'www.example.com',
    'address=/Example.COM/192.0.2.7': 'api.example.com and 1 more',
    'address=/unrelated.test/www.example.com/': 'www.example.com',
    'address=/.example.com/192.0.2.7': 'api.example.com and 1 more',
    'address=/*.example.com/192.0.2.7': 'api.example.com and 1 more',
    'address=/*w.example.com/192.0.2.7': 'www.example.com',
    'address=/#/192.0.2.7': 'api.example.com and 3 more',
    'local=/com/': 'api.example.com and 1 more',
    'server=/www.example.com/': 'www.example.com',
    'domain=example.com,192.0.2.0/24,local': 'api.example.com and 1 more',
    'host-record=laptop,www.example.com,192.0.2.7': 'www.example.com',
    'cname=www.example.com,host.example.org': 'www.example.com',
    'interface-name=www.example.com,lo': 'www.example.com',
    'dynamic-host=www.example.com,0.0.0.8,lo': 'www.example.com',
    'address=/com/192.0.2.7\nserver=/api.example.com/9.9.9.9': 'www.example.com',
    'address=/www.example.com/192.0.2.7\nserver=/www.example.com/9.9.9.9': 'www.example.com',
  };
  for (const [lines, names] of Object.entries(answered)) {
    it(`names that dnsmasq answers by itself are found: ${lines.replace('\n', ' and ')}`, () => {
      const [first, found, fix, end] = checked(lines);
      expect(first).toBe(
        'apply.sh: dnsmasq answers these names itself, so their sets stay empty and connections to them are denied:',
      );
      const named = /^dnsmasq\.d\/site\.conf:1: (.*) \((.*)\)$/.exec(found ?? '');
      expect(named?.[1]).toBe(lines.split('\n')[0]);
      expect(named?.[2]?.split(' and ').at(-1)).toBe(names.split(' and ').at(-1));
      expect(fix).toBe(
        'remove these lines, or list the addresses as networks instead of the names',
      );
      expect(end).toBe('check 1');
    });
  }

  for (const lines of [
    'server=/www.example.com/9.9.9.9',
    'server=/www.example.com/#',
    'local=/com/\nserver=/example.com/9.9.9.9',
    'server=/example.com/9.9.9.9\nlocal=/example.com/',
    'address=/example.org/192.0.2.7',
    'address=/ample.com/192.0.2.7',
    'host-record=example.com,192.0.2.7',
    'cname=host.example.org,www.example.com',
    'interface-name=host.example.org,www.example.com',
    'domain=example.com',
    'txt-record=www.example.com,text',
    '#address=/www.example.com/192.0.2.7',
  ]) {
    it(`a line that leaves our names alone is fine: ${lines.replace('\n', ' and ')}`, () => {
      expect(checked(lines)).toEqual(['check 0']);
    });
  }

  it('check prints a note for subdomains of a listed name that another line answers', () => {
    expect(
      checked('address=/ads.example.net/0.0.0.0\nhost-record=a.www.example.com,192.0.2.7'),
    ).toEqual([
      'apply.sh: note: dnsmasq answers some names itself, and connections to these addresses are denied:',
      'dnsmasq.d/site.conf:1: address=/ads.example.net/0.0.0.0 (below example.net)',
      'dnsmasq.d/site.conf:2: host-record=a.www.example.com,192.0.2.7 (below www.example.com)',
      'check 0',
    ]);
  });

  it('hosts files count, with the domain that expand-hosts adds, a folder of them too', () => {
    const inHosts = (text: string, lines: string) =>
      checked(
        lines,
        `mkdir hosts; printf '192.0.2.1 router # www.example.com\\n${text}\\n' > hosts/site
         sed -i "s|HERE|$PWD|" dnsmasq.d/site.conf`,
      );
    const found = (text: string) => [
      'apply.sh: dnsmasq answers these names itself, so their sets stay empty and connections to them are denied:',
      `hosts/site:2: ${text} (www.example.com)`,
      'remove these lines, or list the addresses as networks instead of the names',
      'check 1',
    ];
    expect(
      inHosts('192.0.2.7  host.example.org WWW.example.com', 'addn-hosts=HERE/hosts/site'),
    ).toEqual(found('192.0.2.7  host.example.org WWW.example.com'));
    expect(inHosts('2001:db8::7 www.example.com', 'addn-hosts=HERE/hosts')).toEqual(
      found('2001:db8::7 www.example.com'),
    );
    expect(
      inHosts('192.0.2.7 www', 'hostsdir=HERE/hosts\nexpand-hosts\ndomain=example.com'),
    ).toEqual(found('192.0.2.7 www'));
    expect(inHosts('192.0.2.7 www', 'hostsdir=HERE/hosts\ndomain=example.com')).toEqual([
      'check 0',
    ]);
  });

  it('the command line of the running dnsmasq counts too', () => {
    expect(
      said(
        `sed -i 's|--no-resolv|--no-resolv --address=/www.example.com/192.0.2.7|' restart.sh; sh restart.sh; apply check; echo "check $?"`,
      ).map((line) => line.replace(/\d+:/, 'N:')),
    ).toEqual([
      'apply.sh: dnsmasq answers these names itself, so their sets stay empty and connections to them are denied:',
      'command line of process N: --address=/www.example.com/192.0.2.7 (www.example.com)',
      'remove these lines, or list the addresses as networks instead of the names',
      'check 1',
    ]);
  });
});

describe('check reads no more than dnsmasq reads', () => {
  const stray = 'max-ttl=1\\naddress=/www.example.com/192.0.2.7\\n';
  const withFiles = (endings: string, name: string, where: 'dnsmasq.d' | 'nested') =>
    said(
      `mkdir nested; printf '${stray}' > ${where}/${name}; echo "conf-dir=$PWD/nested${endings}" > second
       echo "conf-file=$PWD/second" > main; echo "conf-dir = $PWD/dnsmasq.d/${endings}" >> main
       sed -i 's|-C /dev/null --conf-dir="$folder/dnsmasq.d"|-C "$folder/main"|' restart.sh; sh restart.sh
       DNSMASQ_FILES=$PWD/main apply check > said 2>&1; echo "check $?"`,
    );
  const endings: [string, string, string][] = [
    [',*.conf', 'README', 'check 0'],
    [',*.conf', 'old.bak', 'check 0'],
    [',*.conf,*.inc', 'more.inc', 'check 1'],
    [' , *.conf', 'site.conf', 'check 1'],
    [',.bak', 'old.bak', 'check 0'],
    [',.bak', 'README', 'check 1'],
    [',*.conf,.old.conf', 'site.old.conf', 'check 0'],
    [',*', 'README', 'check 1'],
    ['', '#site#', 'check 0'],
    ['', 'site#', 'check 1'],
  ];
  for (const [list, name, end] of endings) {
    for (const where of ['dnsmasq.d', 'nested'] as const) {
      it(`${name} in ${where} of conf-dir=${where}${list}: ${end}`, () => {
        expect(withFiles(list, name, where).at(-1)).toBe(end);
      });
    }
  }
});

describe('check finds more names that dnsmasq answers by itself', () => {
  for (const line of ['server=/www.example.com/', 'address=/www.example.com/192.0.2.7']) {
    for (const [how, command] of [
      ['a file', 'echo "servers-file=$PWD/servers" > dnsmasq.d/more.conf'],
      [
        'the command line',
        `sed -i "s|--no-resolv|--no-resolv --servers-file=$PWD/servers|" restart.sh; sh restart.sh`,
      ],
    ] as const) {
      it(`in the servers-file of ${how}: ${line}`, () => {
        expect(
          said(`echo '${line}' > servers; ${command}; apply check; echo "check $?"`).slice(-3),
        ).toEqual([
          `servers:1: ${line} (www.example.com)`,
          'remove these lines, or list the addresses as networks instead of the names',
          'check 1',
        ]);
      });
    }
  }

  it('hosts of DHCP are notes, since clients choose their names: leases, and lines that wait for one', () => {
    expect(
      checked(
        'dhcp-leasefile=HERE/leases\ndhcp-host=02:00:00:00:00:01,api,192.0.2.9\ndomain=example.com',
        `sed -i "s|HERE|$PWD|" dnsmasq.d/site.conf
         printf '99 02:00:00:00:00:02 192.0.2.150 WWW *\\n99 02:00:00:00:00:03 192.0.2.151 other *\\n' > leases`,
      ),
    ).toEqual([
      'apply.sh: note: dnsmasq answers some names itself, and connections to these addresses are denied:',
      'dnsmasq.d/site.conf:2: dhcp-host=02:00:00:00:00:01,api,192.0.2.9 (perhaps api.example.com)',
      'leases:1: 99 02:00:00:00:00:02 192.0.2.150 WWW * (perhaps www.example.com)',
      'check 0',
    ]);
  });

  it('a script is named and not run', () => {
    expect(checked('conf-script=touch ran', 'ls ran 2> /dev/null')).toEqual([
      'apply.sh: note: not checked, because that would run them: scripts that dnsmasq reads settings from',
      'dnsmasq.d/site.conf:1: conf-script=touch ran',
      'check 0',
    ]);
  });
});

describe('a restart of dnsmasq that fails', () => {
  it('is found by check when the command is not there', () => {
    for (const [command, word] of [
      ['no-such-program restart', 'no-such-program'],
      ['A=b /no/such/program', '/no/such/program'],
    ] as const) {
      expect(said(`DNSMASQ_RESTART='${command}' apply check; echo "check $?"`)).toEqual([
        `apply.sh: the command "${command}" cannot run: ${word} is missing; set DNSMASQ_TEST and DNSMASQ_RESTART`,
        'check 1',
      ]);
    }
    for (const command of ['if true; then :; fi', 'A=b true', '"$PWD/x y"', ':'])
      expect(said(`DNSMASQ_RESTART='${command}' apply check; echo "check $?"`)).toEqual([
        'check 0',
      ]);
  });

  it('leaves rules, sets with their addresses, and names as they were, and dnsmasq restarts with the old ones', () => {
    const first = renderWords(web(['a.example.com', 'b.example.com']));
    const next = renderWords({
      ...web(['b.example.com', ...Array.from({ length: 2100 }, (_, index) => `h${index}.test`)], {
        clients: ['203.0.113.0/24', '2001:db8:c1::/64'],
      }),
    });
    expect(
      said(
        `state() { for p in $ipt $ip6t; do $p-save -t filter; done | sed 's/\\[.*//; /^#/d'; ipset save | sed 's/ timeout .*//; s/ initval .*//; s/ bucketsize.*//; s/ hashsize [0-9]*//' | sort; cat dnsmasq.d/*; ls -A dnsmasq.d; }
         apply apply; ipset add spt_a.example.com_v4 198.51.100.1; ipset add spt_web_https_v4 198.51.100.1
         state > before; cp -r iptables old; cp next/iptables/* iptables/
         export DNSMASQ_RESTART="grep -q h7.test dnsmasq.d/portolan-spt.conf && { echo no; exit 1; }; $DNSMASQ_RESTART"
         apply apply; echo "apply $?"; state | diff before - && echo same
         cp old/* iptables/; apply status; echo "status $?"`,
        withNext(first, next),
      ),
    ).toEqual([
      'dnsmasq restarted',
      'no',
      expect.stringMatching(/^apply\.sh: dnsmasq did not restart: /),
      'dnsmasq restarted',
      'apply.sh: the previous rules, sets and names were restored, and dnsmasq has restarted with them; fix what it reports, then run apply again',
      'apply 1',
      'same',
      'status 0',
    ]);
  });

  it('restores the sets of moved hosts, and removes the addresses of new names', () => {
    const words = (web: string[], more: string[]): SpecWords => ({
      name: 'moving',
      groups: [
        { id: 'web', to: { https: web } },
        { id: 'more', to: { https: more } },
      ],
    });
    const first = renderWords(words(['a.test', 'b.test'], ['c.test']));
    const next = renderWords(words(['b.test', 'new.test'], ['a.test', 'c.test']));
    expect(
      said(
        `state() { ipset list | awk '/^Name|timeout [0-9]+ *$/ { print $1, $2 ~ /_v4/ ? $2 : "" }'; }
         apply apply; for set in a.test web_https; do ipset add spt_\${set}_v4 198.51.100.1; done
         state > before; cp next/iptables/* iptables/
         export DNSMASQ_RESTART="grep -q new.test dnsmasq.d/portolan-spt.conf && {
           for set in new.test web_https; do ipset add spt_\\\${set}_v4 198.51.100.9; done; ipset list spt_more_https_v4 | grep -c ^198; exit 1; }; $DNSMASQ_RESTART"
         apply apply > out 2>&1; echo "apply $?"; grep -v apply.sh out | head -n 1; state | diff before - && echo same; ls -A dnsmasq.d`,
        withNext(first, next),
      ),
    ).toEqual(['dnsmasq restarted', 'apply 1', '1', 'same', 'portolan-spt.conf']);
  });
});

describe('other chains that decide the same traffic', () => {
  const client = '192.0.2.0/24';
  const forward = (family: string, policy: string, ...rules: string[]) =>
    `nft add table ${family} fw; nft 'add chain ${family} fw pass { type filter hook forward priority 10; policy ${policy}; }'
     ${rules.map((rule) => `nft 'add rule ${family} fw pass ${rule}'`).join('\n')}`;
  const look = (setup: string, variant: Variant = 'nft') =>
    said(`${setup}\napply check; echo "check $?"`, files, variant);
  const all = (name: string) => [
    'apply.sh: these chains drop all forwarded packets, and an ACCEPT in these rules does not override them:',
    name,
    'allow packets from 192.0.2.0/24 2001:db8:c1::/64 and replies to these networks there too',
    'check 1',
  ];
  const some = (name: string) => [
    'apply.sh: note: these chains also drop forwarded packets, and an ACCEPT in these rules does not override them:',
    name,
    'check 0',
  ];
  const established = 'ct state established,related accept';

  const dropping: Record<string, string> = {
    'the policy drop': forward('inet', 'drop'),
    'the policy drop behind what only answers pass': forward('inet', 'drop', established),
    'a last rule that rejects': forward('inet', 'accept', established, 'counter reject'),
    'a last rule that logs and drops': forward('inet', 'accept', 'log prefix "accept " drop'),
  };
  for (const [name, setup] of Object.entries(dropping)) {
    it(`${name}: no packet can pass, so check says no`, () => {
      expect(look(setup)).toEqual(all('inet fw pass'));
    });
  }
  it('the same in a table of one family', () => {
    expect(look(forward('ip', 'drop'))).toEqual(all('ip fw pass'));
    expect(look(forward('ip6', 'drop'), 'legacy')).toEqual(all('ip6 fw pass'));
  });

  const perhaps: Record<string, string> = {
    'accepts something': forward('inet', 'drop', 'iifname "lan" accept'),
    'asks other chains': `nft add table inet fw; nft add chain inet fw zones; ${forward('inet', 'drop', 'jump zones')}`,
    'drops some': forward('inet', 'accept', 'ip saddr 192.0.2.0/25 drop'),
    'asks a chain that rejects': `nft add table inet fw; nft add chain inet fw zones; nft add rule inet fw zones reject; ${forward('inet', 'accept', 'jump zones')}`,
  };
  for (const [name, setup] of Object.entries(perhaps)) {
    it(`a chain that ${name} is named, and nothing more is claimed`, () => {
      expect(look(setup)).toEqual(some('inet fw pass'));
    });
  }

  const harmless: Record<string, string> = {
    'accepts all': forward('inet', 'accept'),
    'drops what belongs to no connection': forward('inet', 'accept', 'ct state invalid drop'),
    'lets the clients through': forward('inet', 'drop', established, `ip saddr ${client} accept`),
    'is switched off': `${forward('inet', 'drop')}\nnft 'add table inet fw { flags dormant; }'`,
    'is for packets to the device': `nft add table inet fw; nft 'add chain inet fw in { type filter hook input priority 0; policy accept; }'; nft add rule inet fw in tcp dport 22 drop`,
  };
  for (const [name, setup] of Object.entries(harmless)) {
    it(`a chain that ${name} is nothing to speak of`, () => {
      expect(look(setup)).toEqual(['check 0']);
    });
  }

  it('does not report the policy of the built-in chain: the generated ACCEPT comes first', () => {
    for (const variant of variants)
      expect(look('$ipt -P FORWARD DROP; $ip6t -A FORWARD -j REJECT', variant)).toEqual([
        'check 0',
      ]);
  });

  it('the FORWARD of the other packet filter counts', () => {
    expect(look('iptables-legacy -P FORWARD DROP')).toEqual(all('iptables-legacy filter FORWARD'));
    expect(look('ip6tables-legacy -A FORWARD -i eth0 -j DROP')).toEqual(
      some('ip6tables-legacy filter FORWARD'),
    );
    expect(look('iptables-nft -P FORWARD DROP', 'legacy')).toEqual(all('ip filter FORWARD'));
  });

  for (const variant of variants) {
    const other = variant === 'nft' ? 'legacy' : 'nft';
    it(`reports chains left by a change from ${other} to ${variant}, and apply and remove delete them`, () => {
      const note = (family: string) =>
        `note: ${family}-${other} has old chains of this site, which these files no longer use`;
      const left =
        'for k in nft legacy; do for p in iptables ip6tables; do $p-$k-save -t filter; done; done 2> /dev/null | grep -c SPT';
      expect(
        said(
          `IPTABLES=iptables-${other} IP6TABLES=ip6tables-${other} apply apply
           apply check; apply status | grep ${other}; apply apply > /dev/null 2>&1; apply status; echo "status $?"
           for p in iptables ip6tables; do $p-${other}-save -t filter; done 2> /dev/null | grep -c SPT
           IPTABLES=iptables-${other} IP6TABLES=ip6tables-${other} apply apply > /dev/null 2>&1; apply remove; echo "remove $?"
           ${left}; ipset list -name`,
          files,
          variant,
        ).filter((line) => !line.startsWith('# Warning: ip')),
      ).toEqual([
        'dnsmasq restarted',
        `apply.sh: ${note('iptables')}; apply removes them`,
        `apply.sh: ${note('ip6tables')}; apply removes them`,
        'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
        note('iptables').slice(6),
        note('ip6tables').slice(6),
        'status 0',
        '0',
        'dnsmasq restarted',
        'remove 0',
        '0',
      ]);
    });
  }
});

describe('a family without clients is left alone', () => {
  const four = renderWords(web(['a.example.com'], { clients: ['192.0.2.0/24'] }));
  const six = renderWords(web(['a.example.com'], { clients: ['2001:db8:c1::/64'] }));
  const verbs =
    'for verb in check diff apply status load \'apply --confirm 99\' confirm remove; do apply $verb > out; echo "$?: $verb"; done';
  const done = [
    '0: check',
    '0: diff',
    '0: apply',
    '0: status',
    '0: load',
    '0: apply --confirm 99',
    '0: confirm',
    '0: remove',
  ];

  it('an IPv4 site needs no ip6tables, and none that works', () => {
    expect(said(`IP6TABLES=missing; ${verbs}`, four)).toEqual(done);
    // As with ipv6.disable=1.
    expect(
      said(
        `for name in '' -save -restore; do printf '#!/bin/sh\\necho no table >&2; exit 3\\n' > six$name; chmod +x six$name; done
         IP6TABLES=$PWD/six; ${verbs}`,
        four,
      ),
    ).toEqual(done);
  });

  it('an IPv6 site needs no iptables', () => {
    expect(said(`IPTABLES=missing; ${verbs}`, six)).toEqual(done);
  });

  it('apply deletes the chains of a family without clients', () => {
    const both = renderWords(web(['a.example.com']));
    expect(
      said(
        `apply apply; cp next/iptables/* iptables/; apply status | grep ip6; apply apply; apply status; echo "status $?"; $ip6t-save -t filter | grep -c SPT`,
        withNext(both, four),
      ).filter((line) => !line.startsWith('apply.sh:')),
    ).toEqual([
      'dnsmasq restarted',
      'ip6tables-nft has old chains of this site, which these files no longer use',
      'dnsmasq restarted',
      'status 0',
      '0',
    ]);
  });
});

describe('the exit codes of apply.sh are 0, 1 and 2', () => {
  it('exits with 1 for an unreadable table, for every exit code of the program', () => {
    expect(
      said(
        `apply apply; for name in '' -restore; do printf '#!/bin/sh\\nexec %s "$@"\\n' "$ipt$name" > four$name; chmod +x four$name; done
         printf '#!/bin/sh\\necho no table >&2; exit 3\\n' > four-save; chmod +x four-save
         IPTABLES=$PWD/four; for verb in status apply remove; do apply $verb 2>&1 | tail -n 1; apply $verb > /dev/null 2>&1; echo "$verb $?"; done`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'apply.sh: four-save cannot read the table filter; load its modules, then run: sh iptables/apply.sh status',
      'status 1',
      'apply.sh: four-save cannot read the table filter; load its modules, then run: sh iptables/apply.sh apply',
      'apply 1',
      'apply.sh: four-save cannot read the table filter; load its modules, then run: sh iptables/apply.sh remove',
      'remove 1',
    ]);
  });

  it('a program that is missing is 2, and is named', () => {
    expect(
      said(
        'IPTABLES=missing; for verb in check apply status remove; do apply $verb; echo "$verb $?"; done',
      ),
    ).toEqual([
      'apply.sh: missing is missing; install it',
      'check 2',
      'apply.sh: missing is missing; install it',
      'apply 2',
      'apply.sh: missing is missing; install it',
      'status 2',
      'apply.sh: missing-save is missing; install it',
      'remove 2',
    ]);
  });

  it('exits with 1 if a program fails unexpectedly', () => {
    expect(
      said(
        `mkdir bin; printf '#!/bin/sh\\nexit 7\\n' > bin/ipset; chmod +x bin/ipset; PATH=$PWD/bin:$PATH
         apply apply > /dev/null 2>&1; echo "apply $?"; apply remove > /dev/null 2>&1; echo "remove $?"; apply status > /dev/null 2>&1; echo "status $?"`,
      ),
    ).toEqual(['apply 1', 'remove 1', 'status 1']);
  });
});

describe('status after everything was flushed', () => {
  for (const [what, flush] of [
    [
      'a restart of the device',
      'apply remove > /dev/null; cp iptables/dnsmasq.conf dnsmasq.d/portolan-spt.conf',
    ],
    ['nft flush ruleset', 'nft flush ruleset'],
    [
      'an iptables-restore of other files',
      'for p in $ipt $ip6t; do printf "*filter\\nCOMMIT\\n" | $p-restore; done',
    ],
    ['a flush of FORWARD', '$ipt -F FORWARD; $ip6t -F FORWARD'],
  ] as const) {
    it(`says plainly that the clients are not filtered: ${what}`, () => {
      const lines = said(`apply apply; ${flush}; apply status; echo "status $?"`);
      const why = what.startsWith('a flush') ? 'the jumps to its chains are missing' : 'not loaded';
      expect(lines).toContain(`rules.v4: ${why}: the IPv4 clients of this site are not filtered`);
      expect(lines).toContain(`rules.v6: ${why}: the IPv6 clients of this site are not filtered`);
      expect(lines).toContain(
        'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
      );
      expect(lines.at(-1)).toBe('status 1');
    });
  }

  it('reports for an allow-only site that the listed destinations are not allowed', () => {
    const additive = renderWords({
      ...everything,
      site: { ...everything.site, enforce: 'additive' },
    });
    expect(said('apply apply; nft flush ruleset; apply status', additive)).toContain(
      'rules.v4: not loaded: the listed destinations are not allowed for the IPv4 clients of this site',
    );
  });
});
