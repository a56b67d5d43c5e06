import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/target.ts';
import type { SpecWords } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, type Variant, variants } from '../namespace.ts';

const it = needsNamespace(...variants.flatMap(programsOf), 'setsid');

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
mkdir bin
for program in $ipt-restore $ip6t-restore ipset mv rm ln cp sync conntrack dig restart; do
  real=$(command -v $program || echo "sh $PWD/restart.sh")
  cat > bin/$program <<END
#!/bin/sh
[ -n "\\$counted" ] || exec $real "\\$@"
# Not in the namespace in which check tries the files.
[ "\\$(readlink /proc/self/ns/net)" = "$(readlink /proc/self/ns/net)" ] || exec $real "\\$@"
echo >> $PWD/calls
[ "\\$(wc -l < $PWD/calls)" = "\\$(cat $PWD/moment)" ] || exec $real "\\$@"
echo $program >> $PWD/killed
kill -KILL 0
END
done
printf '#!/bin/sh\\n[ "$1" != 60 ] || exec %s 60\\n' "$(command -v sleep)" > bin/sleep
chmod +x bin/*
PATH=$PWD/bin:$PATH
export DNSMASQ_RESTART=restart
cp -r iptables old
use() { cp $1/* iptables/; }
# Ends VERB of a copy of apply.sh at a call.
kill_at() {
  rm -f killed; : > calls; echo $3 > moment
  counted=yes setsid -w $SHELL_OF_APPLY $1/apply.sh $2 > /dev/null
}
killed() { kill_at iptables "$1" $2; }
is() { apply status > said && echo "$1 0" || { echo "$1 1, call $moment"; cat said; }; }
`;

/** What an apply or a remove that was killed at each of some calls left behind once something else was run. */
function leftAfter(variant: Variant, calls: readonly number[], commands: string): string[] {
  const loop = `for moment in ${calls.join(' ')}; do\n${commands}\ndone`;
  const { stdout, status } = inNamespace(files, variant, prelude + loop);
  expect(status).toBe(0);
  return stdout.trim().split('\n');
}

const killedApply = `use old; apply apply > /dev/null
ipset -exist add spt_gone.example.com_v4 198.51.100.1; ipset -exist add spt_web_https_v4 198.51.100.1
use next/iptables; killed apply $moment
[ -e killed ] || { echo whole; continue; }`;

const every = Array.from({ length: 66 }, (_, index) => index + 1);

describe.each([...variants])('apply.sh with iptables-%s, killed before a call', (variant) => {
  for (const part of [0, 1, 2, 3, 4, 5]) {
    const calls = every.filter((call) => call % 6 === part);
    // Each packet filter has half of the calls for the one thing, and half for the other.
    const half = variant === 'nft' ? 0 : 1;

    it(`is completed by the next apply, or undone by one of the files before: calls ${calls.join(' ')}`, () => {
      const lines = leftAfter(
        variant,
        calls,
        `${killedApply}
         if [ $(((moment + moment / 6) % 2)) = ${half} ]; then use old; apply apply > /dev/null; is old; else apply apply > /dev/null; is new; fi`,
      );
      expect(lines.filter((line) => line === 'whole').length).toBeLessThan(4);
      expect(new Set([...lines, 'whole'])).toEqual(new Set(['new 0', 'old 0', 'whole']));
    });
  }

  it('load completes after a killed load', () => {
    const lines = leftAfter(
      variant,
      every.slice(0, 20),
      `use old; apply apply > /dev/null; ipset -exist add spt_web_https_v4 198.51.100.1
       for p in $ipt $ip6t; do printf '*filter\\n:FORWARD ACCEPT [0:0]\\n:INPUT ACCEPT [0:0]\\nCOMMIT\\n' | $p-restore; done; ipset destroy
       kill_at state/spt/current load $moment; [ -e killed ] || { echo whole; continue; }
       sh state/spt/current/apply.sh load > /dev/null; is old`,
    );
    expect(lines.filter((line) => line === 'whole').length).toBeLessThan(4);
    expect(new Set([...lines, 'whole'])).toEqual(new Set(['old 0', 'whole']));
  });

  it('a confirm completes after a killed one, and an apply after a killed apply --confirm', () => {
    const current = 'cmp -s state/spt/current/rules.v4 $which/rules.v4 && echo "kept $which"';
    const lines = [
      ...leftAfter(
        variant,
        every.slice(0, 8),
        `use old; apply apply > /dev/null; use next/iptables; apply apply --confirm 60 > /dev/null; killed confirm $moment
         [ -e killed ] || { echo whole; continue; }
         apply confirm; is new; which=next/iptables; ${current}; ls state/spt | wc -l`,
      ),
      ...leftAfter(
        variant,
        every.filter((call) => call % 5 === 3),
        `use old; apply apply > /dev/null; use next/iptables; killed 'apply --confirm 60' $moment
         [ -e killed ] || { apply confirm; echo whole; continue; }
         which=old; ${current}; apply apply > /dev/null; is new; which=next/iptables; ${current}; ls state/spt | wc -l`,
      ),
    ];
    expect(new Set([...lines, 'whole'])).toEqual(
      new Set(['whole', 'kept old', 'new 0', 'kept next/iptables', '2']),
    );
  });

  it('remove completes after a killed apply, and after a killed remove', () => {
    const gone = `apply remove > /dev/null; echo "remove $?" $(ipset list -name) $(ls -A dnsmasq.d state) $($ipt-save -t filter | grep -c SPT)`;
    const lines = [
      ...leftAfter(variant, [4, 8, 12, 16], `${killedApply}\n${gone}`),
      ...leftAfter(
        variant,
        every.slice(0, 15),
        `apply apply > /dev/null; killed remove $moment; [ -e killed ] || { echo whole; continue; }\n${gone}`,
      ),
    ];
    expect(new Set(lines)).toEqual(new Set(['remove 0 dnsmasq.d: state: 0', 'whole']));
  });
});
