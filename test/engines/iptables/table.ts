import type { End } from './channel.ts';
import { type Internet, type Pair, type Port, splitPort } from './internet.ts';
import type { Attempt, Lab, Pace } from './lab.ts';
import type { Promised } from './promised.ts';

export const families = [4, 6] as const;
export type Family = (typeof families)[number];

/** A host of the clients' networks, and one on the same link outside of them. */
export const client: Pair = ['192.0.2.2', '2001:db8:c1::2'];
export const neighbour: Pair = ['198.18.2.2', '2001:db8:c2::2'];
/** The router as the clients see it. */
export const router: Pair = ['192.0.2.1', '2001:db8:c1::1'];

export function inFamily(pair: Pair, family: Family): string {
  return family === 4 ? pair[0] : pair[1];
}

/** What came of all ports at all destinations of one family. */
export type Table = {
  /** The ports on which each destination answered, in the order of the question. */
  readonly open: Readonly<Record<string, string>>;
  /** What came of all the others: transport and outcome, each once. */
  readonly rest: readonly string[];
};

export type Tables = Readonly<Record<Family, Table>>;

/** Asks all that is asked about a site, in both families. */
export async function askTables(
  lab: Lab,
  { places, ports }: Promised,
  internet: Internet,
  pace: Pace,
): Promise<Tables> {
  const ask = (family: Family) => askTable(lab, internet, Object.keys(places), ports, family, pace);
  const [four, six] = await Promise.all([ask(4), ask(6)]);
  return { 4: four, 6: six };
}

/** The client asks every name's address and every place of a family on every port. */
async function askTable(
  lab: Lab,
  { names }: Internet,
  places: readonly string[],
  ports: readonly Port[],
  family: Family,
  pace: Pace,
): Promise<Table> {
  const rows: [label: string, to: string][] = [
    ...Object.entries(names).map(
      ([name, pair]) => [name, inFamily(pair, family)] as [string, string],
    ),
    ...places
      .filter((place) => familyOf(place) === family)
      .map((place) => [place, place] as [string, string]),
  ];
  const cells = rows.flatMap(([label, to]) => ports.map((port) => ({ label, to, port })));
  const from = inFamily(client, family);
  const answers = await lab.ask(
    'client',
    cells.map(({ to, port }) => ({ from, to, ...splitPort(port) })),
    pace,
  );
  const open = new Map(rows.map(([label]) => [label, [] as string[]]));
  const rest = new Set<string>();
  for (const [index, { label, port }] of cells.entries()) {
    const outcome = answers[index]?.outcome ?? 'not asked';
    if (outcome === 'open') open.get(label)?.push(port);
    else rest.add(`${splitPort(port).transport} ${outcome}`);
  }
  return {
    open: Object.fromEntries([...open].map(([label, list]) => [label, list.join(' ')])),
    rest: [...rest].sort(),
  };
}

export function familyOf(address: string): Family {
  return address.includes(':') ? 6 : 4;
}

/** A few attempts in both families, each as `port outcome`; if the families differ, both are shown. */
export async function askBoth(
  lab: Lab,
  end: End,
  from: Pair,
  to: Readonly<Record<string, Pair>>,
  ports: readonly Port[],
): Promise<string[]> {
  const cells = Object.entries(to).flatMap(([label, pair]) =>
    ports.map((port) => ({ label, pair, port })),
  );
  const attempts = (family: Family): Attempt[] =>
    cells.map(({ pair, port }) => ({
      from: inFamily(from, family),
      to: inFamily(pair, family),
      ...splitPort(port),
    }));
  const answers = await lab.ask(end, families.flatMap(attempts));
  return cells.map(({ label, port }, index) => {
    const outcomes = [answers[index]?.outcome, answers[index + cells.length]?.outcome];
    return `${label} ${port} ${[...new Set(outcomes)].join(' but in IPv6 ')}`;
  });
}
