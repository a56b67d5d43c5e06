import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { inFolder } from '../../support/folder.ts';
import { needs } from '../../support/needs.ts';
import { missingForNamespace } from '../../support/programs.ts';
import { fileOf } from '../../targets/iptables/render.ts';
import { type Lab, type Setting, settings, withLab } from './lab.ts';
import { inNamespace, missingMatches, programsOf, type Variant, variants } from './namespace.ts';
import { at, destinations, files, internet, inward, outward } from './protocols-site.ts';
import { arriving, buildSender, type Sent } from './raw-packets.ts';
import { client, type Family, families, inFamily, router } from './table.ts';

/** The kinds of packets that pass between the client and each destination. */
type Passing = Readonly<Record<string, readonly string[]>>;
type Passed = Readonly<Record<Family, Passing>>;

async function passedOutward(lab: Lab, program: string): Promise<Passed> {
  return passedBy(outward, await arriving(lab, program, ['client', 'server'], outward));
}

async function passedInward(lab: Lab, program: string): Promise<Passed> {
  return passedBy(inward, await arriving(lab, program, ['server', 'client'], inward));
}

function passedBy(sent: typeof outward, arrived: readonly Sent[]): Passed {
  const passing = (family: Family): Passing => {
    const found: Record<string, string[]> = {};
    for (const packet of sent.filter((each) => each.family === family && arrived.includes(each)))
      found[packet.place] = [...(found[packet.place] ?? []), packet.kind];
    return found;
  };
  return { 4: passing(4), 6: passing(6) };
}

/** The destinations that answer a ping of the client, and the router itself if it does. */
async function pinged(lab: Lab): Promise<string[]> {
  const asked = Object.entries({ ...destinations, router }).flatMap(([place, pair]) =>
    families.map((family) => ({ place, family, to: inFamily(pair, family) })),
  );
  const commands = asked.map(
    ({ place, family, to }) =>
      `busybox ping -c 1 -W 3 -I ${inFamily(client, family)} ${to} > /dev/null && echo ${place} ${family} &`,
  );
  const answered = await lab.client(`${commands.join('\n')}\nwait`);
  return answered.split('\n').sort();
}

/** What the rules allow before a client resolves a name. */
const listed: Passing = {
  ping: ['echo'],
  esp: ['esp'],
  ah: ['ah', 'ah around udp/3478', 'ah around udp/9'],
  gre: ['gre'],
  signals: ['sctp/2905'],
  calls: ['udp/3478'],
  inside: ['gre'],
  many: ['echo', 'esp'],
};

/** The same from ip6tables-legacy, which looks behind an AH header: the caveat of these files. */
const listedThroughAh: Passing = {
  ...listed,
  esp: ['esp', 'ah'],
  calls: ['udp/3478', 'ah around udp/3478'],
  many: ['echo', 'esp', 'ah'],
};

/** The same once the other side has answered, with AH or without; nothing answers for calls. */
const answered: Readonly<Record<Variant, Passing>> = {
  nft: withoutAh({ ...listedThroughAh, calls: ['udp/3478'] }),
  legacy: withoutAh(listedThroughAh),
};

function withoutAh(passing: Passing): Passing {
  return { ...passing, ah: ['esp', ...(passing['ah'] ?? [])] };
}

function listedIn(variant: Variant): Passed {
  return { 4: listed, 6: variant === 'legacy' ? listedThroughAh : listed };
}

/** With a name that has the services of the many networks. */
function withName(passed: Passed): Passed {
  const named = (passing: Passing) => ({ ...passing, 'vpn.example.com': passing['many'] ?? [] });
  return { 4: named(passed[4]), 6: named(passed[6]) };
}

/**
 * What the other side may send once a client has sent its packets. AH in IPv6 is no protocol of its own for the kernel:
 * the packet inside it must belong to a known connection.
 */
const answering: Passed = {
  4: {
    esp: ['esp'],
    ah: ['ah', 'ah around udp/3478', 'ah around udp/9'],
    gre: ['gre'],
    inside: ['gre'],
    ping: ['reply'],
    many: ['reply', 'esp'],
    'vpn.example.com': ['reply', 'esp'],
  },
  6: {
    esp: ['esp', 'ah'],
    ah: ['esp', 'ah'],
    gre: ['gre'],
    inside: ['gre'],
    ping: ['reply'],
    many: ['reply', 'esp', 'ah'],
    'vpn.example.com': ['reply', 'esp', 'ah'],
  },
};

type Seen = {
  readonly before: Passed;
  readonly unasked: Passed;
  readonly asked: Passed;
  readonly after: Passed;
  readonly again: Passed;
  readonly pinged: readonly string[];
  readonly status: string;
};

