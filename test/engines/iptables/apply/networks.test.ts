import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, variants } from '../namespace.ts';

/** Files of a site that lists so many networks of each family, from a number on, and these places. */
function filesOf(count: number, from = 0, more: readonly string[] = []): TargetFiles {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  const networks = numbers.flatMap((each) => [
    `203.0.${each}.0/24`,
    `2001:db8:${(256 + each).toString(16)}::/48`,
    `10.1.${each}.0/24`,
  ]);
  return renderWords({
    name: 'networks',
    groups: [{ id: 'cdn', to: { https: [...networks, ...more] } }],
  });
}

// `use VERSION` puts the files of a version in place; `held` shows how many networks each set has.
const prelude = `
exec 2>&1
use() { cp $1/iptables/* iptables/; }
held() { for set in $(ipset list -name | LC_ALL=C sort); do echo $set $(ipset save $set | grep -c ^add); done; }
is() { apply status > out && echo "is $1" || { echo "is not $1"; cat out; }; }
`;

function withVersions(versions: Readonly<Record<string, TargetFiles>>): TargetFiles {
  const [first = new Map()] = Object.values(versions);
  const copies = Object.entries(versions).flatMap(([name, files]) =>
    [...files].map(([file, text]) => [`${name}/${file}`, text] as const),
  );
  return new Map([...first, ...copies]);
}

const sets = (count: number) => [
  `spt_cdn_https_guarded_v4 ${count}`,
  `spt_cdn_https_net_v4 ${count}`,
  `spt_cdn_https_net_v6 ${count}`,
];

