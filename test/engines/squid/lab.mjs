// A world of its own for one Squid: `unshare --net --pid --mount ... node lab.mjs`.
//   standard input:  one line, the description (lab.ts has its type); then it stays open for as long as it is wanted
//   standard output: one line, the answers
// This is the first process of its PID namespace and /tmp is a file system of its own, so whatever way it ends, every
// process and file ends with it. It ends when its input does, which also happens when the test is killed.
import { execFileSync, spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { ask } from './client.mjs';
import { startServers } from './servers.mjs';

const limit = 100_000;
setTimeout(() => end('took too long'), limit).unref();

const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => work(JSON.parse(line)).then(end, (error) => end(error.stack)));
lines.once('close', () => process.exit(1));

async function work(description) {
  buildNetwork(description.redirect);
  makeCertificates();
  const events = [];
  await startServers(events);
  await startNames(description.names, description.pointers);
  await startSquid(description.files);
  const answers = {};
  for (const question of description.questions) {
    events.length = 0;
    const before = rewritten().length;
    const replies = await ask(question);
    const seen = rewritten().length > before ? [...events, { by: 'rewriter' }] : events;
    answers[question.id] = { replies, events: [...seen] };
  }
  process.stdout.write(`${JSON.stringify({ answers, pointers: await pointersOf(description) })}\n`);
}

function end(problem) {
  if (problem !== undefined) process.stderr.write(`${problem}\n${log()}\n`);
  process.stdout.write('', () => process.exit(problem === undefined ? 0 : 1));
}

function log() {
  try {
    return readFileSync('/tmp/squid/cache.log', 'utf8').split('\n').slice(-40).join('\n');
  } catch {
    return '(Squid said nothing)';
  }
}

function run(command, ...args) {
  return execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
}

// The administrator's programs are not on every user's path.
const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

/** Every address of the Internet is this machine; the clients are two of them. */
function buildNetwork(redirect) {
  for (const place of ['/tmp', '/dev/shm']) run('mount', '-t', 'tmpfs', 'tmpfs', place);
  run('ip', 'link', 'set', 'lo', 'up');
  run('ip', 'route', 'add', 'local', '0.0.0.0/0', 'dev', 'lo');
  run('ip', '-6', 'route', 'add', 'local', '::/0', 'dev', 'lo');
  for (const address of ['2001:db8:c1::1', '2001:db8:c1::10', '2001:db8:c2::10'])
    run('ip', 'address', 'add', `${address}/128`, 'dev', 'lo', 'nodad');
  for (const { filter, from, port, to } of redirect) {
    const source = ['-t', 'nat', '-A', 'OUTPUT', '-s', from, '-p', 'tcp'];
    // What is meant for the proxy itself stays as it is.
    const rule = [...source, '--dport', port, '-j', 'REDIRECT', '--to-ports', to];
    run(filter, ...rule);
  }
}

/** Two authorities, the one of the origins and the one of the proxy that decrypts; and one certificate for all origins. */
function makeCertificates() {
  mkdirSync('/tmp/squid', { mode: 0o777 });
  for (const [file, name] of [
    ['origin-ca', 'Origin CA'],
    ['bump', 'Bump CA'],
  ])
    run('openssl', 'req', '-x509', ...freshKey, ...namedAs(file, name), '-out', pem(file));
  run('openssl', 'req', ...freshKey, ...namedAs('origin', 'origin'), '-out', '/tmp/origin.csr');
  const authority = ['-CA', pem('origin-ca'), '-CAkey', key('origin-ca'), '-CAcreateserial'];
  run('openssl', 'x509', '-req', '-in', '/tmp/origin.csr', ...authority, '-out', pem('origin'));
  appendFileSync(pem('bump'), readFileSync(key('bump')));
}

const namedAs = (file, name) => ['-keyout', key(file), '-subj', `/CN=${name}`];
const freshKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const pem = (name) => `/tmp/${name}.pem`;
const key = (name) => `/tmp/${name}.key`;

/** Names have the addresses of the list, and any other name has one of its own. */
async function startNames(names, pointers) {
  const addresses = Object.entries(names).map(([name, address]) => `--address=/${name}/${address}`);
  const records = Object.entries(pointers).map(
    ([address, name]) => `--ptr-record=${reversed(address)},${name}`,
  );
  spawn(
    'dnsmasq',
    [
      '-k',
      '-C',
      '/dev/null',
      '--no-resolv',
      '--no-hosts',
      '--user=root',
      '--pid-file=',
      '--bind-interfaces',
      '--listen-address=127.0.0.1',
      '--address=/#/203.0.113.80',
      ...addresses,
      ...records,
    ],
    { stdio: 'ignore', env: environment },
  );
  await listening(53, '127.0.0.1');
}

function reversed(address) {
  return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

/** What the name server really says of the addresses whose owner lies. */
async function pointersOf({ pointers }) {
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  resolver.setServers(['127.0.0.1']);
  const asked = Object.keys(pointers).map(async (address) => [
    address,
    await resolver.reverse(address),
  ]);
  return Object.fromEntries(await Promise.all(asked));
}

async function startSquid(files) {
  for (const [name, text] of Object.entries(files))
    writeFileSync(`/tmp/squid/${name}`, text, { mode: 0o755 });
  run('/usr/lib/squid/security_file_certgen', '-c', '-s', '/tmp/squid/certgen', '-M', '4MB');
  writeFileSync('/tmp/squid/rewritten', '');
  const owner = Number(run('id', '-u', 'proxy').toString());
  run('chown', '-R', 'proxy', '/tmp/squid');
  chownSync(pem('bump'), owner, 0);
  chmodSync('/tmp/squid', 0o755);
  const squid = spawn('squid', ['-N', '-f', '/tmp/squid/squid.conf'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment,
  });
  const ended = new Promise((_, reject) => {
    squid.once('exit', (code) => reject(new Error(`squid ended with ${code}`)));
  });
  ended.catch(() => {});
  await Promise.race([listening(3128, '192.0.2.1'), ended]);
}

function rewritten() {
  return readFileSync('/tmp/squid/rewritten', 'utf8');
}

async function listening(port, host) {
  while (!(await accepts(port, host))) await new Promise((resolve) => setTimeout(resolve, 50));
}

function accepts(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const say = (answer) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', say(true));
    socket.once('error', say(false));
  });
}
