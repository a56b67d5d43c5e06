import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '../../support/needs.ts';
import { type Run, run } from '../../support/programs.ts';
import { inFolder } from '../../targets/squid/support.ts';

/** A Squid that the output is proved on. */
export type Squid = {
  /** The directory in which it and its libraries are unpacked; empty for that of the machine. */
  readonly root: string;
  readonly title: string;
  /** What its tests want, and the machine has not. */
  readonly missing: readonly string[];
};

const secondRoot = process.env['PORTOLAN_SECOND_SQUID'] ?? '/var/cache/portolan/second-squid';

// A mount of its own, so that nothing is left behind in the other root.
const enter =
  'mount --bind "$1" "$0/mnt" && mount --rbind /dev "$0/dev" && shift && exec chroot "$0" "$@"';

/** The machine's own, and that of another Debian (scripts/second-squid.sh). */
export const squids: readonly Squid[] = [squidIn(''), squidIn(secondRoot)];

function squidIn(root: string): Squid {
  const words = inRoot(root, 'squid', ['-v']).stdout;
  const version = /^Squid Cache: Version (\S+)/.exec(words)?.[1];
  const title =
    version === undefined ? `the Squid ${root === '' ? 'here' : 'aside'}` : `Squid ${version}`;
  return { root, title, missing: missingIn(root, words) };
}

// A build with GnuTLS ignores ssl_bump and dies on ssl::server_name: what it says proves nothing.
function missingIn(root: string, words: string): string[] {
  if (root === '') return words.includes('--with-openssl') ? [] : ['squid-openssl'];
  if (!existsSync(join(root, 'usr/sbin/squid'))) return [`${root} (scripts/second-squid.sh)`];
  return words.includes('--with-openssl') ? [] : ['root, to enter the root of the second Squid'];
}

/** Runs a program in its root, where a directory of this machine is /mnt. */
function inRoot(root: string, program: string, args: readonly string[], folder = '/mnt'): Run {
  if (root === '') return run(program, args);
  return run('unshare', ['--mount', 'sh', '-c', enter, root, folder, program, ...args]);
}

/** A test for each Squid, which the body is given; what else it wants besides that Squid may be missing. */
export function onEachSquid(
  alsoMissing: (squid: Squid) => readonly string[] = () => [],
): EachSquid {
  return (name, body, timeout) => {
    for (const squid of squids)
      needs([...squid.missing, ...alsoMissing(squid)])(
        `${name} (${squid.title})`,
        () => body(squid),
        timeout,
      );
  };
}

type EachSquid = (
  name: string,
  body: (squid: Squid) => void | Promise<void>,
  timeout?: number,
) => void;

export const needsSquid = onEachSquid();

/** A test that also wants the squid.conf of Debian's package. */
export const needsPackage = onEachSquid((squid) =>
  existsSync(packagedIn(squid)) ? [] : [packagedIn(squid)],
);

function packagedIn({ root }: Squid): string {
  return `${root}/etc/squid/squid.conf`;
}

/** The squid.conf of Debian's package, with our file in place of what it includes. */
export function packagedWith(folder: string, squid: Squid): string {
  const text = readFileSync(packagedIn(squid), 'utf8');
  const include = 'include /etc/squid/conf.d/*.conf';
  if (!text.includes(include)) throw new Error(`${packagedIn(squid)} has no line "${include}"`);
  return named + text.replace(include, `include ${join(folder, 'squid', 'bypass.conf')}`);
}

// Squid asks the resolver for a machine's own name unless it has one.
const named = 'visible_hostname proxy.example.net\n';

// The same without its comments and with services, pools and a bump, which it has not.
const stock = (folder: string) => `${named}acl localnet src 10.0.0.0/8 fc00::/7
acl SSL_ports port 443
acl Safe_ports port 80 21 443 70 210 1025-65535 280 488 591 777
delay_pools 2
delay_class 1 1
delay_class 2 1
http_access deny !Safe_ports
http_access deny CONNECT !SSL_ports
http_access allow localhost manager
http_access deny manager
include ${join(folder, 'squid', 'bypass.conf')}
http_access allow localhost
http_access deny all
ssl_bump bump all
icap_enable on
icap_service av_request reqmod_precache icap://127.0.0.1:1344/request
icap_service av_response respmod_precache icap://127.0.0.1:1344/response
adaptation_access av_request allow all
adaptation_access av_response allow all
http_port 3128
coredump_dir ${folder}
pid_filename none
refresh_pattern . 0 20% 4320
`;

// What it says of any file at all.
const expected =
  /^(Startup: |Processing |Processing: |Initializing https:\/\/ proxy context|Requiring client certificates)/;

/** What `squid -k parse` has to say of a file at its place in the stock configuration. */
export function diagnosticsOf(
  squid: Squid,
  text: string,
  around: (folder: string, squid: Squid) => string = stock,
): { status: number | null; said: string[] } {
  const { status, stderr, stdout } = inFolder({ 'squid/bypass.conf': text }, (folder) => {
    const seen = squid.root === '' ? folder : '/mnt';
    writeFileSync(join(folder, 'squid.conf'), around(seen, squid));
    return inRoot(squid.root, 'squid', ['-k', 'parse', '-f', join(seen, 'squid.conf')], folder);
  });
  const said = `${stdout}${stderr}`
    .split('\n')
    .map((line) => line.replace(/^[0-9/]+ [0-9:]+\| /, ''))
    .filter((line) => line !== '' && !expected.test(line));
  return { status, said };
}
