import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import type { SpecWords } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inEarlierWords, withoutOwnSets } from '../earlier.ts';
import { inNamespace, programsOf } from '../namespace.ts';

// The packet filter has no part in this, so one variant tells all.
const it = needsNamespace(...programsOf('nft'));

/** Files of groups, each as its services with their places. */
function filesOf(groups: Readonly<Record<string, Record<string, readonly string[]>>>): TargetFiles {
  const words: SpecWords = {
    name: 'closing',
    groups: Object.entries(groups).map(([id, to]) => ({ id, to })),
    site: { clients: ['192.0.2.0/24'] },
  };
  return renderWords(words);
}

// `answer NAME ADDRESS` is what dnsmasq does with an answer. `left` shows what each set holds for longer than the few
// seconds that apply.sh leaves to what it closes; nothing here waits for their end.
const prelude = `
exec 2>&1
mkdir bin; printf '#!/bin/sh\\n' > bin/sleep; PATH=$PWD/bin:$PATH
# In place of a dnsmasq that restarts: it has always read the names that are installed.
printf '#!/bin/sh\\nsed -n "s/^txt-record=.*,/\\"/p" dnsmasq.d/portolan-spt.conf | sed "s/$/\\"/"\\n' > bin/dig
chmod +x bin/*
DNSMASQ_RESTART=:
answer() {
  for set in $(sed -n "s|^ipset=/$1/||p" dnsmasq.d/portolan-spt.conf | tr , ' '); do ipset -exist add $set $2; done
}
left() {
  for set in $(ipset list -name | LC_ALL=C sort); do
    echo $set: $(ipset list $set | awk '$2 == "timeout" && $3 > 1000 { print $1 }' | sort)
  done
}
next() { cp $1/iptables/* iptables/; }
`;

function said(versions: Readonly<Record<string, TargetFiles>>, commands: string): string[] {
  const files = Object.entries(versions).flatMap(([folder, each]) =>
    [...each].map(
      ([file, text]) => [folder === 'first' ? file : `${folder}/${file}`, text] as const,
    ),
  );
  const { stdout, stderr } = inNamespace(new Map(files), 'nft', prelude + commands);
  return (stdout + stderr).trim().split('\n');
}

