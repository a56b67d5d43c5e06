import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { missingForNamespace, run } from '../../../support/programs.ts';
import { bypass, filesOf, textOf } from '../../../targets/squid/support.ts';
import { onEachSquid, type Squid } from '../squid.ts';

const programs = missingForNamespace('ip', 'busybox', 'flock', 'setsid');

/** A test on a machine with each Squid. */
export const needsDevice = onEachSquid(() => programs);

/** The two files of a site whose clients reach these hosts. */
export function filesFor(
  hosts: readonly string[],
  options: Parameters<typeof bypass>[1] = {},
): Record<string, string> {
  return Object.fromEntries(filesOf(textOf(bypass({ https: hosts, http: hosts }, options))));
}

/** The squid.conf of a site, which reads a conf.d and asks for a login. */
export const site = [
  'visible_hostname proxy.example.net',
  'cache_effective_user proxy',
  'pid_filename /mnt/run/squid.pid',
  'coredump_dir /mnt/run',
  'cache_log /mnt/run/cache.log',
  'access_log none',
  'netdb_filename none',
  'hosts_file /mnt/hosts',
  'dns_nameservers 127.0.0.1',
  'pinger_enable off',
  'shutdown_lifetime 0 seconds',
  'http_port 192.0.2.1:3128',
  'auth_param basic program /usr/lib/squid/basic_fake_auth',
  'auth_param basic children 1',
  'acl staff proxy_auth REQUIRED',
  'acl SSL_ports port 443',
  'acl Safe_ports port 80 443 1025-65535',
  'http_access deny !Safe_ports',
  'http_access deny CONNECT !SSL_ports',
  'http_access allow localhost manager',
  'http_access deny manager',
  'include /mnt/conf.d/*.conf',
  'http_access deny all',
  'ssl_bump bump all',
];

// A machine whose /mnt is the folder of the test, also for the Squid of another root.
const prelude = `
set -u
mount --bind "$PWD" /mnt && cd /mnt
ip link set lo up
ip address add 192.0.2.1/24 dev lo
mkdir bin run tmp
# Squid's user reads and writes there.
chmod 755 . && chmod 777 run
printf '127.0.0.1 www.example.com new.example.com\\n' > hosts
if [ -n "$SQUID_ROOT" ]; then
  mount --bind /mnt "$SQUID_ROOT/mnt" && mount --rbind /dev "$SQUID_ROOT/dev" && mount --rbind /proc "$SQUID_ROOT/proc"
  printf '#!/bin/sh\\nexec chroot %s /usr/sbin/squid "$@"\\n' "$SQUID_ROOT" > bin/squid
else
  printf '#!/bin/sh\\nexec %s "$@"\\n' "$(command -v squid)" > bin/squid
fi
chmod +x bin/squid
export TMPDIR=/mnt/tmp SQUID=/mnt/bin/squid SQUID_CONF=/mnt/squid.conf SQUID_FILE=/mnt/conf.d/00-portolan-spt.conf
export SQUID_START='/mnt/bin/squid -f /mnt/squid.conf' PORTOLAN_SETTINGS=/mnt/settings
apply() { $SHELL_OF_APPLY squid/apply.sh "$@"; }
# Starts Squid and waits for it.
start() { bin/squid -f /mnt/squid.conf; for i in 0 1 2 3 4 5 6 7 8 9; do ! grep -qs Accepting run/cache.log || return; sleep 0.5; done; echo 'no Squid'; }
# Ends Squid and waits for its end.
halt() { bin/squid -k kill -f /mnt/squid.conf; while bin/squid -k check -f /mnt/squid.conf 2> /dev/null; do sleep 0.2; done; }
# The status of a request of a client: 503 if the proxy allows it, since nothing listens, and 407 if it asks for a login.
ask() { http_proxy=http://192.0.2.1:3128 busybox wget -q -O - "http://$1/" 2>&1 | sed -n 's/.*HTTP\\/1.1 \\([0-9]*\\).*/\\1/p'; }
`;

/** The output lines of shell commands on a machine with this Squid, whose current directory has the files. */
export function said(
  squid: Squid,
  files: Readonly<Record<string, string>>,
  commands: string,
  shell = 'sh',
): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-squid-apply-'));
  try {
    const all = {
      'squid.conf': `${site.join('\n')}\n`,
      'conf.d/auth.conf': 'http_access allow staff\n',
      ...files,
    };
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const script = `SHELL_OF_APPLY='${shell}'\nexec 2>&1\n${prelude}${commands}\n:`;
    const { stdout, stderr } = run(
      'sh',
      ['-c', 'cd "$0" && exec "$@"', folder, ...inside, script],
      '',
      {
        ...process.env,
        SQUID_ROOT: squid.root,
      },
    );
    return `${stdout}${stderr}`.trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// unshare ignores TERM. The kernel ends what the commands started, and undoes what they mounted.
const inside = [
  ...[
    'timeout',
    '-s',
    'KILL',
    '100',
    'unshare',
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--mount-proc',
    '--kill-child=KILL',
  ],
  ...['sh', '-c'],
];
