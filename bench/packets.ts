import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Measures what forwarding a new packet costs a router, by the number of listed networks; the packet goes to the last
 * of them. Prints `label<TAB>CPU microseconds`, without rules first. Needs root, iptables, ipset and iproute2. Each
 * measurement has its own router and client, which no other network can reach. Build first: npm run build.
 */
const root = join(import.meta.dirname, '..');

type Case = {
  readonly label: string;
  readonly networks: number;
  /** Replaces the set by a rule for each network. */
  readonly isLinear?: true;
};

const cases: readonly Case[] = [
  { label: 'no rules', networks: 0 },
  { label: '100 networks', networks: 100 },
  { label: '10,000 networks', networks: 10_000 },
  { label: '100,000 networks', networks: 100_000 },
  { label: '100 networks, a rule each', networks: 100, isLinear: true },
  { label: '10,000 networks, a rule each', networks: 10_000, isLinear: true },
];

const rounds = 11;
const packets = 2_000;

/** A router, and a client that sends when it is told. */
type Router = {
  readonly send: (count: number) => Promise<number>;
  readonly stop: () => Promise<void>;
};

async function main(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('run as root');
  const folder = mkdtempSync(join(tmpdir(), 'portolan-packets-'));
  try {
    const routers: Router[] = [];
    for (const each of cases)
      routers.push(await startRouter(join(folder, `${routers.length}`), each));
    const figures = await measure(routers);
    for (const router of routers) await router.stop();
    for (const [index, { label }] of cases.entries())
      console.log(`${label}\t${figures[index]?.toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The median of several rounds; each round asks all routers, so that a busy machine slows all of them. */
async function measure(routers: readonly Router[]): Promise<number[]> {
  for (const router of routers) await router.send(packets);
  const all: number[][] = routers.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, router] of routers.entries()) all[index]?.push(await router.send(packets));
  return all.map((figures) => figures.sort((a, b) => a - b)[rounds >> 1] ?? Number.NaN);
}

function network(index: number): string {
  return `${20 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
}

/** The directory has the files of a site with these networks, or none. */
function writeFiles(folder: string, { networks, isLinear }: Case): void {
  mkdirSync(folder);
  if (networks === 0) return;
  const lines = Array.from({ length: networks }, (_, index) => `${network(index)}.0/24\n`);
  writeFileSync(join(folder, 'networks.txt'), lines.join(''));
  writeFileSync(join(folder, 'spec.yaml'), spec);
  run(process.execPath, [join(root, 'dist', 'cli.js'), 'generate', join(folder, 'spec.yaml')]);
  if (isLinear) writeRuleForEach(join(folder, 'generated/edge/iptables/rules.v4'), networks);
}

const spec = `version: 1
name: packets
prefix: pkt
title: Packets
services:
  media: { ports: [udp/443], application: other }
groups:
  - id: all
    title: All
    tier: required
    inspection: allow
    endpoints: [{ list: networks.txt, service: media }]
sites:
  edge:
    clients: [192.0.2.0/24]
    resolvers: [self]
    enforce: closed
    tiers: [required]
    targets: { iptables: {} }
`;

function writeRuleForEach(file: string, networks: number): void {
  const text = readFileSync(file, 'utf8');
  const [line = '', set = ''] =
    /^-A PKT-REQUIRED .*( -m set --match-set \S+ dst).*$/m.exec(text) ?? [];
  const rules = Array.from({ length: networks }, (_, index) =>
    line.replace(set, '').replace(' -p', ` -d ${network(index)}.0/24 -p`),
  );
  writeFileSync(file, text.replace(line, rules.join('\n')));
}

// The first process of its namespaces: all that it started ends with it. Prints the number of forwarded packets at the end.
const setUp = `
set -eu
PATH="$PATH:/usr/sbin:/sbin"
echo 1 > /proc/sys/net/ipv4/ip_forward
ip link add out type veth peer name far
ip link set out up
ip link set far up
ip link add c type veth peer name eth0
ip link set c up
ip address add 192.0.2.1/24 dev c
ip address add 198.18.0.1/30 dev out
# The far end drops what it gets: the packets are for another link-layer address.
ip neighbor add 198.18.0.2 lladdr 02:00:00:00:00:02 dev out
ip route add default via 198.18.0.2
unshare --net sleep 1000000 &
client=$!
until [ "$(readlink /proc/$client/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
ip link set eth0 netns "$client"
nsenter -t "$client" -n sh -ec 'ip link set eth0 up; ip address add 192.0.2.2/24 dev eth0; ip route add default via 192.0.2.1'
if [ -d generated/edge/iptables ]; then
  ipset restore < generated/edge/iptables/sets.ipset
  iptables-restore --noflush generated/edge/iptables/rules.v4
  iptables -I FORWARD -s 192.0.2.0/24 -j PKT-OUT
fi
nsenter -t "$client" -n "$@"
awk '$1 == "out:" { print $11 }' /proc/net/dev
`;

async function startRouter(folder: string, each: Case): Promise<Router> {
  writeFiles(folder, each);
  const to = `${network(Math.max(0, each.networks - 1))}.7`;
  const sender = [process.execPath, join(import.meta.dirname, 'packets.mjs'), to];
  const inside = ['--net', '--pid', '--fork', '--mount-proc', '--kill-child=KILL'];
  const child = spawn('unshare', [...inside, 'sh', '-c', setUp, 'sh', ...sender], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A router that ends is an error where its next line is missing.
  child.stdin?.on('error', () => undefined);
  const lines = linesOf(child);
  let sent = 0;
  return {
    send: async (count) => {
      child.stdin?.write(`${count}\n`);
      sent += count;
      return Number(await lines());
    },
    stop: async () => {
      child.stdin?.end();
      const forwarded = Number(await lines());
      if (forwarded < sent)
        throw new Error(`${each.label}: ${forwarded} of ${sent} packets passed`);
    },
  };
}

/** The lines that a program prints, one for each call; fails once the program has ended. */
function linesOf(child: ChildProcess): () => Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the program has no output');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await lines.next();
    if (done === true) throw new Error('a router of the measurement has ended');
    return value;
  };
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

await main();