describe('what only a name that went led to is closed, and nothing else', () => {
  const cases: Record<
    string,
    { from: TargetFiles; answers: string; to: TargetFiles; left: string[] }
  > = {
    'the address of a kept name stays, that of a removed one goes, one of both stays': {
      from: filesOf({ web: { https: ['gone.example.com', 'kept.example.com'] } }),
      answers: `answer gone.example.com 198.51.100.1; answer kept.example.com 198.51.100.2
                answer gone.example.com 198.51.100.3; answer kept.example.com 198.51.100.3`,
      to: filesOf({ web: { https: ['kept.example.com'] } }),
      left: [
        'spt_kept.example.com_v4: 198.51.100.2 198.51.100.3',
        'spt_web_https_v4: 198.51.100.2 198.51.100.3',
      ],
    },
    'a host that leaves one service stays on the other': {
      from: filesOf({
        web: { http: ['a.example.com', 'b.example.com'], https: ['a.example.com'] },
      }),
      answers: 'answer a.example.com 198.51.100.1; answer b.example.com 198.51.100.2',
      to: filesOf({ web: { http: ['b.example.com'], https: ['a.example.com'] } }),
      left: [
        'spt_a.example.com_v4: 198.51.100.1',
        'spt_b.example.com_v4: 198.51.100.2',
        'spt_web_http_v4: 198.51.100.2',
        'spt_web_https_v4: 198.51.100.1',
      ],
    },
    'a host that moves to another group takes its addresses along': {
      from: filesOf({ web: { https: ['a.example.com', 'b.example.com'] } }),
      answers: 'answer a.example.com 198.51.100.1; answer b.example.com 198.51.100.2',
      to: filesOf({ web: { https: ['b.example.com'] }, more: { https: ['a.example.com'] } }),
      left: [
        'spt_a.example.com_v4: 198.51.100.1',
        'spt_b.example.com_v4: 198.51.100.2',
        'spt_more_https_v4: 198.51.100.1',
        'spt_web_https_v4: 198.51.100.2',
      ],
    },
    'a host that a wildcard takes over leaves it its addresses': {
      from: filesOf({ web: { https: ['a.example.com'], http: ['a.example.com', 'b.test.net'] } }),
      answers: 'answer a.example.com 198.51.100.1; answer b.test.net 198.51.100.2',
      to: filesOf({ web: { https: ['*.example.com'], http: ['b.test.net'] } }),
      left: [
        'spt_b.test.net_v4: 198.51.100.2',
        'spt_example.com_v4: 198.51.100.1',
        'spt_web_http_v4: 198.51.100.2',
        'spt_web_https_v4: 198.51.100.1',
      ],
    },
    'a new name below a listed one: nobody knows whose addresses they were, the others stay': {
      from: filesOf({ web: { https: ['example.com', 'b.test.net'] } }),
      answers: 'answer example.com 198.51.100.1; answer b.test.net 198.51.100.2',
      to: filesOf({ web: { https: ['example.com', 'b.test.net'], http: ['a.example.com'] } }),
      left: [
        'spt_a.example.com_v4:',
        'spt_b.test.net_v4: 198.51.100.2',
        'spt_example.com_v4:',
        'spt_web_http_v4:',
        'spt_web_https_v4: 198.51.100.2',
      ],
    },
    'a listed name with a new one below it moves to another group: its addresses do not come along':
      {
        from: filesOf({ web: { https: ['example.com'] } }),
        answers: 'answer example.com 198.51.100.1',
        to: filesOf({ more: { https: ['example.com'] }, web: { http: ['a.example.com'] } }),
        left: [
          'spt_a.example.com_v4:',
          'spt_example.com_v4:',
          'spt_more_https_v4:',
          'spt_web_http_v4:',
        ],
      },
    'a group that goes takes its set along': {
      from: filesOf({ web: { https: ['a.example.com'] }, more: { https: ['b.example.com'] } }),
      answers: 'answer a.example.com 198.51.100.1; answer b.example.com 198.51.100.2',
      to: filesOf({ web: { https: ['a.example.com'] } }),
      left: ['spt_a.example.com_v4: 198.51.100.1', 'spt_web_https_v4: 198.51.100.1'],
    },
    'over files with earlier comments only the addresses of a removed name are revoked': {
      from: inEarlierWords(filesOf({ web: { https: ['a.example.com', 'b.example.com'] } })),
      answers: 'answer a.example.com 198.51.100.1; answer b.example.com 198.51.100.2',
      to: filesOf({ web: { https: ['b.example.com'] } }),
      left: ['spt_b.example.com_v4: 198.51.100.2', 'spt_web_https_v4: 198.51.100.2'],
    },
    'over files of an earlier version a set that loses a name is closed whole, another is not': {
      from: withoutOwnSets(
        filesOf({
          web: { https: ['a.example.com', 'b.example.com'] },
          more: { https: ['c.example.com'] },
        }),
      ),
      answers: 'answer b.example.com 198.51.100.2; answer c.example.com 198.51.100.3',
      to: filesOf({ web: { https: ['b.example.com'] }, more: { https: ['c.example.com'] } }),
      left: [
        'spt_b.example.com_v4:',
        'spt_c.example.com_v4:',
        'spt_more_https_v4: 198.51.100.3',
        'spt_web_https_v4:',
      ],
    },
  };

  for (const [name, { from, answers, to, left }] of Object.entries(cases)) {
    it(name, () => {
      expect(
        said(
          { first: from, to },
          `apply apply; ${answers}; next to; apply apply; apply apply; left; apply status; echo "status $?"`,
        ),
      ).toEqual([...left, 'status 0']);
    });
  }

  it('after an upgrade a kept name that was asked again is safe, though its set holds old addresses', () => {
    const files = filesOf({ web: { https: ['a.example.com', 'b.example.com'] } });
    const to = filesOf({ web: { https: ['b.example.com'] } });
    expect(
      said(
        { first: withoutOwnSets(files), files, to },
        `apply apply; answer a.example.com 198.51.100.1; answer b.example.com 198.51.100.2
         next files; apply apply; left; answer b.example.com 198.51.100.2; next to; apply apply; left`,
      ),
    ).toEqual([
      'spt_a.example.com_v4:',
      'spt_b.example.com_v4:',
      'spt_web_https_v4: 198.51.100.1 198.51.100.2',
      'spt_b.example.com_v4: 198.51.100.2',
      'spt_web_https_v4: 198.51.100.2',
    ]);
  });
});

it('a moved host is allowed by its new set before the old rules are deleted', () => {
  const from = filesOf({ web: { https: ['a.example.com'] } });
  const to = filesOf({ more: { https: ['a.example.com'] } });
  expect(
    said(
      { first: from, to },
      `apply apply; answer a.example.com 198.51.100.1; next to
       for name in '' -save -restore; do printf '#!/bin/sh\\nexec %s "$@"\\n' "$ipt$name" > seen$name; chmod +x seen$name; done
       sed -i '1a case "$*" in */load) ipset list spt_more_https_v4 | grep ^198 ;; esac' seen-restore
       IPTABLES=$PWD/seen apply apply`,
    ).map((line) => line.replace(/ timeout.*/, '')),
  ).toEqual(['198.51.100.1']);
});

it('apply also handles the addresses that the old dnsmasq adds until it ends', () => {
  const from = filesOf({ web: { https: ['gone.example.com', 'b.example.com', 'c.example.com'] } });
  const to = filesOf({ web: { https: ['b.example.com'] }, more: { https: ['c.example.com'] } });
  expect(
    said(
      { first: from, to },
      `apply apply; next to
       DNSMASQ_RESTART='for name in gone.example.com 1 b.example.com 2 c.example.com 3; do
         case $name in
           ?) for set in $own spt_web_https_v4; do ipset add $set 198.51.100.$name; done ;;
           *) own=spt_\${name}_v4 ;;
         esac
       done' apply apply; left`,
    ),
  ).toEqual([
    'spt_b.example.com_v4: 198.51.100.2',
    'spt_c.example.com_v4: 198.51.100.3',
    'spt_more_https_v4: 198.51.100.3',
    'spt_web_https_v4: 198.51.100.2',
  ]);
});

