import { describe, expect } from '@jest/globals';
import { needsNamespace } from '../../../support/programs.ts';
import type { Squid } from '../squid.ts';
import { filesFor, needsDevice, said } from './device.ts';

const files = {
  ...filesFor(['www.example.com']),
  ...Object.fromEntries(
    Object.entries(filesFor(['new.example.com'])).map(([name, text]) => [`next/${name}`, text]),
  ),
};

// Every program that changes something, and Squid, counts its calls. Before one of them, all processes of apply.sh are
// killed: its whole group. A kill before a program that only reads leaves what a kill before the next of these leaves.
const prelude = `
mkdir stand old; cp squid/* old/
for program in chmod cp flock mktemp mv rm squid; do
  real=$(command -v $program); [ $program != squid ] || real=$SQUID
  cat > stand/$program <<END
#!/bin/sh
echo "$program \\$*" >> /mnt/calls
[ "\\$($(command -v wc) -l < /mnt/calls)" = \\$moment ] || exec $real "\\$@"
: > /mnt/killed
kill -KILL 0
END
done
chmod +x stand/*
use() { cp $1/bypass.conf squid/; }
kill_at() {
  rm -f killed; : > calls
  moment=$1 PATH=/mnt/stand:$PATH SQUID=/mnt/stand/squid setsid -w $SHELL_OF_APPLY squid/apply.sh $2 > /dev/null 2>&1
}
own=conf.d/00-portolan-spt.conf
`;

// A Squid that is fast, always runs, and keeps in run/held what it has read. It rejects a site that includes reject.
const standIn = `
cat > bin/squid <<'END'
#!/bin/sh
own=/mnt/conf.d/00-portolan-spt.conf
stamp() { date '+%Y/%m/%d %H:%M:%S'; }
parse() {
  echo "2026/01/01 00:00:00| Processing Configuration File: $1 (depth 0)"
  while read -r line; do
    case $line in '' | '#'*) continue ;; esac
    echo "2026/01/01 00:00:00| Processing: $line"
    case $line in "include "*) for file in \${line#include }; do parse "$file"; done ;; esac
  done < "$1"
}
case "$*" in
  -v) printf 'Squid Cache: Version 6.13\\nconfigure options: --with-openssl\\n' ;;
  '-k parse -f /mnt/squid.conf') parse /mnt/squid.conf; ! { [ -e /mnt/reject ] && cmp -s /mnt/reject $own; } ;;
  '-k parse '*) parse "$4" ;;
  '-k reconfigure '*) cat $own > /mnt/run/held 2> /dev/null; echo "$(stamp)| Reconfiguring Squid Cache; Accepting " >> /mnt/run/cache.log ;;
esac
END
printf '#!/bin/sh\\n' > bin/sleep; chmod +x bin/sleep
PATH=/mnt/bin:$PATH
# After a kill at each call of $1, from the old file to the next one, with each of the other commands.
sweep() {
    rm -rf start; cp -a conf.d start
  kill_at 0 $1; total=$(wc -l < calls); killed=0; moment=0
  while [ $moment -lt $total ]; do
    moment=$((moment + 1)); rm -rf conf.d left; cp -a start conf.d; cp old/bypass.conf run/held
    kill_at $moment $1; [ -e killed ] || continue
    killed=$((killed + 1)); cp -a conf.d left; cp run/held held
    for mend in $2; do rm -rf conf.d; cp -a left conf.d; cp held run/held; $mend; done
  done
  [ $killed -gt $3 ] || echo "only $killed of $total calls"
}
apply_new() { use next/squid; apply apply > said 2>&1; is new; }
apply_old() { use old; apply apply > said 2>&1; is old; use next/squid; }
apply_remove() { apply remove > said 2>&1; echo "remove $?" $(ls -A conf.d) $(wc -c < run/held); }
is() {
  apply status >> said 2>&1 && cmp -s run/held $own && [ "$(ls -A conf.d)" = "$(printf '00-portolan-spt.conf\\nauth.conf')" ] && echo "$1" && return
  echo "not $1 after $(tail -n 1 calls)" $(ls -A conf.d); cat said
}
`;

const none: Squid = { root: '', title: 'a stand-in', missing: [] };

/** The lines that are different. */
function kinds(commands: string): string[] {
  return [...new Set(said(none, files, `${prelude}${standIn}${commands}`))].sort();
}

const it = needsNamespace('ip', 'flock', 'setsid', 'squid');
const installed = 'cp old/bypass.conf $own; use next/squid';

describe('squid/apply.sh, killed before a call', () => {
  it('completes an apply by the next one, that of the files before, or a remove', () => {
    expect(kinds(`${installed}; sweep apply 'apply_new apply_old apply_remove' 15`)).toEqual([
      'new',
      'old',
      'remove 0 auth.conf 0',
    ]);
  }, 100_000);

  it('completes a remove by the next one, or by an apply', () => {
    expect(kinds(`${installed}; sweep remove 'apply_remove apply_new' 8`)).toEqual([
      'new',
      'remove 0 auth.conf 0',
    ]);
  }, 100_000);

  it('completes the undo of a rejected file by an apply of the files before', () => {
    expect(
      kinds(`${installed}; cp next/squid/bypass.conf reject; sweep apply apply_old 15`),
    ).toEqual(['old']);
  }, 100_000);

  // Before Squid reads the file, and after that.
  needsDevice(
    'completes an apply and a remove of a Squid that runs',
    (squid) => {
      const lines = said(
        squid,
        files,
        `${prelude}
         moment_of() { grep -n "$1" seen | cut -d : -f 1 | tail -n 1; }
         start; apply apply; use next/squid; kill_at 0 apply; cp calls seen; ask new.example.com
         for call in '^squid -k reconfigure' '^rm .*before'; do
           use old; apply apply; use next/squid; kill_at $(moment_of "$call") apply; [ -e killed ] && apply apply
           ask new.example.com; ask www.example.com; apply status; echo "status $?"
         done
         kill_at 0 remove; cp calls seen; apply apply
         kill_at $(moment_of '^squid -k reconfigure') remove; [ -e killed ] && ls -A conf.d; apply remove; ask new.example.com; ls -A conf.d`,
      );
      expect(lines).toEqual([
        '503',
        ...['503', '407', 'status 0'],
        ...['503', '407', 'status 0'],
        ...['.portolan-spt.before', 'auth.conf', '407', 'auth.conf'],
      ]);
    },
    100_000,
  );
});
