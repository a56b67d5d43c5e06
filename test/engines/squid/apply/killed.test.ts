import { describe, expect } from '@jest/globals';
import { filesFor, needsDevice, said } from './device.ts';

const old = filesFor(['www.example.com']);
const next = Object.fromEntries(
  Object.entries(filesFor(['new.example.com'])).map(([name, text]) => [`next/${name}`, text]),
);

// Every program that changes something, and Squid, counts its calls, and before one of them ends apply.sh and all that
// it has started: its whole group of processes. Squid is a stand-in that runs and takes every file.
const prelude = `
mkdir stand old; cp squid/* old/
cat > bin/squid <<'END'
#!/bin/sh
case "$2" in
  reconfigure) cp /mnt/conf.d/00-portolan-spt.conf /mnt/run/held 2> /dev/null || : > /mnt/run/held
    echo "$(date '+%Y/%m/%d %H:%M:%S')| Reconfiguring Squid Cache; Accepting " >> /mnt/run/cache.log ;;
  check) ;;
  *) exec $REAL "$@" ;;
esac
END
for program in cp mv rm chmod squid; do
  real=$(command -v $program); [ $program != squid ] || real=/mnt/bin/squid
  cat > stand/$program <<END
#!/bin/sh
[ -n "\${counted-}" ] || exec $real "$@"
echo >> /mnt/calls
[ "$(wc -l < /mnt/calls)" = "$(cat /mnt/moment)" ] || exec $real "$@"
echo $program >> /mnt/killed
kill -KILL 0
END
done
chmod +x stand/*; printf '#!/bin/sh\n' > stand/sleep; chmod +x stand/sleep
PATH=/mnt/stand:$PATH SQUID=/mnt/stand/squid
use() { cp $1/* squid/; }
killed() { rm -f killed; : > calls; echo $moment > moment; counted=yes setsid -w sh squid/apply.sh $1 > /dev/null 2>&1; }
is() { apply status > report 2>&1 && cmp -s run/held conf.d/00-portolan-spt.conf && echo "$1 0" || { echo "$1 1, call $moment"; cat report; }; ls -A conf.d | grep -v -e auth -e 00-; }
`;

const moments = Array.from({ length: 26 }, (_, index) => index + 1).join(' ');

describe('squid/apply.sh, killed before a call', () => {
  needsDevice(
    'is completed by the next apply, by an apply of the files before, or by a remove',
    (squid) => {
      const lines = said(
        squid,
        { ...old, ...next },
        `REAL="${squid.root === '' ? '$(command -v squid)' : 'chroot $SQUID_ROOT squid'}"; export REAL
       ${prelude}
       for moment in ${moments}; do
         use old; apply apply > /dev/null 2>&1; use next/squid; killed apply
         [ -e killed ] || { echo whole; continue; }
         case $((moment % 3)) in
           0) apply apply > /dev/null 2>&1; is new ;;
           1) use old; apply apply > /dev/null 2>&1; is old ;;
           2) apply remove > /dev/null 2>&1; echo "remove $?" $(ls -A conf.d) $(wc -c < run/held) ;;
         esac
       done`,
      );
      expect(new Set(lines)).toEqual(new Set(['new 0', 'old 0', 'remove 0 auth.conf 0', 'whole']));
      expect(lines.filter((line) => line !== 'whole').length).toBeGreaterThan(15);
    },
    100_000,
  );

  needsDevice(
    'a remove that was killed is completed by the next one',
    (squid) => {
      const lines = said(
        squid,
        { ...old, ...next },
        `REAL="${squid.root === '' ? '$(command -v squid)' : 'chroot $SQUID_ROOT squid'}"; export REAL
       ${prelude}
       for moment in 1 2 3 4 5 6 7 8 9 10; do
         apply apply > /dev/null 2>&1; killed remove; [ -e killed ] || { echo whole; continue; }
         apply remove > /dev/null 2>&1; echo "remove $?" $(ls -A conf.d) $(wc -c < run/held)
       done`,
      );
      expect(new Set(lines)).toEqual(new Set(['remove 0 auth.conf 0', 'whole']));
    },
    100_000,
  );
});
