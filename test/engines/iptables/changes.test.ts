import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../src/targets/target.ts';
import { needsNamespace } from '../../support/programs.ts';
import { programsOf, variants } from '../../targets/iptables/namespace.ts';
import { sitesOf, sourcesIn } from '../sites.ts';
import { closed } from './expected.ts';
import { internetOf, type Pair, splitPort } from './internet.ts';
import { type Lab, type Setting, settings, type Visitor, type Visits, withLab } from './lab.ts';
import { filesOf } from './promised.ts';
import { client, families, inFamily, router } from './table.ts';

const story = sourcesIn('every-kind-in-two-sites');
const removed = '      - url: https://app.example.com/only/this\n';
const added = '      - url: https://new.example.com\n';
const wider = closedFilesWith(removed + added);
const narrower = closedFilesWith('');

// app.example.com leaves the set that it shares with www.example.com on 443; docs and turn have sets of their own.
const internet = internetOf({
  names: ['www', 'docs', 'app', 'turn', 'new'].map((host) => `${host}.example.com`),
  pointing: {},
  places: [],
  resolvers: [],
  ports: ['tcp/80', 'tcp/443', 'tcp/3478'],
});
const ports = { www: 443, docs: 80, app: 443, turn: 3478, new: 443 } as const;
type Host = keyof typeof ports;

type Seen = {
  readonly duringWider: Visits;
  readonly newHost: { readonly unasked: string[]; readonly asked: string[] };
  readonly duringNarrower: Visits;
  readonly cachedAfter: Readonly<Record<string, string[]>>;
  readonly askedAfter: Readonly<Record<string, string[]>>;
  readonly lasting: Readonly<Record<string, string[]>>;
  readonly said: string;
};

describe.each([...settings])('iptables-$variant, FORWARD policy $policy', (setting) => {
  const it = needsNamespace(...variants.flatMap(programsOf), 'ip');
  let lab: Promise<Seen> | undefined;
  const says = (name: string, look: (seen: Seen) => void) =>
    it(name, async () => {
      lab ??= observe(setting);
      look(await lab);
    });

  says(
    'an apply that only adds breaks no visit, whether its name was asked now or long ago',
    (seen) => {
      const fine = { open: expect.any(Number) };
      expect(seen.duringWider).toEqual({
        'www.example.com asked in IPv4': fine,
        'www.example.com asked in IPv6': fine,
        'www.example.com cached in IPv4': fine,
        'www.example.com cached in IPv6': fine,
        'docs.example.com asked in IPv4': fine,
        'docs.example.com asked in IPv6': fine,
        'docs.example.com cached in IPv4': fine,
        'docs.example.com cached in IPv6': fine,
      });
      expect(seen.said).toBe('');
    },
  );

  says('a new host is closed until its name is asked, and then open', ({ newHost }) => {
    expect(newHost).toEqual({ unasked: ['refused', 'refused'], asked: ['open', 'open'] });
  });

  says('an apply that takes a host away breaks no visit to the hosts of the other sets', (seen) => {
    const fine = { open: expect.any(Number) };
    expect(seen.duringNarrower).toEqual({
      'docs.example.com asked in IPv4': fine,
      'docs.example.com asked in IPv6': fine,
      'docs.example.com cached in IPv4': fine,
      'docs.example.com cached in IPv6': fine,
      'turn.example.com asked in IPv4': fine,
      'turn.example.com asked in IPv6': fine,
      'turn.example.com cached in IPv4': fine,
      'turn.example.com cached in IPv6': fine,
    });
  });

  says(
    'a removed host is closed, and stays so when its name is asked; the kept ones are open',
    (seen) => {
      expect(seen.askedAfter).toEqual({
        app: ['refused', 'refused'],
        www: ['open', 'open'],
        docs: ['open', 'open'],
        turn: ['open', 'open'],
      });
    },
  );

  says(
    'only the hosts that shared a set with it wait for the next question of their name',
    (seen) => {
      expect(seen.cachedAfter).toEqual({
        app: ['refused', 'refused'],
        www: ['refused', 'refused'],
        docs: ['open', 'open'],
        turn: ['open', 'open'],
      });
    },
  );

  says(
    'a connection that is open stays so through every apply, even to the host that is removed',
    ({ lasting }) => {
      expect(lasting).toEqual({
        www: ['alive', 'alive'],
        docs: ['alive', 'alive'],
        app: ['alive', 'alive'],
      });
    },
  );
});

function observe(setting: Setting): Promise<Seen> {
  return withLab(filesOf(closed), setting, internet, change);
}

async function change(lab: Lab): Promise<Seen> {
  await lab.router('apply apply');
  await lab.resolve(inFamily(router, 4), Object.keys(internet.names));
  for (const host of ['www', 'docs', 'app'] as const)
    for (const family of families) await lab.hold(attempt(host, family));
  let said = '';
  lab.write(wider);
  const duringWider = await lab.visitsDuring(visitors('www', 'docs'), async () => {
    said = await lab.router('apply apply');
  });
  const unasked = await outcomes(lab, 'new');
  await lab.resolve(inFamily(router, 4), ['new.example.com']);
  const newHost = { unasked, asked: await outcomes(lab, 'new') };
  lab.write(narrower);
  const duringNarrower = await lab.visitsDuring(visitors('docs', 'turn'), async () => {
    await lab.router('apply apply');
  });
  const cachedAfter = await outcomesOf(lab);
  await lab.resolve(inFamily(router, 4), Object.keys(internet.names));
  const askedAfter = await outcomesOf(lab);
  const lasting = {
    www: await pulses(lab, 'www'),
    docs: await pulses(lab, 'docs'),
    app: await pulses(lab, 'app'),
  };
  return { duringWider, newHost, duringNarrower, cachedAfter, askedAfter, lasting, said };
}

/** The files of the closed site after the endpoint of app.example.com gives way to other lines. */
function closedFilesWith(lines: string): TargetFiles {
  const text = String(story['spec.yaml']);
  if (!text.includes(removed)) throw new Error('the story has another app.example.com');
  const sources = { ...story, 'spec.yaml': text.replace(removed, lines) };
  const site = sitesOf(sources, 'iptables').find(({ closed }) => closed);
  if (site === undefined) throw new Error('the story has no closed site');
  return site.files;
}

function addressOf(host: Host): Pair {
  const pair = internet.names[`${host}.example.com`];
  if (pair === undefined) throw new Error(`the lab has no ${host}`);
  return pair;
}

function attempt(host: Host, family: 4 | 6) {
  const [from, to] = [inFamily(client, family), inFamily(addressOf(host), family)];
  return { from, to, ...splitPort(`tcp/${ports[host]}`) };
}

async function outcomes(lab: Lab, host: Host): Promise<string[]> {
  const answers = await lab.ask(
    'client',
    families.map((family) => attempt(host, family)),
  );
  return answers.map(({ outcome }) => outcome);
}

async function outcomesOf(lab: Lab): Promise<Record<string, string[]>> {
  const hosts = ['app', 'www', 'docs', 'turn'] as const;
  const all = await Promise.all(
    hosts.map(async (host) => [host, await outcomes(lab, host)] as const),
  );
  return Object.fromEntries(all);
}

function pulses(lab: Lab, host: Host): Promise<string[]> {
  return Promise.all(families.map((family) => lab.pulse(inFamily(addressOf(host), family))));
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
