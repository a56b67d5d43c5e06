// The parts of the test network in addition to its servers: network, certificates, DNS server and Squid.
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

// The administrator's programs are not on every user's path.
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

/** Every address of the Internet is this machine, and so are the clients and the proxy. */
export function buildNetwork(redirect) {
  for (const place of ['/tmp', '/dev/shm']) run('mount', '-t', 'tmpfs', 'tmpfs', place);
  run('ip', 'link', 'set', 'lo', 'up');
  run('ip', 'route', 'add', 'local', '0.0.0.0/0', 'dev', 'lo');
  run('ip', '-6', 'route', 'add', 'local', '::/0', 'dev', 'lo');
  for (const address of ['2001:db8:c1::1', '2001:db8:c1::10', '2001:db8:c2::10'])
    run('ip', 'address', 'add', `${address}/128`, 'dev', 'lo', 'nodad');
  for (const { filter, from, port, to } of redirect) {
    const match = ['-s', from, '-p', 'tcp', '--dport', port];
    run(filter, '-t', 'nat', '-A', 'OUTPUT', ...match, '-j', 'REDIRECT', '--to-ports', to);
  }
}

/** An authority of the origins and one of the proxy that decrypts; all origins have one certificate. */
export function makeCertificates() {
  for (const [file, name] of [
    ['origin-ca', 'Origin CA'],
    ['bump', 'Bump CA'],
  ])
    run('openssl', 'req', '-x509', ...freshKey(file, name), '-out', pem(file));
  run('openssl', 'req', ...freshKey('origin', 'origin'), '-out', '/tmp/origin.csr');
  const authority = ['-CA', pem('origin-ca'), '-CAkey', key('origin-ca'), '-CAcreateserial'];
  run('openssl', 'x509', '-req', '-in', '/tmp/origin.csr', ...authority, '-out', pem('origin'));
  appendFileSync(pem('bump'), readFileSync(key('bump')));
}

function freshKey(file, name) {
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  return [...kind, '-keyout', key(file), '-subj', `/CN=${name}`];
}

function pem(name) {
  return `/tmp/${name}.pem`;
}

function key(name) {
  return `/tmp/${name}.key`;
}

/** Names have the addresses of the list, and every other name has the same one. */
export async function startNames(names, pointers) {
  start(
    'dnsmasq',
    ...['--keep-in-foreground', '--conf-file=/dev/null', '--no-resolv', '--no-hosts'],
    ...['--user=root', '--pid-file=', '--bind-interfaces', '--listen-address=127.0.0.1'],
    '--address=/#/203.0.113.80',
    ...Object.entries(names).flatMap(([name, addresses]) =>
      addresses.split(',').map((address) => `--address=/${name}/${address}`),
    ),
    ...Object.entries(pointers).map(([from, name]) => `--ptr-record=${reversed(from)},${name}`),
  );
  await listening(53, '127.0.0.1');
}

function reversed(address) {
  return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

/** Squid, with its files in its own directory. One that is unpacked aside sees its root, and this /tmp. */
export async function startSquid(root, files) {
  mkdirSync('/tmp/squid/conf.d', { recursive: true });
  for (const [name, text] of Object.entries({ ...files, rewritten: '' }))
    writeFileSync(`/tmp/squid/${name}`, text, { mode: 0o755 });
  if (root !== '')
    for (const place of ['/tmp', '/dev', '/proc']) run('mount', '--rbind', place, root + place);
  const inside = root === '' ? [] : ['chroot', root];
  const [certgen, ...fresh] = [...inside, '/usr/lib/squid/security_file_certgen', '-c'];
  run(certgen, ...fresh, '-s', '/tmp/squid/certgen', '-M', '4MB');
  run('chown', '-R', 'proxy', '/tmp/squid', pem('bump'));
  const [program, ...args] = [...inside, 'squid', '-N', '-f', '/tmp/squid/squid.conf'];
  const squid = start(program, ...args);
  const ended = new Promise((_, reject) => {
    squid.once('exit', (code) => reject(new Error(`Squid ended with ${code}`)));
  });
  await Promise.race([listening(3128, '192.0.2.1'), ended]);
}

function run(program, ...args) {
  return execFileSync(program, args, { stdio: 'pipe', env });
}

function start(program, ...args) {
  return spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
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
