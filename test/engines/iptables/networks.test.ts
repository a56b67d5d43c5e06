import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { needsNamespace } from '../../support/programs.ts';
import { fileOf, renderWords } from '../../targets/iptables/render.ts';
import { internetOf, type Port } from './internet.ts';
import { type Lab, type Setting, settings, type Visits, withLab } from './lab.ts';
import { programsOf, variants } from './namespace.ts';
import { client, families, familyOf, inFamily, router } from './table.ts';

const count = 40;

/** The two addresses of a listed block by its number, and the addresses on both sides of it. */
function blockOf(start: (number: number) => string, number: number): Record<string, string> {
  return {
    first: start(4 * number),
    last: start(4 * number + 1),
    before: start(4 * number - 1),
    after: start(4 * number + 2),
  };
}

/** Public and guarded space of each family, where each listed block has an address of its own. */
const spaces = {
  public4: (last: number) => `192.31.200.${4 + last}`,
  public6: (last: number) => `2001:db8:200::${(4 + last).toString(16)}`,
  guarded4: (last: number) => `10.77.0.${4 + last}`,
  guarded6: (last: number) => `fd00:77::${(4 + last).toString(16)}`,
} as const;

type Space = keyof typeof spaces;
const spaceNames = Object.keys(spaces) as Space[];

function blocksFrom(first: number): string[] {
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  return spaceNames.flatMap((space) => {
    const length = space.endsWith('4') ? 31 : 127;
    return numbers.map((number) => `${spaces[space](4 * number)}/${length}`);
  });
}

/** A site with a set of networks in each space, and one of two services that has a range of ports. */
function filesFrom(first: number): TargetFiles {
  return renderWords({
    name: 'networks',
    services: { calls: { ports: ['tcp/9443', 'udp/3478-3479'], application: 'other' } },
    groups: [{ id: 'cdn', to: { calls: blocksFrom(first), https: blocksFrom(first) } }],
  });
}

const files = { old: filesFrom(0), next: filesFrom(1) };

// The first and last block of both versions, and one between them that both have.
const numbers = [0, 7, count - 1, count];
const places = spaceNames.flatMap((space) =>
  numbers.flatMap((number) =>
    Object.entries(blockOf(spaces[space], number)).map(([what, address]) => ({
      what,
      number,
      space,
      address,
    })),
  ),
);

const listed: readonly Port[] = ['tcp/443', 'tcp/9443', 'udp/3478', 'udp/3479'];
const others: readonly Port[] = ['tcp/444', 'udp/3480'];
const internet = internetOf({
  names: [],
  pointing: {},
  places: [...new Set(places.map(({ address }) => address))],
  resolvers: [],
  ports: [...listed, ...others],
});

/** The places of a family on a port that answered, each as `space number address`. */
async function openOn(lab: Lab, port: Port): Promise<string[]> {
  const [transport = '', number = ''] = port.split('/');
  const answers = await lab.ask(
    'client',
    places.map(({ address }) => ({
      from: inFamily(client, familyOf(address)),
      to: address,
      transport: transport === 'tcp' ? ('tcp' as const) : ('udp' as const),
      port: Number(number),
    })),
  );
  return places.flatMap(({ space, number: block, what }, index) =>
    answers[index]?.outcome === 'open' ? [`${space} ${block} ${what}`] : [],
  );
}

/** What must answer if these blocks are listed. */
function openIn(blocks: readonly number[]): string[] {
  return places.flatMap(({ space, number, what }) =>
    blocks.includes(number) && ['first', 'last'].includes(what)
      ? [`${space} ${number} ${what}`]
      : [],
  );
}

type Seen = {
  readonly old: readonly (readonly string[])[];
  readonly next: readonly (readonly string[])[];
  readonly during: Visits;
  readonly said: string;
  readonly status: string;
};

function see(setting: Setting): Promise<Seen> {
  return withLab(files.old, setting, internet, async (lab) => {
    const all = async () => {
      const seen: string[][] = [];
      for (const port of [...listed, ...others]) seen.push(await openOn(lab, port));
      return seen;
    };
    await lab.router('apply apply');
    const old = await all();
    let said = '';
    const visitors = spaceNames.map((space) => ({
      label: space,
      server: inFamily(router, 4),
      name: 'unused.example.com',
      family: familyOf(spaces[space](0)),
      from: inFamily(client, familyOf(spaces[space](0))),
      port: 443,
      cached: spaces[space](4 * 7),
    }));
    const during = await lab.visitsDuring(visitors, async () => {
      for (const version of ['next', 'old', 'next'] as const) {
        lab.write(files[version]);
        said += await lab.router('apply apply');
      }
    });
    const status = await lab.router('apply status; echo "status $?"');
    return { old, next: await all(), during, said, status };
  });
}

describe('the files of the lab', () => {
  const it = needsNamespace();
  it('have a set of networks in each place, and no line for one network', () => {
    const sets = fileOf(files.old, 'sets.ipset').match(/^create .* hash:net/gm) ?? [];
    expect(sets).toHaveLength(2 * 2 * families.length);
    for (const file of ['rules.v4', 'rules.v6'])
      expect(fileOf(files.old, file)).not.toMatch(/-d \S+ -p /);
  });
});

describe.each(settings.slice(0, 1).concat(settings.slice(3)))(
  'sets of networks in iptables-$variant, FORWARD policy $policy',
  (setting) => {
    const it = needsNamespace(...variants.flatMap(programsOf), 'ip');
    let seen: Promise<Seen> | undefined;
    const says = (name: string, look: (seen: Seen) => void) =>
      it(name, async () => {
        seen ??= see(setting);
        look(await seen);
      });

    says(
      'the addresses of a member answer on the ports of its services, and no other',
      ({ old }) => {
        const wanted = openIn([0, 7, count - 1]);
        expect(old).toEqual([...listed.map(() => wanted), ...others.map(() => [])]);
      },
    );

    says('after a change a removed network is denied, and an added one answers', ({ next }) => {
      const wanted = openIn([7, count - 1, count]);
      expect(next).toEqual([...listed.map(() => wanted), ...others.map(() => [])]);
    });

    says('a network that stays answers all the time', ({ during, said, status }) => {
      expect(during).toEqual(
        Object.fromEntries(spaceNames.map((space) => [space, { open: expect.any(Number) }])),
      );
      expect(said).toBe('');
      expect(status).toBe('status 0');
    });
  },
);
