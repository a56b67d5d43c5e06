import { committedFiles } from '../../support/committed.ts';
import type { Promised } from './expected.ts';
import { type Internet, internetOf, type Pair, sitePort } from './internet.ts';
import { type Answer, type Lab, type Setting, withLab } from './lab.ts';
import { type Life, live } from './life.ts';
import {
  askBoth,
  askTable,
  client,
  families,
  type Family,
  inFamily,
  neighbour,
  outside,
  router,
  type Table,
} from './table.ts';

/** All that one site showed in one setting. */
export type Seen = {
  readonly applied: string;
  /** Before a client asked any name, and after it asked all of them at a listed resolver or elsewhere. */
  readonly unasked: Tables;
  readonly askedElsewhere: Tables;
  readonly tables: Tables;
  /** Segments that a client had to send a second time meanwhile: none when no first packet was lost. */
  readonly sentAgain: number;
  /** Every name as the router answered it. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  readonly neighbour: BeforeAndAfter;
  readonly toRouter: BeforeAndAfter;
  readonly inbound: readonly string[];
  readonly siteRule: readonly string[];
  readonly refusals: readonly Answer[];
  readonly farError: readonly Answer[];
  readonly life: Life;
};

export type Tables = Readonly<Record<Family, Table>>;
type BeforeAndAfter = { readonly before: readonly string[]; readonly after: readonly string[] };

/** Sets up a lab, lets a whole life of the files pass in it, and gives back what was seen. */
export function observe(site: Promised, setting: Setting): Promise<Seen> {
  const inside = Object.entries(site.inside).map(([name, { addresses }]) => [name, addresses] as const);
  const internet = internetOf({
    names: Object.keys(site.names),
    inside: Object.fromEntries(inside),
    places: Object.keys(site.places),
    ports: site.ports,
  });
  const files = new Map(committedFiles('iptables')).get(site.folder);
  if (files === undefined) throw new Error(`there are no files in ${site.folder}`);
  return withLab(files, setting, internet, (lab) => watch(lab, site, internet));
}

async function watch(lab: Lab, site: Promised, internet: Internet): Promise<Seen> {
  const both = async (): Promise<Tables> => {
    const ask = (family: Family) =>
      askTable(lab, internet, Object.keys(site.places), site.ports, family);
    return { 4: await ask(4), 6: await ask(6) };
  };
  const names = Object.keys(internet.names);
  const listed = pairOf(internet, site.listed);
  await lab.serve('client', { tcp: [80, sitePort], udp: [443], addresses: [...client, ...neighbour] });
  const before = { neighbour: await aroundNeighbour(lab, listed), toRouter: await atRouter(lab) };
  const state = await lab.router(stateOf);
  const applied = await lab.router('apply apply');
  const unasked = await both();
  await lab.resolve(inFamily(outside, 4), names);
  const askedElsewhere = await both();
  const answers = await lab.resolve(inFamily(router, 4), names);
  const resent = await resentBy(lab);
  const tables = await both();
  const sentAgain = (await resentBy(lab)) - resent;
  return {
    applied,
    unasked,
    askedElsewhere,
    answers,
    tables,
    sentAgain,
    neighbour: { before: before.neighbour, after: await aroundNeighbour(lab, listed) },
    toRouter: { before: before.toRouter, after: await atRouter(lab) },
    inbound: await askBoth(lab, 'server', outside, { client }, ['tcp/80', 'udp/443', 'tcp/8088']),
    siteRule: await askBoth(lab, 'client', client, { listed }, ['tcp/8088']),
    refusals: await refusals(lab, listed),
    farError: await farError(lab, listed),
    life: await live(lab, site, state, both),
  };
}

/** What the packet filters, sets and names of the router are, without counters and times. */
export const stateOf = `
for p in $ipt $ip6t; do $p-save -t filter | grep -v '^#' | sed 's/\\[.*//'; done
ipset save | sed 's/ timeout .*//; s/ initval .*//' | sort
for file in dnsmasq.d/* dnsmasq.d/.[!.]*; do [ ! -f "$file" ] || { echo "$file"; cat "$file"; }; done
`;

export function pairOf({ names }: Internet, name: string): Pair {
  const pair = names[name];
  if (pair === undefined) throw new Error(`the lab has no ${name}`);
  return pair;
}

/** From the neighbour to a listed host and to an inner address, and from outside to the neighbour. */
async function aroundNeighbour(lab: Lab, listed: Pair): Promise<string[]> {
  return [
    ...(await askBoth(lab, 'client', neighbour, { listed }, ['tcp/443', 'tcp/22', 'udp/443', 'tcp/8088'])),
    ...(await askBoth(lab, 'server', outside, { neighbour }, ['tcp/80', 'udp/443'])),
  ];
}

async function atRouter(lab: Lab): Promise<string[]> {
  return [
    ...(await askBoth(lab, 'client', client, { client: router }, ['udp/53', 'tcp/53', 'tcp/22'])),
    ...(await askBoth(lab, 'client', neighbour, { neighbour: router }, ['udp/53', 'tcp/53'])),
  ];
}

async function resentBy(lab: Lab): Promise<number> {
  const counters = await lab.client("awk '$1 == \"Tcp:\" { print $13 }' /proc/net/snmp");
  return Number(counters.split('\n').at(-1));
}

/** A few attempts that are not allowed, alone on the wire so that their times mean something. */
function refusals(lab: Lab, listed: Pair): Promise<readonly Answer[]> {
  return lab.ask(
    'client',
    families.flatMap((family) => {
      const [from, to] = [inFamily(client, family), inFamily(listed, family)];
      return [
        { from, to, transport: 'tcp', port: 22 } as const,
        { from, to, transport: 'udp', port: 443 } as const,
      ];
    }),
  );
}

/** The far end answers an allowed attempt with an ICMP error. */
async function farError(lab: Lab, listed: Pair): Promise<readonly Answer[]> {
  await lab.server(`
    $IPTABLES -A INPUT -p tcp --dport 443 -j REJECT --reject-with icmp-host-unreachable
    $IP6TABLES -A INPUT -p tcp --dport 443 -j REJECT --reject-with icmp6-addr-unreachable`);
  const answers = await lab.ask(
    'client',
    families.map((family) => ({
      from: inFamily(client, family),
      to: inFamily(listed, family),
      transport: 'tcp' as const,
      port: 443,
    })),
  );
  await lab.server('$IPTABLES -F INPUT; $IP6TABLES -F INPUT');
  return answers;
}