function see(setting: Setting): Promise<Seen> {
  return inFolder((folder) => {
    const program = buildSender(folder);
    return withLab(files, setting, internet, async (lab) => {
      await lab.router('apply apply');
      const before = await passedInward(lab, program);
      const unasked = await passedOutward(lab, program);
      await lab.resolve(inFamily(router, 4), Object.keys(internet.names));
      return {
        before,
        unasked,
        asked: await passedOutward(lab, program),
        after: await passedInward(lab, program),
        again: await passedOutward(lab, program),
        pinged: await pinged(lab),
        status: await lab.router('apply status; echo "status $?"'),
      };
    });
  });
}

const it = needs([
  ...missingForNamespace(...variants.flatMap(programsOf), 'ip', 'cc', 'busybox'),
  ...missingMatches(['-p sctp -m sctp --dport 1'], ['-p sctp -m sctp --dport 1', '-m ah']),
]);

describe.each(settings.slice(0, 1).concat(settings.slice(3)))(
  'protocols in iptables-$variant, FORWARD policy $policy',
  (setting) => {
    let seen: Promise<Seen> | undefined;
    const says = (name: string, look: (seen: Seen) => void) =>
      it(name, async () => {
        seen ??= see(setting);
        look(await seen);
      });

    says('a listed network gets packets of its protocol and no other', ({ unasked }) => {
      expect(unasked).toEqual(listedIn(setting.variant));
    });

    says('a name gets those of its protocols once a client resolved it', ({ asked }) => {
      expect(asked).toEqual(withName(listedIn(setting.variant)));
    });

    says('what is listed for ping answers a ping, and the router does not', (seen) => {
      expect(seen.pinged).toEqual([
        'many 4',
        'many 6',
        'ping 4',
        'ping 6',
        'vpn.example.com 4',
        'vpn.example.com 6',
      ]);
    });

    says('the other side sends nothing before a client does, and then its protocol', (seen) => {
      expect(seen.before).toEqual({ 4: {}, 6: {} });
      expect(seen.after).toEqual(answering);
    });

    says('a connection that was answered may use AH in IPv6, and nothing else is new', (seen) => {
      expect(seen.again).toEqual(withName({ 4: listed, 6: answered[setting.variant] }));
    });

    says('status finds the rules loaded as the files have them', ({ status }) => {
      expect(status).toBe('status 0');
    });
  },
);

describe.each(variants)('apply.sh with iptables-%s', (variant) => {
  it('rejects gre without its name in /etc/protocols, and changes nothing', () => {
    const commands = `
      ip link add c type veth peer name d
      unshare -m sh -c 'mount --bind /dev/null /etc/protocols && sh iptables/apply.sh apply' 2>&1
      echo "status $?"
      $ipt-save; $ip6t-save; ipset list -n`;
    const { stdout } = inNamespace(files, variant, commands);
    expect(stdout).toContain('unknown protocol "gre" specified');
    expect(stdout).toContain('apply.sh: rules.v4 cannot be loaded');
    expect(stdout).toContain('status 1');
    expect(stdout).not.toContain('SPT-');
    expect(stdout).not.toContain('spt_');
  });
});

describe('the test network notices', () => {
  const broken: readonly (readonly [file: string, from: string, to: string])[] = [
    [
      'rules.v4',
      `-d ${at('ping')[0]}/32 -p icmp -m icmp --icmp-type 8`,
      `-d ${at('ping')[0]}/32 -p icmp`,
    ],
    ['rules.v4', `-d ${at('esp')[0]}/32 -p esp`, `-d ${at('esp')[0]}/32`],
    ['rules.v6', `-d ${at('ah')[1]}/128 -m ah`, `-d ${at('ah')[1]}/128 -p ah`],
    ['rules.v6', '--dport 2905', '--dport 2905:2906'],
  ];

  it('an ICMP type that went, any protocol, a header read as a protocol, and a wider port', async () => {
    const passed = await inFolder((folder) =>
      withLab(brokenFiles(), { variant: 'legacy', policy: 'DROP' }, internet, async (lab) => {
        await lab.router('apply apply');
        return passedOutward(lab, buildSender(folder));
      }),
    );
    expect(passed[4]['ping']).toEqual(['echo', 'timestamp', 'mask']);
    expect(passed[4]['esp']).toEqual(expect.arrayContaining(['echo', 'esp', 'ah', 'gre', 'ospf']));
    expect(passed[6]).not.toHaveProperty('ah');
    expect(passed[6]['signals']).toEqual(['sctp/2905', 'sctp/2906']);
  });

  function brokenFiles(): TargetFiles {
    const changed = new Map(files);
    for (const [file, from, to] of broken) {
      const text = fileOf(changed, file);
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      changed.set(`iptables/${file}`, text.replace(from, to));
    }
    return changed;
  }
});
