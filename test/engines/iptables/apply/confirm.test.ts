import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, variants } from '../namespace.ts';

const words = (hosts: string[], clients: string[]) => ({
  name: 'waiting',
  groups: [{ id: 'web', to: { https: hosts } }],
  site: { clients },
});
const files = renderWords(words(['old.test', 'kept.test'], ['192.0.2.0/24']));
const withNext: TargetFiles = new Map([
  ...files,
  ...[...renderWords(words(['kept.test', 'new.test'], ['203.0.113.0/24']))].map(
    ([file, text]) => [`next/${file}`, text] as const,
  ),
]);

const prelude = `
mkdir old; cp iptables/* old
apply apply > /dev/null; ipset add spt_old.test_v4 198.51.100.1 timeout 9000; ipset add spt_web_https_v4 198.51.100.1 timeout 9000
cp next/iptables/* iptables/
is() { for which in old next/iptables; do sh $which/apply.sh status > /dev/null 2>&1 && echo "$which"; done; }
# Waits until the process that undoes has ended, but not for ever.
undone() { count=0; while [ -e state/spt/pending ] || [ -e state/spt/undoing ]; do sleep 0.2; count=$((count + 1)); [ $count -lt 100 ] || { echo late; break; }; done; }
`;
const applied = (seconds: number) =>
  `applied; to keep it, run this within ${seconds} seconds: sh iptables/apply.sh confirm`;
const waits = (program = 'iptables') =>
  `apply.sh: note: a change waits for its confirmation; to keep it: sh ${program}/apply.sh confirm`;

describe.each([...variants])('apply --confirm with iptables-%s', (variant) => {
  const it = needsNamespace(...programsOf(variant), 'setsid');
  const said = (commands: string, shell = 'sh'): string[] => {
    const { stdout, stderr } = inNamespace(
      withNext,
      variant,
      `exec 2>&1\n${prelude}${commands}`,
      shell,
    );
    return (stdout + stderr)
      .trim()
      .replace(/\/tmp\/portolan-iptables-[A-Za-z0-9]+\//g, '')
      .split('\n');
  };

  it('restores rules, names and addresses by itself', () => {
    expect(
      said(
        `apply apply --confirm 1; is; undone; is; ipset test spt_web_https_v4 198.51.100.1; ls state/spt | sed 's/\\..*//'`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      applied(1),
      'next/iptables',
      'old',
      'Warning: 198.51.100.1 is in set spt_web_https_v4.',
      'current',
      'files',
      'undo',
    ]);
  });

  it('keeps the change after "confirm", also for the next boot', () => {
    expect(
      said(`apply apply --confirm 3; apply status; cmp -s state/spt/current/rules.v4 old/rules.v4 && echo 'old at boot'; apply confirm; echo "confirm $?"
            cmp state/spt/current/rules.v4 next/iptables/rules.v4 && echo 'new at boot'; sleep 4; is; apply confirm; echo "confirm $?"; ls state/spt | wc -l`),
    ).toEqual([
      'dnsmasq restarted',
      applied(3),
      waits(),
      'old at boot',
      'confirm 0',
      'new at boot',
      'next/iptables',
      'apply.sh: no change waits for its confirmation; to see what is applied: sh iptables/apply.sh status',
      'confirm 1',
      '2',
    ]);
  });

  it('does not wait for the terminal, and needs no files of the caller', () => {
    expect(
      said(
        `setsid -w sh -c 'sh iptables/apply.sh apply --confirm 2 > out; kill -HUP 0'; cat out; rm -rf iptables next/iptables/rules.v4; undone; is`,
      ).filter((line) => line !== 'Hangup'),
    ).toEqual(['dnsmasq restarted', applied(2), 'old']);
  });

  it('undoes an apply that was killed, and removes a first one', () => {
    expect(
      said(
        `DNSMASQ_RESTART="[ -e once ] || { : > once; kill -KILL \\$PPID; }; $DNSMASQ_RESTART" sh iptables/apply.sh apply --confirm 1 > /dev/null 2>&1; is; echo killed; undone; is; sh old/apply.sh remove > /dev/null
         apply apply --confirm 1 > /dev/null; count=0; while [ -e state/spt ] && [ $count -lt 100 ]; do sleep 0.2; count=$((count + 1)); done; $ipt-save -t filter | grep -c SPT; ls -A dnsmasq.d; ipset list -name`,
      ).filter((line) => !line.includes('Killed')),
    ).toEqual(['killed', 'old', '0']);
  });

  it('is refused while another change waits, and the timer loads nothing then', () => {
    expect(
      said(
        `apply apply --confirm 60; apply apply; echo "apply $?"; apply apply --confirm 9; echo "apply $?"; sh state/spt/current/apply.sh load; echo "load $?"; is
         apply remove; ls state; $ipt-save -t filter | grep -c SPT`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      applied(60),
      ...['apply 1', 'apply 1'].flatMap((end) => [
        'apply.sh: another change waits for its confirmation; to keep it: sh iptables/apply.sh confirm; to undo it: wait',
        end,
      ]),
      'apply.sh: note: not loaded, since a change waits for its confirmation; to keep it: sh state/spt/current/apply.sh confirm',
      'load 0',
      'next/iptables',
      'dnsmasq restarted',
      '0',
    ]);
  });

  it('a restart of the device in between loads the old rules, and an apply completes either', () => {
    const restarted = `apply apply --confirm 60 > /dev/null; sed -i 's/^[^ ]*/another-boot/' state/spt/pending/process; apply confirm; echo "confirm $?"; sh state/spt/current/apply.sh load; echo "load $?"`;
    const lines = [
      'apply.sh: no change waits for its confirmation; to see what is applied: sh iptables/apply.sh status',
      'confirm 1',
      'apply.sh: note: dnsmasq.d/portolan-spt.conf is not from these files; run: sh state/spt/current/apply.sh apply',
      'load 0',
    ];
    expect(
      said(`${restarted}; sh state/spt/current/apply.sh apply; is; ls state/spt | wc -l`),
    ).toEqual([...lines, 'dnsmasq restarted', 'old', '2']);
    expect(said(`${restarted}; apply apply; is`)).toEqual([
      ...lines,
      'dnsmasq restarted',
      'next/iptables',
    ]);
  });

  it('takes a number of seconds and nothing else', () => {
    for (const words of [
      '--confirm',
      '--confirm 0',
      '--confirm x',
      '--confirm 999999',
      '--confirm 5 --owner x',
    ])
      expect(said(`apply apply ${words} 2> /dev/null; echo $?`)).toEqual(['2']);
  });
});

describe('apply --confirm in another shell', () => {
  for (const shell of ['dash', 'bash', 'mksh', 'busybox sh']) {
    needsNamespace(...programsOf('nft'), shell.split(' ')[0] ?? '')(shell, () => {
      const { stdout } = inNamespace(
        withNext,
        'nft',
        `${prelude}apply apply --confirm 1 > /dev/null; is; undone; is; cp next/iptables/* iptables/; apply apply --confirm 2 > /dev/null; apply confirm; sleep 3; is`,
        shell,
      );
      expect(stdout.trim().split('\n')).toEqual(['next/iptables', 'old', 'next/iptables']);
    });
  }
});
