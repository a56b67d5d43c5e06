import { once } from '../maps.ts';
import { formatHost, type Host } from '../net/host.ts';
import { wholeHost } from '../net/path.ts';
import { LookAlikes } from './look-alikes.ts';
import type { NamedDestination } from './named.ts';
import type { Opened, OpenedIndex } from './opened.ts';
import { parentHosts } from './parents.ts';
import type { ExtraFinding, MissingFinding, SpecSide } from './report.ts';
import { sideText } from './words.ts';

/** A missing finding and what it is about. */
export type Lack = {
  readonly finding: MissingFinding;
  readonly named: Pick<NamedDestination, 'destination'>;
};

/** An extra endpoint and its finding. */
export type Surplus = { readonly finding: ExtraFinding; readonly opened: Opened };

type Known = { readonly index: OpenedIndex; readonly opened: readonly Opened[] };

/**
 * Adds the nearest endpoint to missing hosts: one with a typing mistake among those that the document does not name,
 * then that of a parent domain, then any with a similar name. A pair with a typing mistake is near in both directions.
 */
export function withNearest(
  lacks: readonly Lack[],
  surplus: readonly Surplus[],
  { index, opened }: Known,
): { readonly missing: MissingFinding[]; readonly extra: ExtraFinding[] } {
  const extras = similarHosts(
    surplus.filter(({ finding }) => finding.kind !== 'ports' && finding.kind !== 'wider'),
  );
  const all = once(() => similarHosts(opened.map((each) => ({ opened: each }))));
  const pairs = new Map<Surplus, MissingFinding>();
  const missing = lacks.map(({ finding, named: { destination } }) => {
    const isSought = finding.kind === 'absent' && finding.near === undefined;
    if (!isSought || destination.kind !== 'host') return finding;
    const name = formatHost(destination.host);
    const alike = extras.nearest(name);
    if (alike === undefined) {
      const other = parentOf(destination.host, index) ?? all().nearest(name)?.opened;
      return other === undefined ? finding : near(finding, other.side, 'the nearest is');
    }
    if (!pairs.has(alike)) pairs.set(alike, finding);
    return near(finding, alike.opened.side, 'did you mean');
  });
  const extra = surplus.map((each) => {
    const row = pairs.get(each)?.rows[0];
    return row === undefined ? each.finding : { ...each.finding, near: row };
  });
  return { missing, extra };
}

function similarHosts<Value extends { readonly opened: Opened }>(
  values: readonly Value[],
): LookAlikes<Value> {
  const similar = new LookAlikes<Value>();
  for (const each of values) {
    const host = hostOf(each.opened);
    if (host !== undefined) similar.add(formatHost(host), each);
  }
  return similar;
}

function hostOf({ destination }: Opened): Host | undefined {
  return destination?.kind === 'host' ? destination.host : undefined;
}

function near(finding: MissingFinding, side: SpecSide, words: string): MissingFinding {
  const end = words.startsWith('did') ? '?' : '';
  return {
    ...finding,
    near: side,
    message: `${finding.message}; ${words} ${sideText(side)}${end}`,
  };
}

function parentOf(host: Host, index: OpenedIndex): Opened | undefined {
  for (const parent of parentHosts(host)) {
    const all = index.of({ kind: 'host', host: parent });
    const open = all.find(({ endpoint }) => endpoint.path === wholeHost) ?? all[0];
    if (open !== undefined) return open;
  }
  return undefined;
}
