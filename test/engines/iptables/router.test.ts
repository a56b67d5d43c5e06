import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { committedFiles } from '../../support/committed.ts';
import { needsNamespace } from '../../support/programs.ts';
import { type Internet, internetOf, type Pair, type Port, splitPort } from './internet.ts';
import { type Attempt, type Lab, withLab } from './lab.ts';
import { programsOf, type Variant, variants } from './namespace.ts';
import { askBoth, client, families, inFamily, neighbour, router } from './table.ts';

const folder = 'test/golden/a-router-that-protects-itself/expected/both';

const internet: Internet = internetOf({
  names: ['www.example.com'],
  pointing: {
    // Below a listed name, where its owner may point them.
    'inner.www.example.com': ['203.0.113.9', '2001:db8:f0::9'],
    'listed.www.example.com': ['203.0.113.33', '2001:db8:f0:1::9'],
    'nat64.www.example.com': ['10.0.0.1', '64:ff9b::a00:1'],
    '6to4.www.example.com': ['192.168.0.1', '2002:c0a8:1::1'],
    'inner-nat64.www.example.com': ['203.0.113.10', '64:ff9b::cb00:710a'],
    'inner-6to4.www.example.com': ['203.0.113.11', '2002:cb00:710b::1'],
    'bench.www.example.com': ['198.19.0.1', 'fec0::1'],
    'public-nat64.www.example.com': ['192.31.196.100', '64:ff9b::808:808'],
  },
  places: ['198.51.100.7', '2001:db8:7::7'],
  resolvers: [],
  ports: ['tcp/80', 'tcp/443', 'udp/123'],
});

const linkLocal = { client: 'fe80::2%eth0', router: 'fe80::1%eth0' };
const self: readonly Port[] = ['tcp/22', 'tcp/53', 'udp/53', 'udp/67', 'udp/547', 'udp/123'];

/** The outcome for each port of the router, from a global address in both families and from a link-local one. */
type Around = {
  readonly clients: readonly string[];
  readonly linkLocal: readonly string[];
  readonly neighbours: readonly string[];
};

type Seen = {
  readonly before: Around;
  readonly after: Around;
  readonly outgoing: readonly string[];
  readonly solicited: readonly string[];
  /** The same without neighbor discovery in SELF. */
  readonly unsolicited: readonly string[];
  readonly world: readonly string[];
  /** Answer records of type A, HTTPS and SVCB, before our files came and with them. */
  readonly records: { readonly before: readonly number[]; readonly after: readonly number[] };
  readonly removed: Around;
};

describe.each([...variants])('a router that protects itself, with iptables-%s', (variant) => {
  const it = needsNamespace(...variants.flatMap(programsOf), 'ip');
  let seen: Promise<Seen> | undefined;
  const says = (name: string, look: (seen: Seen) => void) =>
    it(name, async () => {
      seen ??= settled(observe(variant));
      look(await seen);
    });

  const everything = (label: string) => self.map((port) => `${label} ${port} open`);
  const nothing = (label: string, open: readonly Port[]) =>
    self.map((port) => {
      const closed = port.startsWith('tcp') ? 'refused' : 'prohibited';
      return `${label} ${port} ${open.includes(port) ? 'open' : closed}`;
    });

  says('without it the clients reach all of the router', ({ before }) => {
    expect(before.clients).toEqual(everything('router'));
    expect(before.linkLocal).toEqual(everything('router'));
  });

  says('its ssh is closed to clients, and DNS and DHCP are open', ({ after }) => {
    const dhcp = [
      'router udp/67 open but in IPv6 prohibited',
      'router udp/547 prohibited but in IPv6 open',
    ];
    expect(after.clients).toEqual([
      'router tcp/22 refused',
      'router tcp/53 open',
      'router udp/53 open',
      ...dhcp,
      'router udp/123 prohibited',
    ]);
  });

  says('it is closed to link-local addresses of the clients too', ({ after }) => {
    expect(after.linkLocal).toEqual(nothing('router', ['tcp/53', 'udp/53', 'udp/547']));
  });

  says('other clients keep their access, and remove restores it for all', (each) => {
    expect(each.after.neighbours).toEqual(each.before.neighbours);
    expect(each.removed).toEqual(each.before);
  });

  says('its own connections to the clients go on', ({ outgoing }) => {
    expect(outgoing).toEqual(['client tcp/80 open']);
  });

  says('IPv6 lives on when the neighbors have forgotten each other, twice', ({ solicited }) => {
    expect(solicited).toEqual(['open', 'open', 'open', 'open']);
  });

  says('IPv6 fails without the rule for neighbor discovery', ({ unsolicited }) => {
    expect(unsolicited).not.toContain('open');
  });

  says(
    'no listed name leads inside, however its address is spelt, and a listed network does',
    ({ world }) => {
      const closed = ['tcp/80 refused', 'tcp/443 refused'];
      const rows: Record<string, readonly string[]> = {
        'www.example.com': ['tcp/80 refused', 'tcp/443 open', 'udp/123 open'],
        'inner.www.example.com': [...closed, 'udp/123 prohibited'],
        'listed.www.example.com': ['tcp/80 refused', 'tcp/443 open', 'udp/123 prohibited'],
        // Any destination stops at inner networks, and not at reserved space.
        'nat64.www.example.com': [...closed, 'udp/123 open'],
        '6to4.www.example.com': [...closed, 'udp/123 open'],
        'inner-nat64.www.example.com': [...closed, 'udp/123 prohibited'],
        'inner-6to4.www.example.com': [...closed, 'udp/123 prohibited'],
        'bench.www.example.com': [...closed, 'udp/123 open'],
        'public-nat64.www.example.com': ['tcp/80 refused', 'tcp/443 open', 'udp/123 open'],
      };
      expect(world).toEqual(
        Object.entries(rows).flatMap(([name, ports]) => ports.map((port) => `${name} ${port}`)),
      );
    },
  );

  says('an HTTPS or SVCB question gets no record, and got one before', ({ records }) => {
    expect(records).toEqual({ before: [1, 1, 1], after: [1, 0, 0] });
  });
});

