import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import type { SiteWords, SpecWords } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { everything, fileOf, renderWords } from '../../../targets/iptables/render.ts';
import { inEarlierWords } from '../earlier.ts';
import { inNamespace, programsOf, variants } from '../namespace.ts';

const files = renderWords(everything);

/** Additional files for an apply after a change, in the directory `next`. */
function withNext(next: TargetFiles): TargetFiles {
  return new Map([...files, ...[...next].map(([file, text]) => [`next/${file}`, text] as const)]);
}

const useNext = 'cp next/iptables/* iptables/';

/** The last line of a status that found something. */
const drifted =
  'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply';

function web(hosts: readonly string[], site: SiteWords = {}): SpecWords {
  return { name: 'every-kind', groups: [{ id: 'web', to: { https: hosts } }], site };
}

describe.each([...variants])('apply.sh with iptables-%s', (variant) => {
  const it = needsNamespace(...programsOf(variant));
  const said = (commands: string, given: TargetFiles = files): string[] => {
    const { stdout, stderr } = inNamespace(given, variant, `exec 2>&1\n${commands}`);
    return (stdout + stderr).trim().split('\n');
  };

  it('check says yes and writes nothing: no set, no rule, no file', () => {
    expect(
      said(
        'apply check; echo "check $?"; ipset list -name; $ipt-save -t filter | grep SPT; ls -A dnsmasq.d',
      ),
    ).toEqual(['check 0']);
  });

  it('apply three times is apply once: one jump a network and direction, in the position of the first rules', () => {
    expect(
      said(`$ipt -A FORWARD -j ACCEPT; $ipt -A INPUT -p tcp -m tcp --dport 22 -j DROP
            apply apply; apply apply; apply apply; apply status; echo "status $?"
            $ipt -S FORWARD; $ipt -S INPUT; $ip6t -S FORWARD; $ip6t -S INPUT`),
    ).toEqual([
      'dnsmasq restarted',
      'status 0',
      '-P FORWARD ACCEPT',
      '-A FORWARD -s 192.0.2.0/24 -j SPT-OUT',
      '-A FORWARD -d 192.0.2.0/24 -j SPT-IN',
      '-A FORWARD -j ACCEPT',
      '-P INPUT ACCEPT',
      '-A INPUT -s 192.0.2.0/24 -j SPT-SELF',
      '-A INPUT -p tcp -m tcp --dport 22 -j DROP',
      '-P FORWARD ACCEPT',
      '-A FORWARD -s 2001:db8:c1::/64 -j SPT-OUT',
      '-A FORWARD -d 2001:db8:c1::/64 -j SPT-IN',
      '-P INPUT ACCEPT',
      '-A INPUT -s 2001:db8:c1::/64 -j SPT-SELF',
    ]);
  });

  it('several client networks: all jumps out, then all jumps in, sorted', () => {
    const clients = ['198.51.100.4-198.51.100.6', '192.0.2.0/24'];
    expect(
      said(
        'apply apply; $ipt -S FORWARD; apply status; echo "status $?"',
        renderWords(web(['a.example.com'], { clients })),
      ),
    ).toEqual([
      'dnsmasq restarted',
      '-P FORWARD ACCEPT',
      '-A FORWARD -s 192.0.2.0/24 -j SPT-OUT',
      '-A FORWARD -s 198.51.100.4/31 -j SPT-OUT',
      '-A FORWARD -s 198.51.100.6/32 -j SPT-OUT',
      '-A FORWARD -d 192.0.2.0/24 -j SPT-IN',
      '-A FORWARD -d 198.51.100.4/31 -j SPT-IN',
      '-A FORWARD -d 198.51.100.6/32 -j SPT-IN',
      'status 0',
    ]);
  });

  it('remove deletes only generated rules, also a second time and before any apply', () => {
    expect(
      said(`$ipt -N SITE; $ipt -A FORWARD -j SITE; ipset create other hash:ip; touch dnsmasq.d/other.conf
            apply remove; echo "remove $?"; apply apply; apply remove; apply remove; echo "remove $?"
            $ipt-save -t filter | grep -e '^-A' -e '^:S'; $ip6t-save -t filter | grep -e '^-A' -e '^:S'
            ipset list -name; ls -A dnsmasq.d`),
    ).toEqual([
      'remove 0',
      'dnsmasq restarted',
      'dnsmasq restarted',
      'remove 0',
      ':SITE - [0:0]',
      '-A FORWARD -j SITE',
      'other',
      'other.conf',
    ]);
  });

  it('status sees a rule too many, a jump that went, one out of its place, a set that went, a foreign one and other names', () => {
    const seen = (drift: string) =>
      said(`apply apply > /dev/null; ${drift}; apply status; echo "status $?"`);
    expect(seen('$ipt -A SPT-REQUIRED -j ACCEPT')).toEqual([
      'rules.v4: < expected, > loaded',
      '> -A SPT-REQUIRED -j ACCEPT',
      drifted,
      'status 1',
    ]);
    expect(seen('$ip6t -D FORWARD 2')).toEqual([
      'the jumps of rules.v6: < expected, > loaded',
      '< FORWARD 2 -d 2001:db8:c1::/64 -j SPT-IN',
      drifted,
      'status 1',
    ]);
    expect(seen('$ipt -I INPUT -j ACCEPT')).toEqual([
      'the jumps of rules.v4: < expected, > loaded',
      '< INPUT 1 -s 192.0.2.0/24 -j SPT-SELF',
      '> INPUT 2 -s 192.0.2.0/24 -j SPT-SELF',
      drifted,
      'status 1',
    ]);
    expect(seen('$ipt -F SPT-REQUIRED; ipset destroy spt_web_http_v4')).toContain(
      '< spt_web_http_v4 hash:ip inet 65536 86400 counters',
    );
    expect(
      seen(
        'ipset destroy spt_api.example.com_v6; ipset create spt_x.example.com_v4 hash:ip timeout 60',
      ),
    ).toEqual([
      'sets.ipset: < expected, > loaded',
      '< spt_api.example.com_v6 hash:ip inet6 65536 86400 counters',
      '> spt_x.example.com_v4 hash:ip inet 65536 60',
      drifted,
      'status 1',
    ]);
    expect(seen('echo ipset=/x.example/x >> dnsmasq.d/portolan-spt.conf')).toEqual([
      'dnsmasq.conf: < expected, > loaded',
      '> ipset=/x.example/x',
      drifted,
      'status 1',
    ]);
  });

  it('apply mends what drifted, and a jump that another tool pushed down', () => {
    expect(
      said(`apply apply; $ipt -A SPT-REQUIRED -j ACCEPT; $ipt -I FORWARD -j ACCEPT; $ipt -A FORWARD -s 192.0.2.0/24 -j SPT-OUT
            apply apply; apply status; echo "status $?"; $ipt -S FORWARD | grep -c SPT`),
    ).toEqual(['dnsmasq restarted', 'status 0', '2']);
  });

  it('rules that do not load are found by check, and apply changes nothing at all', () => {
    const rules = fileOf(files, 'rules.v6').replace('-j DROP', '-j NOTHING');
    const lines = said(
      `apply apply; echo "apply $?"; ipset list -name; $ipt-save -t filter | grep SPT; ls -A dnsmasq.d`,
      new Map([...files, ['iptables/rules.v6', rules]]),
    );
    expect(lines.slice(-2)).toEqual(['apply.sh: rules.v6 cannot be loaded', 'apply 1']);
  });

  it('IPv4 is put back, jumps and names too, when IPv6 fails at the last moment', () => {
    const next = renderWords(
      web(['new.example.com'], { clients: ['203.0.113.0/24', '2001:db8:c1::/64'] }),
    );
    expect(
      said(
        `apply apply; $ipt-save -t filter | sed 's/\\[.*//' > before
         ${useNext}
         printf '#!/bin/sh\\ncase "$*" in *rules.v6*) exit 0;; esac\\nexit 1\\n' > broken-restore
         chmod +x broken-restore
         for name in '' -save; do printf '#!/bin/sh\\nexec %s "$@"\\n' "$ip6t$name" > broken$name; chmod +x broken$name; done
         IP6TABLES=$PWD/broken apply apply; echo "apply $?"
         $ipt-save -t filter | sed 's/\\[.*//' > after; grep -v '^#' before > b; grep -v '^#' after > a; diff b a && echo same
         cmp dnsmasq.d/portolan-spt.conf iptables/dnsmasq.conf > /dev/null || echo 'old names'; ls -A dnsmasq.d`,
        withNext(next),
      ),
    ).toEqual([
      'dnsmasq restarted',
      'apply.sh: could not load the IPv6 rules; the previous IPv4 rules were restored',
      'apply 1',
      'same',
      'old names',
      'portolan-spt.conf',
    ]);
  });

  it('a first apply whose IPv6 fails leaves no chain and no jump', () => {
    expect(
      said(`printf '#!/bin/sh\\ncase "$*" in *rules.v6*) exit 0;; esac\\nexit 1\\n' > broken-restore; chmod +x broken-restore
            for name in '' -save; do printf '#!/bin/sh\\nexec %s "$@"\\n' "$ip6t$name" > broken$name; chmod +x broken$name; done
            IP6TABLES=$PWD/broken apply apply; $ipt-save -t filter | grep SPT; ls -A dnsmasq.d; ipset list -name`),
    ).toEqual(['apply.sh: could not load the IPv6 rules; the previous IPv4 rules were restored']);
  });

  it('HOOK moves the jumps, and a missing chain is an error', () => {
    expect(
      said(`for p in $ipt $ip6t; do $p -N DOCKER-USER; $p -A FORWARD -j DOCKER-USER; done
            apply apply; HOOK=DOCKER-USER apply apply; HOOK=DOCKER-USER apply status; echo "status $?"
            $ipt -S FORWARD; $ipt -S DOCKER-USER; HOOK=MISSING apply check; HOOK=INPUT apply check; apply remove
            $ipt -S DOCKER-USER`),
    ).toEqual([
      'dnsmasq restarted',
      'status 0',
      '-P FORWARD ACCEPT',
      '-A FORWARD -j DOCKER-USER',
      '-N DOCKER-USER',
      '-A DOCKER-USER -s 192.0.2.0/24 -j SPT-OUT',
      '-A DOCKER-USER -d 192.0.2.0/24 -j SPT-IN',
      `apply.sh: iptables-${variant} has no chain MISSING; set HOOK`,
      'apply.sh: forwarded packets do not pass the chain INPUT; set HOOK or HOOK6 to one that they pass, such as FORWARD',
      'dnsmasq restarted',
      '-N DOCKER-USER',
    ]);
  });

  it('a set of another capacity is swapped, and keeps its addresses', () => {
    const hosts = Array.from({ length: 2049 }, (_, index) => `h${index}.example.com`);
    expect(
      said(
        `cp next/iptables/* iptables; sed -i 's/maxelem 131072/maxelem 65536/' iptables/sets.ipset
         apply apply; ipset add spt_web_https_v4 198.51.100.7; cp next/iptables/* iptables
         apply status | grep v4; apply apply; apply status; echo "status $?"
         ipset list spt_web_https_v4 | grep -o -e '^198.51.100.7 timeout 8' -e 'maxelem [0-9]*'; ipset list -name | grep -v '[.]'`,
        withNext(renderWords(web(hosts))),
      ),
    ).toEqual([
      'dnsmasq restarted',
      drifted,
      '< spt_web_https_v4 hash:ip inet 131072 86400 counters',
      '> spt_web_https_v4 hash:ip inet 65536 86400 counters',
      'status 0',
      'maxelem 131072',
      '198.51.100.7 timeout 8',
      'spt_web_https_v4',
      'spt_web_https_v6',
    ]);
  });

  it('a set of before counters gets them, one of after loses them, and both keep their addresses', () => {
    const seen = said(
      `cp next/iptables/* iptables; sed -i 's/ counters$//' iptables/sets.ipset
       apply apply; ipset add spt_web_https_v4 198.51.100.7; cp next/iptables/* iptables
       apply status | grep 'web_https_v4'; apply apply; apply status; echo "status $?"
       ipset save spt_web_https_v4 | grep -o -e ' counters' -e '198.51.100.7 timeout 8' -e 'packets 0'
       sed -i 's/ counters$//' iptables/sets.ipset; apply apply; apply status; echo "status $?"
       ipset save spt_web_https_v4 | grep -o -e ' counters' -e '198.51.100.7 timeout 8' -e 'packets 0'`,
      withNext(renderWords(web(['h.example.com']))),
    );
    expect(seen).toEqual([
      'dnsmasq restarted',
      drifted,
      '< spt_web_https_v4 hash:ip inet 65536 86400 counters',
      '> spt_web_https_v4 hash:ip inet 65536 86400',
      'status 0',
      ' counters',
      '198.51.100.7 timeout 8',
      'packets 0',
      'status 0',
      '198.51.100.7 timeout 8',
    ]);
  });

  it('a set of another family cannot be swapped by the kernel: check says so', () => {
    expect(
      said(
        'ipset create spt_web_https_v4 hash:ip family inet6; apply apply --owner every-kind/example; echo "apply $?"',
      ),
    ).toEqual([
      'apply.sh: the set spt_web_https_v4 exists with a different type or family; run: sh iptables/apply.sh remove',
      'apply 1',
    ]);
  });

  it('check reports another line for a generated name, its parent or its subdomain', () => {
    const found = (line: string) =>
      said(
        `echo '${line}' > dnsmasq.d/other.conf; apply check 2>&1 | sed "s|$PWD/||"; ipset list -name`,
      ).slice(0, 2);
    const clash = (line: string) => [
      'apply.sh: conflicting ipset= or nftset= lines in the dnsmasq configuration:',
      `dnsmasq.d/other.conf: ${line}`,
    ];
    for (const line of [
      'ipset=/www.example.com/other',
      'ipset=/unrelated.test/WWW.Example.com/other',
      'ipset=/com/other',
      'ipset=/#/other',
      'nftset=/x.example.net/4#inet#t#s',
      '  ipset = /deeper.www.example.com/other',
    ]) {
      expect(found(line)).toEqual(clash(line));
    }
    for (const line of [
      'ipset=/example.org/other',
      'ipset=/ample.net/other',
      'server=/www.example.com/9.9.9.9',
      '# ipset=/www.example.com/x',
    ]) {
      expect(found(line)).toEqual(['']);
    }
  });

  it('such a line is found in what the other files of dnsmasq include, at any depth, and our own file is not foreign', () => {
    const lines = said(
      `mkdir 'more conf' globbed; touch empty
       cat > main.conf <<END
# conf-file=$PWD/commented.conf
conf-file=$PWD/first.conf  # a file
  conf-dir = "$PWD/more conf/" ,*.conf
conf-file=$PWD/globbed/*.inc
conf-file=$PWD/missing.conf
conf-dir=$DNSMASQ_DIR/
END
       echo "conf-file=$PWD/second.conf" > first.conf
       echo "conf-file=$PWD/main.conf" > second.conf
       for file in commented.conf second.conf 'more conf/a.conf' globbed/b.inc globbed/c.txt; do
         echo 'ipset=/www.example.com/other' >> "$file"
       done
       DNSMASQ_FILES="$PWD/main.conf $PWD/empty" apply check 2>&1 | sed "s|$PWD/||"
       DNSMASQ_FILES=$PWD/empty apply apply
       sed -i /ipset/d second.conf 'more conf/a.conf' globbed/b.inc
       DNSMASQ_FILES=$PWD/main.conf apply check; echo "check $?"`,
    );
    expect(lines).toEqual([
      'apply.sh: conflicting ipset= or nftset= lines in the dnsmasq configuration:',
      'globbed/b.inc: ipset=/www.example.com/other',
      'more conf/a.conf: ipset=/www.example.com/other',
      'second.conf: ipset=/www.example.com/other',
      'remove these lines: dnsmasq fills the sets of only one line',
      'dnsmasq restarted',
      'check 0',
    ]);
  });

  it('apply restores the old names before any rule changes if dnsmasq rejects the new ones', () => {
    expect(
      said(
        `DNSMASQ_TEST='echo no; false' apply apply; echo "apply $?"; ls -A dnsmasq.d; $ipt-save -t filter | grep SPT`,
      ),
    ).toEqual(['apply.sh: dnsmasq rejects its configuration: no', 'apply 1']);
  });

  it('a first apply whose restart fails leaves no rule, no set and no names, and the next one does it all', () => {
    expect(
      said(`DNSMASQ_RESTART=false apply apply; echo "apply $?"; ipset list -name; $ipt-save -t filter | grep SPT; ls dnsmasq.d
            apply status | grep -v '^[<>]'; apply apply; apply status; echo "status $?"; ls -A dnsmasq.d`),
    ).toEqual([
      'apply.sh: dnsmasq did not restart: false',
      'apply.sh: the previous rules, sets and names were restored, but dnsmasq does not restart with them either; fix what it reports, then run: false',
      'apply 1',
      drifted,
      'rules.v4: not loaded: the IPv4 clients of this site are not filtered',
      'rules.v6: not loaded: the IPv6 clients of this site are not filtered',
      'sets.ipset: < expected, > loaded',
      'dnsmasq.conf: < expected, > loaded',
      'the names changed, but dnsmasq has not restarted',
      expect.stringMatching(
        /^the DNS server at 127\.0\.0\.1, port 53, has not read .*, so the sets may stay empty$/,
      ),
      'dnsmasq restarted',
      'status 0',
      'portolan-spt.conf',
    ]);
  });

  for (const hook of ['FORWARD', 'DOCKER-USER']) {
    it(`apply keeps another tool's chains and jumps with the same prefix, with its own in ${hook}`, () => {
      const docker = renderWords(
        web(['a.example.com'], { prefix: 'docker', targets: { iptables: { hook } } }),
      );
      expect(
        said(
          `foreign() { for p in $ipt $ip6t; do $p-save -t filter; done | grep -v '^#' | sed 's/\\[.*//'; }
           same() { foreign | grep -vE 'DOCKER-(END|IN|OPTIONAL|OUT|OWNER|RECOMMENDED|REQUIRED|SELF)( |$)' | diff before - && echo "same after $1"; }
           for p in $ipt $ip6t; do
             for chain in DOCKER DOCKER-FORWARD DOCKER-INTERNAL DOCKER-USER; do $p -N $chain; done
             $p -A FORWARD -j DOCKER-USER; $p -A FORWARD -j DOCKER-FORWARD
             $p -A DOCKER-FORWARD -o docker0 -j DOCKER; $p -A DOCKER-FORWARD -g DOCKER-INTERNAL; $p -A DOCKER-USER -p udp -j DROP
           done
           foreign > before
           apply apply; same apply; apply apply; same 'a second one'; apply status; echo "status $?"
           $ipt -S ${hook} 1; apply remove; same remove; foreign | diff before - && echo 'nothing left'`,
          docker,
        ),
      ).toEqual([
        'dnsmasq restarted',
        'same after apply',
        'same after a second one',
        'status 0',
        `-A ${hook} -s 192.0.2.0/24 -j DOCKER-OUT`,
        'dnsmasq restarted',
        'same after remove',
        'nothing left',
      ]);
    });
  }

  const strangers: [string, SpecWords][] = [
    ['another site', web(['a.example.com'], { id: 'annex', clients: ['203.0.113.0/24'] })],
    ['another spec', { ...web(['a.example.com']), name: 'another-spec' }],
  ];
  for (const [name, words] of strangers) {
    it(`apply rejects ${name} with the prefix of an applied one, and changes nothing`, () => {
      const theirs =
        '# every-kind, site example: the names of each set, generated by "portolan generate"; ';
      const refused = (verb: string) => [
        'apply.sh: another spec or site is applied with the prefix spt:',
        `${theirs}do not edit.`,
        `if that site was renamed to this one: sh next/iptables/apply.sh ${verb} --owner every-kind/example`,
        'otherwise run its own apply.sh remove first, or give this site a different prefix',
      ];
      expect(
        said(
          `state() { $ipt-save -t filter; $ip6t-save -t filter; ipset save | sed 's/initval.*//'; cat dnsmasq.d/*; ls -A dnsmasq.d; }
         apply apply; state | grep -v '^#.*save v\\|^# .*on ' > before
         sh next/iptables/apply.sh check; echo "check $?"; sh next/iptables/apply.sh apply; echo "apply $?"
         state | grep -v '^#.*save v\\|^# .*on ' | diff before - && echo same
         apply remove; sh next/iptables/apply.sh check; echo "check $?"; sh next/iptables/apply.sh apply; echo "apply $?"`,
          withNext(renderWords(words)),
        ),
      ).toEqual([
        'dnsmasq restarted',
        ...refused('check'),
        'check 1',
        ...refused('apply'),
        'apply 1',
        'same',
        'dnsmasq restarted',
        'check 0',
        'dnsmasq restarted',
        'apply 0',
      ]);
    });
  }

  it('an upgrade from files with earlier comments leaves what a fresh apply leaves', () => {
    const earlier = inEarlierWords(files);
    const both = new Map([
      ...earlier,
      ...[...files].map(([file, text]) => [`next/${file}`, text] as const),
    ]);
    expect(
      said(
        `state() { $ipt-save -t filter; $ip6t-save -t filter; ipset save | sed 's/initval.*//' | sort; cat dnsmasq.d/*; ls -A dnsmasq.d; }
         kept() { state | grep -v '^#.*save v\\|^# .*on ' | sed 's/ \\[[0-9:]*\\]$//'; }
         apply apply; apply status; echo "status $?"; head -n 1 dnsmasq.d/portolan-spt.conf; ${useNext}
         apply check; echo "check $?"; apply status > drift; echo "status $?"; grep ': < ' drift
         apply apply; echo "apply $?"; apply status; echo "status $?"; kept > upgraded
         apply remove; apply apply; kept | diff upgraded - && echo same`,
        both,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'status 0',
      '# every-kind, site example: the names of each set, written by "portolan generate"; a change here is lost.',
      'check 0',
      'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
      'status 1',
      'dnsmasq.conf: < expected, > loaded',
      'dnsmasq restarted',
      'apply 0',
      'status 0',
      'dnsmasq restarted',
      'dnsmasq restarted',
      'same',
    ]);
  });

  it('the same site with other clients and other names is applied over the old one', () => {
    const next = renderWords(web(['new.example.com'], { clients: ['203.0.113.0/24'] }));
    const left = `apply.sh: note: ip6tables-${variant} has old chains of this site, which these files no longer use; apply removes them`;
    expect(
      said(
        `apply apply; ${useNext}; apply check; echo "check $?"; apply apply; $ipt -S FORWARD; $ip6t-save -t filter | grep SPT`,
        withNext(next),
      ),
    ).toEqual([
      'dnsmasq restarted',
      left,
      'check 0',
      left,
      'dnsmasq restarted',
      '-P FORWARD ACCEPT',
      '-A FORWARD -s 203.0.113.0/24 -j SPT-OUT',
      '-A FORWARD -d 203.0.113.0/24 -j SPT-IN',
    ]);
  });

  it('one apply or remove waits for another, and what dnsmasq starts does not keep the lock', () => {
    expect(
      said(`exec 8< dnsmasq.d; flock 8
            apply apply > out 2>&1 8<&- & sleep 2; cat out; ipset list -name; ls -A dnsmasq.d; echo waited
            flock -u 8; wait; cat out
            DNSMASQ_RESTART='sleep 5 & echo removed' apply remove 8<&-; flock -n dnsmasq.d true && echo free`),
    ).toEqual(['waited', 'dnsmasq restarted', 'removed', 'free']);
  });

  it('clients of one family get no jump in the other', () => {
    const one = renderWords(web(['a.example.com'], { clients: ['192.0.2.0/24'] }));
    expect(
      said('apply apply; $ip6t -S FORWARD; $ip6t -S INPUT; apply status; echo "status $?"', one),
    ).toEqual(['dnsmasq restarted', '-P FORWARD ACCEPT', '-P INPUT ACCEPT', 'status 0']);
  });
});
