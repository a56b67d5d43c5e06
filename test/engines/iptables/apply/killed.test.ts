import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/target.ts';
import type { SpecWords } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, type Variant, variants } from '../namespace.ts';

const it = needsNamespace(...variants.flatMap(programsOf), 'setsid', 'conntrack');

const words = (hosts: readonly string[], first: number, clients: readonly string[]): SpecWords => ({
  name: 'killed',
  groups: [{ id: 'web', to: { https: [...hosts, ...networksFrom(first)] } }],
  site: { clients },
});

/** So many networks that a set holds them. */
function networksFrom(first: number): string[] {
  return Array.from({ length: 40 }, (_, index) => `203.0.${first + index}.0/24`);
}

// From one to the other: a host goes, one comes, a network goes, one comes, the client networks change, a set grows.
const old = renderWords(words(['gone.example.com', 'kept.example.com'], 0, ['192.0.2.0/24']));
const next = renderWords(
  words(['kept.example.com', 'new.example.com'], 1, ['203.0.113.0/24', '2001:db8:c1::/64']),
);
const files: TargetFiles = new Map([
  ...old,
  ...[...next].map(
    ([file, text]) => [`next/${file}`, text.replace('maxelem 65536', 'maxelem 131072')] as const,
  ),
]);

// Every program that changes or asks something outside apply.sh's own folder counts its calls, and before one of them
// ends apply.sh and all that it has started: its whole group of processes.
const prelude = `
exec 2> /dev/null
mkdir bin; nap="$(command -v sleep) 0.05"
for program in $ipt-restore $ip6t-restore ipset mktemp mkdir mv rm ln cp sync conntrack dig restart; do
  real=$(command -v $program || echo "sh $PWD/restart.sh")
  cat > bin/$program <<END
#!/bin/sh
[ -n "\\$counted" ] || exec $real "\\$@"
# The calls of an undo itself, after its time. The apply that it runs is one as any other.
[ "\\$counted" = yes ] || { [ -e $PWD/over ] && ! tr '\\0' ' ' < /proc/\\$PPID/cmdline | grep -q current/apply.sh; } || exec $real "\\$@"
# Not in the namespace in which check tries the files.
[ "\\$(readlink /proc/self/ns/net)" = "$(readlink /proc/self/ns/net)" ] || exec $real "\\$@"
echo >> $PWD/calls
[ "\\$(wc -l < $PWD/calls)" = "\\$(cat $PWD/moment)" ] || exec $real "\\$@"
echo $program >> $PWD/killed
kill -KILL 0
END
done
printf '#!/bin/sh\\n[ "$1" != 60 ] || exec %s 60\\n[ "$1" != 70 ] || : > %s\\n' "$(command -v sleep)" "$PWD/over" > bin/sleep
chmod +x bin/*
PATH=$PWD/bin:$PATH
export DNSMASQ_RESTART=restart
cp -r iptables old
use() { cp $1/* iptables/; }
# Ends VERB of a copy of apply.sh at a call. Ends the loop once there are no more calls.
kill_at() {
  rm -f killed over; : > calls; echo $moment > moment
  counted=\${3:-yes} setsid -w $SHELL_OF_APPLY $1/apply.sh $2 > /dev/null
}
killed() { kill_at iptables "$1"; }
is() { apply status > said && echo "$1 0" || { echo "$1 1, call $moment"; cat said; }; }
`;

/** What is left when apply.sh was killed at each of its calls, or at each so many of them, and something else was run. */
function leftAfter(variant: Variant, { first, step }: Calls, commands: string): string[] {
  const loop = `moment=${first}; while [ $moment -lt 300 ]; do\n${commands}\nmoment=$((moment + ${step})); done`;
  const { stdout, status } = inNamespace(files, variant, prelude + loop);
  expect(status).toBe(0);
  const lines = stdout.trim().split('\n');
  // The loop ended because there were no more calls.
  expect(lines.pop()).toBe('whole');
  expect(lines.length).toBeGreaterThan(0);
  return [...new Set(lines)].sort();
}

type Calls = { readonly first: number; readonly step: number };
const every: Calls = { first: 1, step: 1 };

