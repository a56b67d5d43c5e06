// A headless browser that loads URLs by the word of a PAC file. Run it in a network and process namespace of its own.
// On standard input: { text, loads: [url], proxy: is it up?, seconds }; on standard output: { places: [[text]], fetched }.
// With { pac: url } instead of the text, another server has the PAC file. { program } is a browser, if not Chromium.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsOf } from './commands.mjs';
import { listening, startServers } from './servers.mjs';

const home = '127.0.0.1';
const homePort = 18099;
const proxyPort = 3128;

const asked = JSON.parse(readFileSync(0, 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'portolan-browser-'));
// The end of this process is the end of its namespaces, and of every process in them.
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
// Ends by itself, should the test be stopped before it can end this.
setTimeout(() => process.exit(1), 1000 * (asked.seconds + 5));

execFileSync('ip', ['link', 'set', 'lo', 'up']);
const told = { places: asked.loads.map(() => []), fetched: 0 };
const open = new Set(asked.loads.keys());
await startServers({
  ports: [...new Set(asked.loads.map(portOf))],
  proxyPort: asked.proxy ? proxyPort : undefined,
  tls: certificate(),
  log: (load, place) => {
    if (load === undefined) return;
    told.places[load].push(place);
    open.delete(Number(load));
  },
});
await listening(createServer(answerAtHome), homePort, home);
const browser = startBrowser();
// Where it cannot run there is nothing to wait for; its own words are on the standard error.
browser.once('exit', () => open.clear());
await allDone(Date.now() + 1000 * asked.seconds);
process.kill(-browser.pid, 'SIGKILL');
await once(browser, 'exit');
process.stdout.write(JSON.stringify(told), () => process.exit(0));

function portOf(url) {
  const { port, protocol } = new URL(url);
  return Number(port) || (/^(http|ws):$/.test(protocol) ? 80 : 443);
}

function certificate() {
  const [keyFile, file] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=test'];
  const files = ['-keyout', keyFile, '-out', file];
  execFileSync('openssl', [...request, ...files], { stdio: 'ignore' });
  return { key: readFileSync(keyFile), cert: readFileSync(file) };
}

function startBrowser() {
  const { program = 'chromium', pac = `http://${home}:${homePort}/proxy.pac` } = asked;
  const words = wordsOf[program](folder, pac, `http://${home}:${homePort}/`);
  // HOME and TMPDIR: files that it leaves are removed with the directory.
  const env = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder };
  return spawn(program, words, { env, detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The PAC file, the page that loads everything, and a page for each load that has to be a page of its own. */
function answerAtHome({ url }, response) {
  const [, verb, load] = url.split('/');
  if (verb === 'proxy.pac') {
    told.fetched += 1;
    response.setHeader('content-type', 'application/x-ns-proxy-autoconfig').end(asked.text);
  } else if (verb === '') {
    page(response, `const loads = ${JSON.stringify(asked.loads)}; (${loadAll})(loads);`);
  } else if (verb === 'load') {
    page(response, `location.replace(${JSON.stringify(asked.loads[load])});`);
  } else {
    if (verb === 'failed') open.delete(Number(load));
    response.writeHead(204).end();
  }
}

function page(response, script) {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'unsafe-url',
  });
  response.end(`<!doctype html><script>${script.replaceAll('<', '\\u003c')}</script>`);
}

/** Runs in the page. A URL with a user name can only be a page of its own. */
function loadAll(loads) {
  loads.forEach((url, load) => {
    const failed = () => fetch(`/failed/${load}`);
    if (/^wss?:/i.test(url)) new WebSocket(url, `load-${load}`).onerror = failed;
    else if (new URL(url).username !== '') window.open(`/load/${load}`);
    else
      fetch(url, {
        mode: 'no-cors',
        cache: 'no-store',
        referrer: `/load/${load}`,
        referrerPolicy: 'unsafe-url',
      }).catch(failed);
  });
}

/** Until each load was seen or has failed, and a little longer: a second try by another way would be seen as well. */
async function allDone(deadline) {
  while (open.size > 0 && Date.now() < deadline) await pause(50);
  await pause(300);
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
