import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needsProgram, run } from '../../support/programs.ts';
import { inFolder } from './support.ts';

/** The squid.conf of Debian's package. */
export const packaged = '/etc/squid/squid.conf';

/** The squid.conf that Debian's package brings, with our file in place of what it includes. */
export function packagedWith(folder: string): string {
  const text = readFileSync(packaged, 'utf8');
  const include = 'include /etc/squid/conf.d/*.conf';
  if (!text.includes(include)) throw new Error(`${packaged} has no line "${include}"`);
  return text.replace(include, `include ${join(folder, 'squid', 'bypass.conf')}`);
}

// The same without its comments and with services, pools and a bump, which it has not.
const stock = (folder: string) => `acl localnet src 10.0.0.0/8 fc00::/7
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
  text: string,
  around = stock,
): { status: number | null; said: string[] } {
  const { status, stderr, stdout } = inFolder({ 'squid/bypass.conf': text }, (folder) => {
    const path = join(folder, 'squid.conf');
    writeFileSync(path, around(folder));
    return run('squid', ['-k', 'parse', '-f', path]);
  });
  const said = `${stdout}${stderr}`
    .split('\n')
    .map((line) => line.replace(/^[0-9/]+ [0-9:]+\| /, ''))
    .filter((line) => line !== '' && !expected.test(line));
  return { status, said };
}

// A build with GnuTLS ignores ssl_bump and dies on ssl::server_name: what it says proves nothing.
const hasOpenssl = /--with-openssl/.test(run('squid', ['-v']).stdout);
export const squidProgram = hasOpenssl ? 'squid' : 'squid-openssl';
export const needsSquid = needsProgram(squidProgram);