function observe(variant: Variant): Promise<Seen> {
  const files = new Map(committedFiles('iptables')).get(folder);
  if (files === undefined) throw new Error(`there are no files in ${folder}`);
  return withLab(files, { variant, policy: 'DROP' }, internet, (lab) => watch(lab, files));
}

async function watch(lab: Lab, files: TargetFiles): Promise<Seen> {
  await open(lab);
  const before = await around(lab);
  const recordsBefore = await records(lab);
  const said = await lab.router('$ipt -N DOCKER-USER; $ipt -A FORWARD -j DOCKER-USER; apply apply');
  if (said !== '') throw new Error(said);
  await lab.resolve(inFamily(router, 4), Object.keys(internet.names));
  const { names } = internet;
  const world = await askBoth(lab, 'client', client, names, ['tcp/80', 'tcp/443', 'udp/123']);
  const after = await around(lab);
  const outgoing = await askBoth(lab, 'router', router, { client }, ['tcp/80']);
  const solicited = await forget(lab);
  await lab.router(`
    $ip6t -D PROT-SELF -p icmpv6 --icmpv6-type 135 -j ACCEPT
    $ip6t -D PROT-SELF -p icmpv6 --icmpv6-type 136 -j ACCEPT`);
  const unsolicited = await forget(lab);
  lab.write(files);
  await lab.router('apply apply');
  const recordsAfter = await records(lab);
  await lab.router('apply remove');
  return {
    before,
    after,
    outgoing,
    solicited,
    unsolicited,
    world,
    records: { before: recordsBefore, after: recordsAfter },
    removed: await around(lab),
  };
}

/** A router without a rule of its own, with services on all of its addresses. */
async function open(lab: Lab): Promise<void> {
  await lab.router(`
    for p in $ipt $ip6t; do $p -F INPUT; $p -P INPUT ACCEPT; done
    ip address add fe80::1/64 dev c nodad`);
  await lab.client('ip address add fe80::2/64 dev eth0 nodad');
  await lab.serve('client', { everywhere: [80], bound: [] });
  const addresses = [...router, inFamily(neighbourRouter, 4), inFamily(neighbourRouter, 6)];
  await lab.serve('router', {
    everywhere: [22],
    bound: [...addresses, 'fe80::1%c'].flatMap((address) =>
      [67, 547, 123].map((port) => ({ transport: 'udp' as const, address, port })),
    ),
  });
}

/** The router as adjacent hosts see it. */
const neighbourRouter: Pair = ['198.18.2.1', '2001:db8:c2::1'];

async function around(lab: Lab): Promise<Around> {
  const attempts = self.map((port): Attempt => {
    const { transport, port: number } = splitPort(port);
    return { from: linkLocal.client, to: linkLocal.router, transport, port: number };
  });
  const answers = await lab.ask('client', attempts);
  return {
    clients: await askBoth(lab, 'client', client, { router }, self),
    linkLocal: self.map((port, index) => `router ${port} ${answers[index]?.outcome}`),
    neighbours: await askBoth(lab, 'client', neighbour, { router: neighbourRouter }, self),
  };
}

/** Both ends forget each other, and the client goes to a listed network in IPv6: twice. */
async function forget(lab: Lab): Promise<string[]> {
  const attempt = {
    from: inFamily(client, 6),
    to: '2001:db8:7::7',
    transport: 'tcp',
    port: 443,
  } as const;
  const outcomes: string[] = [];
  for (const _time of families) {
    for (const end of ['client', 'router'] as const) {
      await lab[end]('ip -6 neigh flush all');
      const [answer] = await lab.ask('client', [attempt]);
      outcomes.push(answer?.outcome ?? 'not asked');
    }
  }
  return outcomes;
}

/** How many records of the types A, HTTPS and SVCB the router answers with. */
function records(lab: Lab): Promise<number[]> {
  return Promise.all(
    [1, 65, 64].map((type) => lab.count(inFamily(router, 4), 'www.example.com', type)),
  );
}

/** A test network that fails before a test awaits it fails only the tests that use it. */
function settled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
