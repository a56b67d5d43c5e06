import type { TargetFiles } from '../../../src/targets/reading.ts';
import { sitesOf, sourcesIn } from '../sites.ts';
import { withoutOwnSets } from './earlier.ts';
import { type Internet, internetOf, type Pair, splitPort } from './internet.ts';
import { type Lab, type Setting, type Visitor, type Visits, withLab } from './lab.ts';
import { client, families, inFamily, router } from './table.ts';

const story = sourcesIn('every-kind-in-two-sites');
const app = '      - url: https://app.example.com/only/this\n';
const docs = '      - url: http://docs.example.com/manual/first.part\n';
const turn = '      - { host: turn.example.com, service: media }\n';
const twin = '      - url: https://twin.example.com\n';
const added = '      - url: https://new.example.com\n';
const both = '      - { host: both.example.com, services: [http, https] }\n';
const half = '      - { host: both.example.com, service: https }\n';

/** The files of the closed site, one change after the other. */
const stages = {
  earlier: withoutOwnSets(closedFiles([])),
  /** Three hosts more. */
  wider: closedFiles([[app, app + twin + added + both]]),
  /** Three hosts less, and one that leaves one of its services. */
  narrower: closedFiles([[app, half]]),
  /** A host moves into another group. */
  moved: closedFiles([
    [app, half],
    [docs, ''],
    [turn, docs + turn],
  ]),
};

// Only www.example.com and twin.example.com share an address.
const plain = internetOf({
  names: ['www', 'docs', 'app', 'turn', 'new', 'both'].map((host) => `${host}.example.com`),
  pointing: {},
  places: [],
  resolvers: [],
  ports: ['tcp/80', 'tcp/443', 'tcp/3478'],
});
const internet: Internet = {
  ...plain,
  names: { ...plain.names, 'twin.example.com': pairOf('www') },
};

const ports = { www: 443, docs: 80, app: 443, turn: 3478, new: 443, twin: 443, both: 443 } as const;
type Host = keyof typeof ports;

/** What became of one attempt in each family. */
type Outcomes = readonly string[];

export type Seen = {
  readonly said: string;
  readonly duringWider: Visits;
  readonly newHost: { readonly unasked: Outcomes; readonly asked: Outcomes };
  readonly duringNarrower: Visits;
  /** With the addresses that the client knew before, at once after the first apply that took hosts away. */
  readonly cached: Readonly<Record<string, Outcomes>>;
  readonly asked: Readonly<Record<string, Outcomes>>;
  readonly duringMove: Visits;
  readonly lasting: Readonly<Record<string, Outcomes>>;
  readonly drift: string;
  readonly removed: string;
};

/** Lets a site live through its changes in one setting, while its clients go on. */
export function liveThrough(setting: Setting): Promise<Seen> {
  return withLab(stages.earlier, setting, internet, change);
}

async function change(lab: Lab): Promise<Seen> {
  const resolve = (names: readonly string[]) => lab.resolve(inFamily(router, 4), names);
  const apply = (files: TargetFiles) => {
    lab.write(files);
    return lab.router('apply apply');
  };
  await lab.router('apply apply');
  await resolve(Object.keys(internet.names));
  for (const host of ['www', 'docs', 'app'] as const)
    for (const family of families) await lab.hold(attempt(host, family));
  let said = '';
  const duringWider = await lab.visitsDuring(visitors('www', 'docs'), async () => {
    said = await apply(stages.wider);
  });
  const unasked = await outcomes(lab, 'new');
  await resolve(Object.keys(internet.names));
  const newHost = { unasked, asked: await outcomes(lab, 'new') };
  let cached = {};
  const kept = ['www', 'docs', 'turn', 'both'] as const;
  const duringNarrower = await lab.visitsDuring(visitors(...kept), async () => {
    await apply(stages.narrower);
    cached = await table(lab);
    await lab.router('apply apply; apply apply');
  });
  await resolve(Object.keys(internet.names));
  const asked = await table(lab);
  const duringMove = await lab.visitsDuring(visitors('docs', 'turn'), async () => {
    await apply(stages.moved);
  });
  const lasting = {
    www: await pulses(lab, 'www'),
    docs: await pulses(lab, 'docs'),
    app: await pulses(lab, 'app'),
  };
  const drift = await lab.router(`
    ipset destroy kind_www.example.com_v6; ipset create kind_x.example.com_v4 hash:ip timeout 60
    apply status; apply apply; apply status; echo "status $?"`);
  const removed = await lab.router('apply remove; ipset list -name; echo "remove $?"');
  return {
    said,
    duringWider,
    newHost,
    duringNarrower,
    cached,
    asked,
    duringMove,
    lasting,
    drift,
    removed,
  };
}

/** The files of the closed site after some of the spec's lines gave way to others. */
function closedFiles(changes: readonly (readonly [from: string, to: string])[]): TargetFiles {
  let text = String(story['spec.yaml']);
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the story does not hold "${from}"`);
    text = text.replace(from, to);
  }
  const site = sitesOf({ ...story, 'spec.yaml': text }, 'iptables').find(({ closed }) => closed);
  if (site === undefined) throw new Error('the story has no closed site');
  return site.files;
}

function pairOf(host: string): Pair {
  const pair = (host === 'twin' ? internet : plain).names[`${host}.example.com`];
  if (pair === undefined) throw new Error(`the lab has no ${host}`);
  return pair;
}

function attempt(host: Host, family: 4 | 6, port: number = ports[host]) {
  const [from, to] = [inFamily(client, family), inFamily(pairOf(host), family)];
  return { from, to, ...splitPort(`tcp/${port}`) };
}

async function outcomes(lab: Lab, host: Host, port?: number): Promise<Outcomes> {
  const answers = await lab.ask(
    'client',
    families.map((family) => attempt(host, family, port)),
  );
  return answers.map(({ outcome }) => outcome);
}

async function table(lab: Lab): Promise<Record<string, Outcomes>> {
  const hosts = ['app', 'new', 'twin', 'www', 'docs', 'turn', 'both'] as const;
  const rows = hosts.map(async (host) => [host, await outcomes(lab, host)] as const);
  const left = outcomes(lab, 'both', 80).then((seen) => ['both, port 80', seen] as const);
  return Object.fromEntries(await Promise.all([...rows, left]));
}

function pulses(lab: Lab, host: Host): Promise<string[]> {
  return Promise.all(families.map((family) => lab.pulse(inFamily(pairOf(host), family))));
}

/** To each host one who asks its name every time, and one who has asked long ago, in both families. */
function visitors(...hosts: Host[]): Visitor[] {
  return hosts.flatMap((host) =>
    families.flatMap((family) => {
      const { from, to, port } = attempt(host, family);
      const name = `${host}.example.com`;
      const common = { server: inFamily(router, 4), name, from, port, family };
      return [
        { ...common, label: `${name} asked in IPv${family}` },
        { ...common, label: `${name} cached in IPv${family}`, cached: to },
      ];
    }),
  );
}
