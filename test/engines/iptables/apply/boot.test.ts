import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import type { SpecWords } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { everything, renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, variants } from '../namespace.ts';

const networks = (first: number) =>
  Array.from({ length: 40 }, (_, index) => `203.0.${first + index}.0/24`);
const words = (first: number): SpecWords => ({
  ...everything,
  groups: [...everything.groups, { id: 'cdn', to: { https: networks(first) } }],
});
const files = renderWords(words(0));
const next = renderWords(words(1));
const withNext: TargetFiles = new Map([
  ...files,
  ...[...next].map(([file, text]) => [`next/${file}`, text] as const),
]);

// A boot: nothing is loaded, dnsmasq does not run, and nothing but the copy is there.
const boot = `
boot() {
  for p in $ipt $ip6t; do printf '*filter\\n:FORWARD ACCEPT [0:0]\\n:INPUT ACCEPT [0:0]\\nCOMMIT\\n' | $p-restore; done
  ipset destroy; rm -rf iptables; number=$(cat pid); kill "$number"; while kill -0 "$number" 2> /dev/null; do sleep 0.01; done; rm -f pid
}
kept() { $SHELL_OF_APPLY state/spt/current/apply.sh "$@"; }
rules() { for p in $ipt $ip6t; do $p-save -t filter | sed 's/ \\[.*//; /^#/d'; done; }
`;

