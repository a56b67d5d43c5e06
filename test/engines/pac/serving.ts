import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { nodesOf, parsePage } from '../../support/markdown.ts';
import { run } from '../../support/programs.ts';
import { root } from '../../support/rendered.ts';
import type { Loaded } from './chromium.ts';

const page = parsePage(readFileSync(join(root, 'docs/apply.md'), 'utf8'));

/** A block of docs/apply.md in this language, of which there is one. */
function snippet(language: string): string {
  const blocks = nodesOf(page, 'code').filter(({ lang }) => lang === language);
  const [block, ...more] = blocks;
  if (block === undefined || more.length > 0) throw new Error(`expected one ${language} block`);
  return block.value;
}

/** A command of docs/apply.md in its text. */
function command(begin: string): string {
  const found = nodesOf(page, 'inlineCode').find(({ value }) => value.startsWith(begin));
  if (found === undefined) throw new Error(`docs/apply.md has no command ${begin}`);
  return found.value.replace(/\s+/g, ' ');
}

/**
 * A web server with its snippet, and how it starts with the configuration of its Debian package. nginx and Apache would
 * compress all other files.
 */
export type WebServer = {
  readonly program: string;
  readonly snippet: string;
  readonly start: string;
};

export const webServers: Readonly<Record<string, WebServer>> = {
  nginx: {
    program: 'nginx',
    snippet: snippet('nginx'),
    start: `hide /etc/nginx/conf.d; hide /etc/nginx/sites-enabled; hide /var/lib/nginx; mkdir /var/log/nginx
      echo 'gzip_types *; gzip_min_length 1;' > /etc/nginx/conf.d/gzip.conf
      cp snippet /etc/nginx/sites-enabled/pac
      nginx -g 'daemon off;' &`,
  },
  Apache: {
    program: 'apache2',
    snippet: snippet('apache'),
    start: `cp -r /etc/apache2/mods-enabled mods; hide /etc/apache2/mods-enabled; hide /etc/apache2/sites-enabled; hide /var/lib/apache2
      cp -P mods/* /etc/apache2/mods-enabled/; mkdir /var/log/apache2
      ${command('a2enmod headers')} > /dev/null
      echo 'SetOutputFilter DEFLATE' > /etc/apache2/sites-enabled/gzip.conf
      cp snippet /etc/apache2/sites-enabled/pac.conf
      set +u; . /etc/apache2/envvars; set -u; mkdir -p "$APACHE_RUN_DIR" "$APACHE_LOCK_DIR"
      apache2 -D FOREGROUND 2> apache.log &`,
  },
  Caddy: {
    program: 'caddy',
    snippet: snippet('caddy'),
    start: `export HOME="$PWD" XDG_CONFIG_HOME="$PWD" XDG_DATA_HOME="$PWD"
      caddy run --adapter caddyfile --config snippet 2> caddy.log &`,
  },
};

// A machine with a root of its own for what servers write, which publishes the file as docs/apply.md says.
const prelude = `set -eu
ip link set lo up
hide() { mount -t tmpfs -o mode=755 portolan-test "$1"; }
hide /run; mkdir /run/lock; hide /var/log; hide /srv
mkdir /srv/pac
${command('cp proxy.pac /srv/pac')}
${command('ln -s proxy.pac')}
`;

/** What a program prints that runs beside a web server with its snippet, which serves a PAC file. */
function beside(server: WebServer, pac: string, program: string, input: unknown): string {
  return inFolder((folder) => {
    writeFiles(folder, {
      'proxy.pac': pac,
      snippet: `${server.snippet}\n`,
      input: JSON.stringify(input),
    });
    const node = `'${process.execPath}' '${join(import.meta.dirname, program)}' < input`;
    const script = `cd '${folder}'\n${prelude}${server.start}\n${node}`;
    const { status, stdout, stderr } = run('unshare', [...alone, 'sh', '-c', script]);
    if (status !== 0) throw new Error(`ended with ${status}: ${stderr.slice(-2000)}`);
    return stdout;
  });
}

// The kernel ends the server with the namespaces, and undoes the mounts.
const alone = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child=KILL'];

export type Question = { readonly host: string; readonly path: string; readonly method: string };

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What a web server answers. */
export function ask(server: WebServer, pac: string, questions: readonly Question[]): Answer[] {
  return JSON.parse(beside(server, pac, 'served.mjs', questions)) as Answer[];
}

export type Browser = 'chromium' | 'firefox-esr';

/** The routes of loads by a browser, which takes the PAC file from this web server. */
export function loadFrom(
  server: WebServer,
  program: Browser,
  pac: string,
  url: string,
  loads: readonly string[],
): Loaded {
  const input = { program, pac: url, loads, proxy: true, seconds: 25 };
  return (JSON.parse(beside(server, pac, 'browser.mjs', input)) as { places: Loaded }).places;
}
