import { type Internet, type Pair, sitePort } from './internet.ts';
import { type Answer, type Lab, outside, type Pace, paces, type Setting, withLab } from './lab.ts';
import { type Life, live, stateOf } from './life.ts';
import { filesOf, internetAround, type Promised } from './promised.ts';
import {
  askBoth,
  askTables,
  client,
  families,
  inFamily,
  neighbour,
  router,
  type Tables,
} from './table.ts';

/** All that one site showed in one setting. */
export type Seen = {
  readonly applied: string;
  /** Before a client asked any name, and after it asked all of them elsewhere than at the router. */
  readonly unasked: Tables;
  readonly askedElsewhere: Tables;
  readonly tables: Tables;
  /** Segments that the client sent a second time meanwhile: none when no packet was lost. */
  readonly sentAgain: number;
  /** Every name as the router answered it. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  /** Who reaches whom beside the client's way out, before our files came and with them. */
  readonly before: Around;
  readonly after: Around;
  readonly inbound: readonly string[];
  readonly siteRule: readonly string[];
  readonly refusals: readonly Answer[];
  /** Did an error of the far end arrive at the client, in IPv4 and in IPv6? */
  readonly farErrors: readonly boolean[];
  readonly life: Life;
};

type Around = {
  readonly neighbour: readonly string[];
  readonly toRouter: readonly string[];
};

/** Sets up a test network, runs all stages of the files in it, and returns the observations. */
export function observe(site: Promised, setting: Setting): Promise<Seen> {
  const internet = internetAround(site);
  return withLab(filesOf(site), setting, internet, (lab) => watch(lab, site, setting, internet));
}

async function watch(
  lab: Lab,
  site: Promised,
  setting: Setting,
  internet: Internet,
): Promise<Seen> {
  const both = (pace: Pace = paceOf(site, setting)) => askTables(lab, site, internet, pace);
  const names = Object.keys(internet.names);
  const [listed, inner] = [pairOf(internet, site.listed), pairOf(internet, site.inner)];
  await lab.serve('client', {
    everywhere: [80, sitePort],
    bound: [...client, ...neighbour].map((address) => ({ transport: 'udp', address, port: 443 })),
  });
  const before = await around(lab, listed);
  const state = await lab.router(stateOf);
  const applied = await lab.router('apply apply');
  const unasked = await both();
  await lab.resolve(site.resolvers[0] ?? outside[0], names);
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
    before,
    refusals: await refusals(lab, listed),
    farErrors: await farErrors(lab, listed),
    after: await around(lab, listed),
    inbound: await askBoth(lab, 'server', outside, { client }, ['tcp/80', 'udp/443', 'tcp/8088']),
    siteRule: await askBoth(lab, 'client', client, { listed, inner }, ['tcp/8088']),
    life: await live(
      lab,
      site,
      state,
      both,
      setting.policy === 'DROP' ? paces.silence : paces.answers,
    ),
  };
}

/** Only an additive site above the policy DROP leaves most attempts without an answer. */
function paceOf({ enforce }: Promised, { policy }: Setting): Pace {
  return enforce === 'additive' && policy === 'DROP' ? paces.silence : paces.answers;
}

function pairOf({ names }: Internet, name: string): Pair {
  const pair = names[name];
  if (pair === undefined) throw new Error(`the lab has no ${name}`);
  return pair;
}

async function around(lab: Lab, listed: Pair): Promise<Around> {
  const [outward, inward, own, theirs] = await Promise.all([
    askBoth(lab, 'client', neighbour, { listed }, ['tcp/443', 'tcp/22', 'udp/443', 'tcp/8088']),
    askBoth(lab, 'server', outside, { neighbour }, ['tcp/80', 'udp/443']),
    askBoth(lab, 'client', client, { client: router }, ['udp/53', 'tcp/53', 'tcp/22']),
    askBoth(lab, 'client', neighbour, { neighbour: router }, ['udp/53', 'tcp/53']),
  ]);
  return { neighbour: [...outward, ...inward], toRouter: [...own, ...theirs] };
}

/** How many TCP segments the client has sent again so far. */
async function resentBy(lab: Lab): Promise<number> {
  const counters = await lab.client('awk \'$1 == "Tcp:" { print $13 }\' /proc/net/snmp');
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

/**
 * The far end answers an allowed attempt with an ICMP error. The client's kernel counts it: its TCP may
 * take the first one as a passing trouble, and tell the program only after the second.
 */
async function farErrors(lab: Lab, listed: Pair): Promise<boolean[]> {
  await lab.server(`
    $IPTABLES -A INPUT -p tcp --dport 443 -j REJECT --reject-with icmp-host-unreachable
    $IP6TABLES -A INPUT -p tcp --dport 443 -j REJECT --reject-with icmp6-addr-unreachable`);
  const before = await errorsAt(lab);
  const attempt = { transport: 'tcp', port: 443 } as const;
  await lab.ask(
    'client',
    families.map((family) => ({
      from: inFamily(client, family),
      to: inFamily(listed, family),
      ...attempt,
    })),
  );
  const after = await errorsAt(lab);
  await lab.server('$IPTABLES -F INPUT; $IP6TABLES -F INPUT');
  return after.map((count, index) => count > (before[index] ?? count));
}

async function errorsAt(lab: Lab): Promise<number[]> {
  const counters = await lab.client(`
    awk '$1 == "Icmp:" && $2 ~ /^[0-9]/ { print $5 }' /proc/net/snmp
    awk '$1 == "Icmp6InDestUnreachs" { print $2 }' /proc/net/snmp6`);
  return counters.split('\n').map(Number);
}