describe.each([...variants])('apply.sh with sets of networks and iptables-%s', (variant) => {
  const it = needsNamespace(...programsOf(variant));
  const said = (versions: Readonly<Record<string, TargetFiles>>, commands: string): string[] => {
    const { stdout, stderr } = inNamespace(withVersions(versions), variant, prelude + commands);
    return (stdout + stderr).trim().split('\n');
  };
  const next = filesOf(40, 1);

  it('check loads nothing, apply all networks, and remove destroys their sets', () => {
    expect(
      said(
        { old: filesOf(40) },
        `apply check; echo "check $?"; held; apply apply; echo "apply $?"; is old; held
         apply apply; echo "apply $?"; is old; apply remove; echo "remove $?"; held`,
      ),
    ).toEqual([
      'check 0',
      'dnsmasq restarted',
      'apply 0',
      'is old',
      ...sets(40),
      'apply 0',
      'is old',
      'dnsmasq restarted',
      'remove 0',
    ]);
  });

  it('a changed network needs no restart of dnsmasq, and its set no other name', () => {
    expect(
      said(
        { old: filesOf(40), next },
        `apply apply; ipset list -name | sort > before; use next; apply apply; echo "apply $?"; is next
         ipset list -name | sort | cmp - before; held
         ipset save | grep -c -e ' 203.0.0.0/24' -e ' 2001:db8:100::/48' -e ' 10.1.0.0/24'
         ipset save | grep -c -e ' 203.0.40.0/24' -e ' 2001:db8:128::/48' -e ' 10.1.40.0/24'`,
      ),
    ).toEqual(['dnsmasq restarted', 'apply 0', 'is next', ...sets(40), '0', '3']);
  });

  it('no set is ever without a network that stays', () => {
    const [tests = '', missed = ''] = said(
      { old: filesOf(4000 / 16), next: filesOf(4000 / 16, 1) },
      `apply apply > /dev/null; : > tests
       while [ ! -e end ]; do
         for to in spt_cdn_https_net_v4:203.0.7.1 spt_cdn_https_net_v6:2001:db8:107::1 spt_cdn_https_guarded_v4:10.1.7.1; do
           ipset -q test \${to%%:*} \${to#*:} && echo there >> tests || echo missed >> tests
         done
       done &
       for version in next old next old; do use $version; apply apply > /dev/null; done
       : > end; wait; grep -c there tests; grep -c missed tests`,
    );
    expect(Number(tests)).toBeGreaterThan(50);
    expect(missed).toBe('0');
  });

  it('while the rules change, the sets have the networks of both versions', () => {
    expect(
      said(
        { old: filesOf(40), next: filesOf(40, 1, ['new.example.com']) },
        `apply apply; use next; mkdir bin
         printf '#!/bin/sh\ncase $* in */load) ipset save | grep -c "^add spt_cdn_https_net_v4" ;; esac; exec %s "$@"\n' $(command -v $ipt-restore) > bin/$ipt-restore
         chmod +x bin/*; PATH=$PWD/bin:$PATH; apply apply; is next; held | grep -e net -e guarded`,
      ),
    ).toEqual(['dnsmasq restarted', '41', 'dnsmasq restarted', 'is next', ...sets(40)]);
  });

  it('a rule that comes to 32 networks gets sets, and one that goes below loses them', () => {
    expect(
      said(
        { few: filesOf(31), many: filesOf(32) },
        `apply apply; is few; held; use many; apply apply; is many; held; use few; apply apply; is few; held`,
      ),
    ).toEqual(['dnsmasq restarted', 'is few', 'is many', ...sets(32), 'is few']);
  });

  it('a set for more networks gets the capacity of the files', () => {
    const wide: TargetFiles = new Map(
      [...next].map(([file, text]) => [file, text.replaceAll('maxelem 65536', 'maxelem 131072')]),
    );
    expect(
      said(
        { old: filesOf(40), wide },
        `apply apply; for version in wide old; do use $version; apply apply; is $version
         ipset list -terse | grep -o 'maxelem [0-9]*' | sort | uniq -c | tr -s ' '; done`,
      ),
    ).toEqual(['dnsmasq restarted', 'is wide', ' 3 maxelem 131072', 'is old', ' 3 maxelem 65536']);
  });

  it('a set of before counters gets them, and one of after loses them', () => {
    const [old, uncounted] = [
      filesOf(40),
      new Map([...next].map(([file, text]) => [file, text.replaceAll(/ counters$/gm, '')])),
    ];
    expect(
      said(
        { old, uncounted },
        `apply apply; for version in uncounted old; do use $version; apply apply; is $version
         ipset list -terse | grep -c counters; held | head -1; done`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'is uncounted',
      '0',
      'spt_cdn_https_guarded_v4 40',
      'is old',
      '3',
      'spt_cdn_https_guarded_v4 40',
    ]);
  });

  it('status and diff name each network that is missing, excluded or not expected', () => {
    const seen = said(
      { old: filesOf(40) },
      `apply apply; ipset del spt_cdn_https_net_v4 203.0.7.0/24; ipset add spt_cdn_https_net_v6 2001:db8:ff::1
       ipset add spt_cdn_https_net_v4 203.0.8.0/25 nomatch
       apply status; echo "status $?"; apply diff; apply apply; is old`,
    );
    expect(seen).toEqual([
      'dnsmasq restarted',
      'the networks in sets.ipset: < expected, > loaded',
      '< spt_cdn_https_net_v4 203.0.7.0/24',
      '> spt_cdn_https_net_v4 203.0.8.0/25 nomatch',
      '> spt_cdn_https_net_v6 2001:db8:ff::1',
      'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
      'status 1',
      '+ network spt_cdn_https_net_v4 203.0.7.0/24',
      '- network spt_cdn_https_net_v4 203.0.8.0/25 nomatch',
      '- network spt_cdn_https_net_v6 2001:db8:ff::1',
      'is old',
    ]);
  });

  it('an apply that fails leaves the networks as they were', () => {
    const failing = (how: string) =>
      said(
        { old: filesOf(40), next: filesOf(40, 1, ['new.example.com']) },
        `apply apply > /dev/null; ipset save | sed 's/ initval .*//' | sort > before
         mkdir bin; PATH=$PWD/bin:$PATH; use next
         ${how} > /dev/null 2>&1; echo "apply $?"; rm -f bin/*; ipset save | sed 's/ initval .*//' | sort | diff - before && echo same
         use old; is old`,
      );
    const unloadable = (program: string) =>
      `printf '#!/bin/sh\\ncase $* in */load) exit 1;; esac; exec %s "$@"\\n' $(command -v ${program}) > bin/${program}
       chmod +x bin/${program}; apply apply`;
    const failsOnce = `DNSMASQ_RESTART="[ -e tried ] && sh $PWD/restart.sh || { touch tried; false; }" apply apply`;
    const before = ['apply 1', 'same', 'is old'];
    expect(failing('DNSMASQ_TEST=false apply apply')).toEqual(before);
    expect(failing(failsOnce)).toEqual(before);
    expect(failing(unloadable(`iptables-${variant}-restore`))).toEqual(before);
    expect(failing(unloadable(`ip6tables-${variant}-restore`))).toEqual(before);
  });
});
