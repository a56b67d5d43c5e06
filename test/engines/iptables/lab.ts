import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { type Channel, type End, openChannel } from './channel.ts';
import type { Internet, Pair, Services } from './internet.ts';
import type { Variant } from './namespace.ts';

/** The far end of the router's other link. */
export const outside: Pair = ['198.18.1.2', '2001:db8:f::2'];

/** The state before the files are applied: a packet filter, and its policy for forwarded packets. */
export type Setting = { readonly variant: Variant; readonly policy: 'ACCEPT' | 'DROP' };

export const settings: readonly Setting[] = [
  { variant: 'nft', policy: 'ACCEPT' },
  { variant: 'nft', policy: 'DROP' },
  { variant: 'legacy', policy: 'ACCEPT' },
  { variant: 'legacy', policy: 'DROP' },
];

/** One connection attempt; without `from`, from the sender's first address. */
export type Attempt = {
  readonly from?: string | undefined;
  readonly to: string;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
};

export type Answer = { readonly outcome: string; readonly milliseconds: number };

/** The number of parallel attempts, and the milliseconds after which one counts as silent. */
export type Pace = { readonly atOnce: number; readonly patience: number };

/** If every attempt is answered, there is time to wait; if many are not, they must wait in parallel. */
export const paces = {
  answers: { atOnce: 64, patience: 5000 },
  silence: { atOnce: 2000, patience: 1500 },
} as const;

/** A program that connects to a host repeatedly; with `cached` it resolved the name once, long ago. */
export type Visitor = {
  readonly label: string;
  readonly server: string;
  readonly name: string;
  readonly family: 4 | 6;
  readonly from: string;
  readonly port: number;
  readonly cached?: string;
};

/** The outcomes of each visitor's connections, with their counts. */
export type Visits = Readonly<Record<string, Readonly<Record<string, number>>>>;

export type Lab = {
  /** Runs commands in the router; `apply VERB` runs apply.sh, `$ipt` and `$ip6t` are the programs of the variant. */
  router(commands: string): Promise<string>;
  /** Runs commands in the namespace of the client, or of the server. */
  client(commands: string): Promise<string>;
  server(commands: string): Promise<string>;
  /** Writes files into the router's directory, over existing ones. */
  write(files: TargetFiles): void;
  ask(end: End, attempts: readonly Attempt[], pace?: Pace): Promise<readonly Answer[]>;
  /** The client queries a server for both kinds of addresses of names. */
  resolve(server: string, names: readonly string[]): Promise<Readonly<Record<string, string[]>>>;
  /** How many records of a type the server answers the client with. */
  count(server: string, name: string, type: number): Promise<number>;
  serve(end: End, services: Services): Promise<void>;
  hold(attempt: Attempt): Promise<string>;
  pulse(to: string): Promise<string>;
  /** The outcomes of the client's visitors during a change. */
  visitsDuring(visitors: readonly Visitor[], work: () => Promise<void>): Promise<Visits>;
};

/** Three namespaces with these files in the router and this network behind it, until the work ends. */
export async function withLab<Value>(
  files: TargetFiles,
  setting: Setting,
  internet: Internet,
  work: (lab: Lab) => Promise<Value>,
): Promise<Value> {
  const channel = await openChannel();
  try {
    const lab = labOn(channel, setting);
    lab.write(files);
    lab.write(siteFiles(internet, channel.started.folder));
    await connect(channel, setting);
    await lab.serve('server', internet.services);
    return await work(lab);
  } finally {
    await channel.close();
  }
}

/** The typed words for what the agents do; agent.mjs gives each answer the shape that is claimed here. */
function labOn(channel: Channel, setting: Setting): Lab {
  const request = async <Value>(at: End, verb: string, argument: unknown) =>
    (await channel.request(at, verb, argument)) as Value;
  const shell = async (at: End, commands: string) => {
    const command = at === 'router' ? prelude + commands : commands;
    const env = environment(setting);
    return (await request<{ output: string }>(at, 'shell', { command, env })).output.trim();
  };
  return {
    router: (commands) => shell('router', commands),
    client: (commands) => shell('client', commands),
    server: (commands) => shell('server', commands),
    write: (files) => writeBelow(channel.started.folder, files),
    ask: (end, questions, pace = paces.silence) => request(end, 'ask', { questions, ...pace }),
    resolve: (server, names) => request('client', 'resolve', { server, names }),
    count: (server, name, type) => request('client', 'count', { server, name, type }),
    serve: (end, services) => request(end, 'serve', services),
    hold: (attempt) => request('client', 'hold', attempt),
    pulse: (to) => request('client', 'pulse', { to }),
    visitsDuring: async (visitors, task) => {
      await request('client', 'start', visitors);
      await task();
      return request('client', 'stop', null);
    },
  };
}