describe('when something goes wrong', () => {
  it('an apply whose rules fail restores the other sets', () => {
    const from = filesOf({ web: { https: ['a.example.com'] }, more: { http: ['b.example.com'] } });
    // A network more changes the rules: apply does not load rules that are loaded already.
    const to = filesOf({
      web: { https: ['c.example.com'] },
      more: { http: ['a.example.com', '203.0.113.0/24'] },
    });
    expect(
      said(
        { first: from, to },
        `apply apply; answer a.example.com 198.51.100.1; answer b.example.com 198.51.100.2; left > before
         printf '#!/bin/sh\\ncase "$*" in *rules.v*) exit 0;; esac\\nexit 1\\n' > broken-restore; chmod +x broken-restore
         for name in '' -save; do printf '#!/bin/sh\\nexec %s "$@"\\n' "$ipt$name" > broken$name; chmod +x broken$name; done
         next to; IPTABLES=$PWD/broken apply apply; left | diff before - && echo same
         apply apply; left`,
      ),
    ).toEqual([
      'apply.sh: could not load the IPv4 rules; nothing was changed',
      'same',
      'spt_a.example.com_v4: 198.51.100.1',
      'spt_c.example.com_v4:',
      'spt_more_http_v4: 198.51.100.1',
      'spt_web_https_v4:',
    ]);
  });

  it('what an apply left undone is done by the next one, also when the files changed again', () => {
    const hosts = (...names: string[]) =>
      filesOf({ web: { https: names.map((name) => `${name}.example.com`) } });
    expect(
      said(
        { first: hosts('a', 'b'), second: hosts('b', 'c'), third: hosts('b') },
        `apply apply; answer a.example.com 198.51.100.1; answer b.example.com 198.51.100.2
         next second; DNSMASQ_RESTART=false apply apply; answer c.example.com 198.51.100.3
         next third; apply apply; left; ls -A dnsmasq.d`,
      ),
    ).toEqual([
      'apply.sh: dnsmasq did not restart: false',
      expect.stringMatching(/^apply\.sh: the previous rules, sets and names were restored, but /),
      'spt_b.example.com_v4: 198.51.100.2',
      'spt_web_https_v4: 198.51.100.2',
      'portolan-spt.conf',
    ]);
  });
});

/** A kept name resolves to an address of a removed one before some calls of ipset: the content of its set then. */
function answeredAt(first: number, last: number): string[] {
  const from = filesOf({ web: { https: ['gone.example.com', 'kept.example.com'] } });
  const to = filesOf({ web: { https: ['kept.example.com'] } });
  // Around every single call of ipset: the answer comes before the call of that number.
  return said(
    { first: from, to },
    `real=$(command -v ipset) namespace=$(readlink /proc/self/ns/net); export real namespace
     cat > bin/ipset <<'END'
#!/bin/sh
# Not in the namespace in which check tries the files.
[ "$(readlink /proc/self/ns/net)" = "$namespace" ] || exec $real "$@"
echo >> calls
if [ "$(wc -l < calls)" = "$(cat moment)" ]; then
  for set in spt_kept.example.com_v4 spt_web_https_v4; do $real -exist add $set 198.51.100.1; done
  touch answered
fi
$real "$@"
status=$?
[ ! -e answered ] || $real -q test spt_web_https_v4 198.51.100.1 || echo "missing after: ipset $*" >> missing
exit $status
END
     chmod +x bin/ipset; cp -r iptables both
     for moment in $(seq ${first} ${last}); do
       rm -f answered; echo 0 > moment; cp both/* iptables/; apply apply
       $real flush spt_kept.example.com_v4; $real flush spt_web_https_v4; answer gone.example.com 198.51.100.1
       next to; : > calls; echo $moment > moment; apply apply
       [ -e answered ] || break
       left | grep web
     done | sort | uniq -c; cat missing`,
  );
}

// In parts, so that each ends in time on a busy machine.
for (const [first, last] of [
  [1, 5],
  [6, 10],
  [11, 40],
] as const) {
  it(`a kept name that is answered an address of a removed one never misses it, at calls ${first} to ${last} of apply`, () => {
    const always = /^ *(\d+) spt_web_https_v4: 198\.51\.100\.1$/;
    const [lines, missing] = [answeredAt(first, last), /^cat: missing/];
    expect(lines.at(-1)).toMatch(missing);
    const times = lines.slice(0, -1).map((line) => Number(always.exec(line)?.[1]));
    // Apply calls ipset more than ten times; how often exactly does not matter.
    expect(times).toEqual(last <= 10 ? [5] : [expect.any(Number)]);
  });
}
