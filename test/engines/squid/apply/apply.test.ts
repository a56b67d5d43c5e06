import { describe, expect } from '@jest/globals';
import { filesFor, needsDevice, said } from './device.ts';

const files = filesFor(['www.example.com']);
const next = Object.fromEntries(
  Object.entries(filesFor(['new.example.com'])).map(([name, text]) => [`next/${name}`, text]),
);

describe('squid/apply.sh', () => {
  needsDevice('checks, applies, sees a drift, mends it and removes', (squid) => {
    expect(
      said(
        squid,
        { ...files, ...next },
        `start
         apply check; echo "check $?"; ls conf.d; ask www.example.com
         apply apply; echo "apply $?"; ls -A conf.d; ask www.example.com; ask new.example.com
         wc -l < run/cache.log > before; apply apply; echo "apply $?"; wc -l < run/cache.log | cmp - before && echo same
         apply status; echo "status $?"
         cp next/squid/* squid; apply status; echo "status $?"
         apply diff; apply apply; echo "apply $?"; ask www.example.com; ask new.example.com
         apply remove; echo "remove $?"; ls -A conf.d; ask new.example.com; apply remove; echo "remove $?"
         bin/squid -k check -f /mnt/squid.conf 2> /dev/null; echo "runs $?"`,
      ),
    ).toEqual([
      'check 0',
      'auth.conf',
      '407',
      'apply 0',
      '00-portolan-spt.conf',
      'auth.conf',
      '503',
      '407',
      'apply 0',
      'same',
      'status 0',
      '/mnt/conf.d/00-portolan-spt.conf: < expected, > installed',
      '< acl spt_hosts_http_host dstdomain -n new.example.com',
      '> acl spt_hosts_http_host dstdomain -n www.example.com',
      '< acl spt_hosts_https_host dstdomain -n new.example.com',
      '> acl spt_hosts_https_host dstdomain -n www.example.com',
      'apply.sh: the installed state differs from these files; run: sh squid/apply.sh apply',
      'status 1',
      '+ acl spt_hosts_http_host dstdomain -n new.example.com',
      '- acl spt_hosts_http_host dstdomain -n www.example.com',
      '+ acl spt_hosts_https_host dstdomain -n new.example.com',
      '- acl spt_hosts_https_host dstdomain -n www.example.com',
      'apply 0',
      '407',
      '503',
      'remove 0',
      'auth.conf',
      '407',
      'remove 0',
      'runs 0',
    ]);
  });

  needsDevice('lets nobody else write what it would restore, whatever new files are', (squid) => {
    expect(
      said(
        squid,
        files,
        `printf '#!/bin/sh\\nls -l conf.d/.*before >> seen 2> /dev/null\\nexec bin/squid "$@"\\n' > spy
         chmod 755 spy; export SQUID=$PWD/spy; umask 000; apply apply 2> /dev/null; echo "apply $?"
         cut -c 1-10 seen | sort -u`,
      ),
    ).toEqual(['apply 0', '-rw-r--r--']);
  });

  needsDevice(
    'says that it waits for a start where no Squid runs, and needs no login then',
    (squid) => {
      expect(
        said(
          squid,
          files,
          'apply apply; echo "apply $?"; apply status; echo "status $?"; start; ask www.example.com',
        ),
      ).toEqual([
        'apply.sh: note: Squid does not run; it reads the change when it starts',
        'apply 0',
        'apply.sh: note: Squid does not run',
        'status 0',
        '503',
      ]);
    },
  );

  needsDevice(
    'restores the previous file if Squid rejects the new one, without a reload',
    (squid) => {
      // The rejection comes only once the file is installed, when check can no longer tell.
      const lines = said(
        squid,
        { ...files, ...next },
        `start; apply apply
       cat > bin/reject <<'END'
#!/bin/sh
case "$*" in '-k parse -f /mnt/squid.conf') grep -qs new.example.com conf.d/00* && { echo 'FATAL: rejected' >&2; exit 1; } ;; esac
exec /mnt/bin/squid "$@"
END
       chmod +x bin/reject; cp next/squid/* squid; grep -c Reconfiguring run/cache.log
       SQUID=/mnt/bin/reject apply apply; echo "apply $?"; ls -A conf.d; ask www.example.com; grep -c Reconfiguring run/cache.log`,
      );
      expect(lines).toEqual([
        '1',
        '  FATAL: rejected',
        'apply.sh: Squid rejects its configuration with this change, so the previous file was restored; fix what Squid names, then run apply again',
        'apply 1',
        '00-portolan-spt.conf',
        'auth.conf',
        '503',
        '1',
      ]);
    },
  );

  needsDevice('restores the previous file and starts Squid if it ends', (squid) => {
    const lines = said(
      squid,
      { ...files, ...next },
      `start; apply apply
       cat > bin/ending <<'END'
#!/bin/sh
case "$*" in '-k reconfigure '*) kill -KILL -$(ps -o pgid= -p "$(cat /mnt/run/squid.pid)" | tr -d ' ') 2> /dev/null || kill -KILL "$(cat /mnt/run/squid.pid)"; exit 0 ;; esac
exec /mnt/bin/squid "$@"
END
       chmod +x bin/ending; cp next/squid/* squid; : > run/cache.log
       SQUID=/mnt/bin/ending apply apply; echo "apply $?"; until grep -qs Accepting run/cache.log; do sleep 0.2; done; ls -A conf.d; ask www.example.com`,
    );
    expect(lines).toEqual([
      'apply.sh: Squid did not take the change, so the previous file was restored, and Squid runs with it; look at /mnt/run/cache.log',
      'apply 1',
      '00-portolan-spt.conf',
      'auth.conf',
      '503',
    ]);
  });

  needsDevice('sees a file that Squid has not read yet', (squid) => {
    expect(
      said(
        squid,
        files,
        `start; sleep 1.1; cp squid/bypass.conf conf.d/00-portolan-spt.conf
         apply status | cut -c 1-43; ask www.example.com; apply apply; apply status; echo "status $?"; ask www.example.com`,
      ),
    ).toEqual([
      'apply.sh: the installed state differs from these files; run: sh squid/apply.sh apply',
      'Squid has last read its configuration at 20',
      '407',
      'status 0',
      '503',
    ]);
  });
});