function environment({ variant }: Setting): Record<string, string> {
  return { IPTABLES: `iptables-${variant}`, IP6TABLES: `ip6tables-${variant}` };
}

// How the site runs its dnsmasq: its own file, and a directory that it reads as a whole.
const prelude = `
PATH="$PATH:/usr/sbin:/sbin"
ipt=$IPTABLES ip6t=$IP6TABLES
export DNSMASQ_DIR=$PWD/dnsmasq.d DNSMASQ_FILES=$PWD/router.conf
export DNSMASQ_TEST="dnsmasq --test -C $PWD/router.conf --conf-dir=$PWD/dnsmasq.d"
export DNSMASQ_RESTART="sh $PWD/restart.sh"
export PORTOLAN_SETTINGS=$PWD/settings PORTOLAN_STATE=$PWD/state
apply() { sh iptables/apply.sh "$@"; }
`;

function siteFiles({ names, addresses, resolvers }: Internet, folder: string): TargetFiles {
  // Each name has an HTTPS and an SVCB record too: priority 1, and the name itself.
  const records = Object.entries(names).map(
    ([name, pair]) =>
      `host-record=${name},${pair.join(',')}\ndns-rr=${name},65,000100\ndns-rr=${name},64,000100\n`,
  );
  const listen = [
    'bind-interfaces',
    ...[...outside, ...resolvers].map((each) => `listen-address=${each}`),
    '',
  ].join('\n');
  const common = 'no-resolv\nno-hosts\nuser=root\n';
  return new Map([
    // Names come from another server, since only such answers fill a set.
    ['router.conf', `${common}server=${outside[0]}\npid-file=${folder}/router.pid\n`],
    ['server.conf', `${common}pid-file=${folder}/server.pid\n${listen}${records.join('')}`],
    ['addresses', addresses.map((address) => `${address}\n`).join('')],
    ['dnsmasq.d/site.conf', '# what the site had before\n'],
    [
      'restart.sh',
      `old=$(cat router.pid 2> /dev/null) && kill "$old" && while kill -0 "$old" 2> /dev/null; do sleep 0.01; done
       exec dnsmasq -C "$PWD/router.conf" --conf-dir="$PWD/dnsmasq.d" > /dev/null 2>&1\n`,
    ],
  ]);
}

// The router lets nothing into itself but what belongs to known connections, and what IPv6 lives on. One port is
// open to everybody by a rule of the site.
const siteRules = `
for p in $ipt $ip6t; do
  $p -P INPUT DROP
  $p -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  $p -A FORWARD -p tcp --dport 8088 -j ACCEPT
done
$ip6t -A INPUT -p icmpv6 -j ACCEPT
# Answers to the neighbours, whom our files do not know.
$ipt -A FORWARD -d 198.18.2.0/24 -m conntrack --ctstate ESTABLISHED -j ACCEPT
$ip6t -A FORWARD -d 2001:db8:c2::/64 -m conntrack --ctstate ESTABLISHED -j ACCEPT
`;

async function connect(channel: Channel, setting: Setting): Promise<void> {
  const script = `sh ${join(import.meta.dirname, 'network.sh')}`;
  const { client, server } = channel.started.pids;
  const filter = `$ipt -P FORWARD ${setting.policy}; $ip6t -P FORWARD ${setting.policy}`;
  const steps: [End, string][] = [
    ['router', `${script} router ${client} ${server}`],
    ['client', `${script} client`],
    ['server', `${script} server addresses && dnsmasq -C server.conf > /dev/null 2>&1`],
    ['router', `set -e\n${prelude}${siteRules}${filter}; sh restart.sh`],
  ];
  for (const [at, command] of steps) {
    const answer = await channel.request(at, 'shell', { command, env: environment(setting) });
    const { status, output } = answer as { status: number; output: string };
    if (status !== 0) throw new Error(`the ${at} of the lab cannot be set up: ${output}`);
  }
}

function writeBelow(folder: string, files: TargetFiles): void {
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