const unlessWhole = '[ -e killed ] || { echo whole; break; }';
const killedApply = `use old; apply apply > /dev/null
ipset -exist add spt_gone.example.com_v4 198.51.100.1; ipset -exist add spt_web_https_v4 198.51.100.1
use next/iptables; killed apply
${unlessWhole}`;
const which = (name: string) => `cmp -s state/spt/current/sets.ipset ${name}/sets.ipset`;
const current = `{ ${which('old')} && echo 'kept old'; } || { ${which('next/iptables')} && echo 'kept new'; }`;
const bare = `for p in $ipt $ip6t; do printf '*filter\\n:FORWARD ACCEPT [0:0]\\n:INPUT ACCEPT [0:0]\\nCOMMIT\\n' | $p-restore; done; ipset destroy`;

describe.each([...variants])('apply.sh with iptables-%s, killed before a call', (variant) => {
  // Each packet filter has half of the calls for the one thing, and half for the other.
  const half = variant === 'nft' ? 0 : 1;

  for (const first of [1, 2, 3, 4, 5, 6]) {
    it(`is completed by the next apply, or undone by one of the files before: calls ${first}, ${first + 6}, ...`, () => {
      expect(
        leftAfter(
          variant,
          { first, step: 6 },
          `${killedApply}
           if [ $(((moment + moment / 6) % 2)) = ${half} ]; then use old; apply apply > /dev/null; is old; else apply apply > /dev/null; is new; fi`,
        ),
      ).toEqual(['new 0', 'old 0']);
    });
  }

  for (const first of [1 + half, 3 + half, 5 + half]) {
    it(`an apply completes after a killed apply --confirm: calls ${first}, ${first + 6}, ...`, () => {
      expect(
        leftAfter(
          variant,
          { first, step: 6 },
          `use old; apply apply > /dev/null; use next/iptables; killed 'apply --confirm 60'
           [ -e killed ] || { apply confirm; echo whole; break; }
           ${which('old')} || echo 'another at boot'; apply apply > /dev/null; is new; ${current}; ls state/spt | wc -l`,
        ),
      ).toEqual(['2', 'kept new', 'new 0']);
    });
  }

  it('a confirm completes after a killed one', () => {
    expect(
      leftAfter(
        variant,
        every,
        `use old; apply apply > /dev/null; use next/iptables; apply apply --confirm 60 > /dev/null; killed confirm
         ${unlessWhole}
         apply confirm; is new; ${current}; ls state/spt | wc -l`,
      ),
    ).toEqual(['2', 'kept new', 'new 0']);
  });

  it('status reports a killed undo, and an apply of the files before completes it', () => {
    const undone =
      'count=0; until [ -e killed ] || ! [ -e state/spt/pending -o -e state/spt/undoing ] || [ $count = 400 ]; do $nap; count=$((count + 1)); done';
    expect(
      leftAfter(
        variant,
        every,
        `use old; apply apply > /dev/null; use next/iptables; kill_at iptables 'apply --confirm 70' undo
         ${undone}
         ${unlessWhole}
         sh state/spt/current/apply.sh status > /dev/null; echo "status $?"; sh state/spt/current/apply.sh apply > /dev/null; use old; is old; ${current}; ls state/spt | grep -v undo.log | wc -l`,
      ),
    ).toEqual(['2', 'kept old', 'old 0', 'status 1']);
  });

  it('load completes after a killed load', () => {
    expect(
      leftAfter(
        variant,
        every,
        `use old; apply apply > /dev/null; ipset -exist add spt_web_https_v4 198.51.100.1
         ${bare}
         kill_at state/spt/current load; ${unlessWhole}
         sh state/spt/current/apply.sh load > /dev/null; is old`,
      ),
    ).toEqual(['old 0']);
  });

  const gone = `apply remove > /dev/null; echo "remove $?" $(ipset list -name) $(ls -A dnsmasq.d state) $($ipt-save -t filter | grep -c SPT)`;

  it('remove completes after a killed apply, and after a killed remove', () => {
    const nothing = ['remove 0 dnsmasq.d: state: 0'];
    expect(leftAfter(variant, { first: 4 + half, step: 4 }, `${killedApply}\n${gone}`)).toEqual(
      nothing,
    );
    expect(
      leftAfter(variant, every, `apply apply > /dev/null; killed remove; ${unlessWhole}\n${gone}`),
    ).toEqual(nothing);
  });
});