describe.each([...variants])('load with iptables-%s', (variant) => {
  const it = needsNamespace(...programsOf(variant));
  const said = (commands: string, given: TargetFiles = files): string[] => {
    const { stdout, stderr } = inNamespace(given, variant, `exec 2>&1\n${boot}${commands}`);
    return (stdout + stderr)
      .trim()
      .replace(/\/tmp\/portolan-iptables-[A-Za-z0-9]+\//g, '')
      .split('\n');
  };

  it('loads after a boot what was applied, from the copy, without dnsmasq', () => {
    expect(
      said(`apply apply; rules > before; ipset list -name | sort > sets; boot; rules | grep -c SPT
            DNSMASQ_RESTART='echo restarted' DNSMASQ_TEST='echo tested' kept load; echo "load $?"
            rules | diff before - && ipset list -name | sort | diff sets - && echo same; ipset list spt_cdn_https_net_v4 | grep -c ^203
            sh restart.sh; kept status; echo "status $?"`),
    ).toEqual(['dnsmasq restarted', '0', 'load 0', 'same', '40', 'status 0']);
  });

  it('mends rules, jumps, networks and sets that drifted, and keeps addresses and counters', () => {
    expect(
      said(`apply apply; ipset add spt_web_https_v4 198.51.100.1
            $ipt -A SPT-REQUIRED -j ACCEPT; $ip6t -I FORWARD -j ACCEPT; ipset del spt_cdn_https_net_v4 203.0.7.0/24; ipset create spt_old.test_v4 hash:ip
            $ipt -Z; apply load; echo "load $?"; apply status; echo "status $?"; ipset test spt_web_https_v4 198.51.100.1
            ip addr add 192.0.2.1/24 dev lo
            count() { $ipt -nvxL SPT-SELF | awk '$3 == "ACCEPT" { sum += $1 } END { print (sum > 0) }'; }
            dig +time=1 +tries=1 -b 192.0.2.1 @192.0.2.1 a.test > /dev/null; count; apply load; count`),
    ).toEqual([
      'dnsmasq restarted',
      'load 0',
      'status 0',
      'Warning: 198.51.100.1 is in set spt_web_https_v4.',
      '1',
      '1',
    ]);
  });

  it('uses FORWARD until a hook exists, and then the hook', () => {
    expect(
      said(`for p in $ipt $ip6t; do $p -N DOCKER-USER; done; export HOOK=DOCKER-USER; apply apply; boot
            kept load; echo "load $?"; $ipt -S FORWARD | grep -c SPT; for p in $ipt $ip6t; do $p -N DOCKER-USER; $p -A FORWARD -j DOCKER-USER; done
            kept load; echo "load $?"; $ipt -S FORWARD; $ipt -S DOCKER-USER | grep -c SPT; HOOK=INPUT kept load; echo "load $?"`),
    ).toEqual([
      'dnsmasq restarted',
      ...['ip', 'ip6'].map(
        (kind) =>
          `apply.sh: note: ${kind}tables-${variant} has no chain DOCKER-USER yet, so the jumps are in FORWARD until the next load or apply`,
      ),
      'load 0',
      '2',
      'load 0',
      '-P FORWARD ACCEPT',
      '-A FORWARD -j DOCKER-USER',
      '2',
      'apply.sh: forwarded packets do not pass the chain INPUT; set HOOK or HOOK6 to one that they pass, such as FORWARD',
      'load 1',
    ]);
  });

  it('loads the files of the last apply that loaded its rules, and not those of one that was undone', () => {
    expect(
      said(
        `apply apply; cp iptables/sets.ipset first; cp next/iptables/* iptables/; DNSMASQ_TEST=false apply apply > /dev/null 2>&1; echo "apply $?"
         cmp first state/spt/current/sets.ipset && echo first; apply apply; cmp iptables/sets.ipset state/spt/current/sets.ipset && echo next
         ls state/spt | sed 's/files.*/files/'; apply apply; ls state/spt | wc -l; apply remove; ls state`,
        withNext,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'apply 1',
      'first',
      'next',
      'current',
      'files',
      '2',
      'dnsmasq restarted',
    ]);
  });

  it('says that the names are from other files, and rejects another site', () => {
    expect(
      said(
        `apply apply; echo ipset=/x.test/x >> dnsmasq.d/portolan-spt.conf; apply load; echo "load $?"
         sed -i 's/, site [a-z]*/, site other/' dnsmasq.d/portolan-spt.conf; apply load > answer 2>&1; head -n 1 answer; $ipt-save | grep -c 'SPT-OWNER -m comment'`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'apply.sh: note: dnsmasq.d/portolan-spt.conf is not from these files; run: sh iptables/apply.sh apply',
      'load 0',
      'apply.sh: another spec or site is applied with the prefix spt:',
      '1',
    ]);
  });
});

describe('the systemd units', () => {
  const run = (commands: string, given = files) => {
    const { stdout, stderr } = inNamespace(given, 'nft', `exec 2>&1\n${commands}`);
    return (stdout + stderr).trim();
  };
  const it = needsNamespace(...programsOf('nft'));

  it('run the copy of the applied files at boot and when it drifts', () => {
    const text = run('unset PORTOLAN_STATE PORTOLAN_SETTINGS; apply units');
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
      '[Unit]',
      'Description=Portolan rules with the prefix spt',
      'DefaultDependencies=no',
      'Conflicts=shutdown.target',
      'After=local-fs.target systemd-modules-load.service nftables.service netfilter-persistent.service ufw.service',
      'PartOf=nftables.service netfilter-persistent.service ufw.service',
      'Before=network-pre.target dnsmasq.service shutdown.target',
      'Wants=network-pre.target',
      'RequiresMountsFor=/var/lib/portolan/spt',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      'ExecStart=/bin/sh /var/lib/portolan/spt/current/apply.sh load',
      'ExecReload=/bin/sh /var/lib/portolan/spt/current/apply.sh load',
      '[Install]',
      'WantedBy=multi-user.target',
      '[Unit]',
      'Description=Load the Portolan rules with the prefix spt again if they drifted',
      'After=portolan-spt.service',
      '[Service]',
      'Type=oneshot',
      "ExecStart=/bin/sh -c 'sh /var/lib/portolan/spt/current/apply.sh status || exec sh /var/lib/portolan/spt/current/apply.sh load'",
      '[Unit]',
      'Description=Check the Portolan rules with the prefix spt for drift',
      '[Timer]',
      'OnActiveSec=1min',
      'OnUnitActiveSec=5min',
      '[Install]',
      'WantedBy=timers.target',
    ]);
  });

  it('are written to a directory, with the places that differ, and mend drift as the timer runs them', () => {
    const lines = run(
      `mkdir units; apply apply; apply units units; echo "units $?"; ls -A units; grep -h ^Environment= units/*.service | sort -u | sed "s|$PWD/||"
       command=$(sed -n "s/^ExecStart=.*'\\(.*\\)'/\\1/p" units/portolan-spt-watch.service)
       sh -c "$command"; echo "watch $?"; nft flush ruleset; sh -c "$command" > /dev/null 2>&1; echo "watch $?"; apply status; echo "status $?"
       apply units missing 2> said; echo "units $?"; tail -n 1 said`,
    ).split('\n');
    expect(lines).toEqual([
      'dnsmasq restarted',
      'now run: systemctl daemon-reload; systemctl enable --now portolan-spt.service portolan-spt-watch.timer',
      'units 0',
      'portolan-spt-watch.service',
      'portolan-spt-watch.timer',
      'portolan-spt.service',
      'Environment=PORTOLAN_SETTINGS=settings',
      'Environment=PORTOLAN_STATE=state',
      'watch 0',
      'watch 0',
      'status 0',
      'units 1',
      'apply.sh: cannot write missing/portolan-spt.service',
    ]);
  });

  it('take no path that systemd would read in another way', () => {
    for (const path of ['/var/my lib', '/var/50%', 'relative', "/a'b"])
      expect(run(`PORTOLAN_STATE="${path}" apply units; echo "units $?"`)).toBe(
        `apply.sh: ${path}: expected an absolute path of letters, digits and _ . / + -\nunits 2`,
      );
  });

  needsNamespace(...programsOf('nft'), 'systemd-analyze')(
    'are units in the eyes of systemd',
    () => {
      expect(
        run(
          'mkdir units; apply apply > /dev/null; apply units units > /dev/null; systemd-analyze verify units/*; echo "verify $?"',
        ),
      ).toBe('verify 0');
    },
  );
});
