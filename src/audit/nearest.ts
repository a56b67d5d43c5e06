import { formatHost, type Host } from '../net/host.ts';
import { LookAlikes } from './look-alikes.ts';
import type { NamedDestination } from './named.ts';
import type { Opened, OpenedIndex } from './opened.ts';
import { parentHosts } from './parents.ts';
import type { ExtraFinding, MissingFinding, SpecSide } from './report.ts';
import { sideText } from './words.ts';

/** A missing finding and what it is about. */
export type Lack = { readonly finding: MissingFinding; readonly named: NamedDestination };

/** An extra endpoint and its finding. */
export type Surplus = { readonly finding: ExtraFinding; readonly opened: Opened };

/**
 * Adds the nearest endpoint to missing hosts: first one with a typing mistake among those that the document does not
 * name, then that of a parent domain. A pair with a typing mistake is near in both directions.
 */
export function withNearest(
  lacks: readonly Lack[],
  surplus: readonly Surplus[],
  index: OpenedIndex,
): { readonly missing: MissingFinding[]; readonly extra: ExtraFinding[] } {
  const similar = new LookAlikes<Surplus>();
  for (const each of surplus) {
    const host = hostOf(each.opened);
    if (host !== undefined && each.finding.kind !== 'ports') similar.add(formatHost(host), each);
  }
  const pairs = new Map<Surplus, MissingFinding>();
  const missing = lacks.map(({ finding, named }) => {
    const { destination } = named;
    if (finding.kind !== 'absent' || finding.near !== undefined) return finding;
    if (destination.kind !== 'host') return finding;
    const alike = similar.nearest(formatHost(destination.host));
    if (alike !== undefined && !pairs.has(alike)) pairs.set(alike, finding);
    if (alike !== undefined) return near(finding, alike.opened.side, 'did you mean');
    const parent = parentOf(destination.host, index);
    return parent === undefined ? finding : near(finding, parent.side, 'the nearest is');
  });
  const extra = surplus.map((each) => {
    const row = pairs.get(each)?.rows[0];
    return row === undefined ? each.finding : { ...each.finding, near: row };
  });
  return { missing, extra };
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
    const [open] = index.of({ kind: 'host', host: parent });
    if (open !== undefined) return open;
  }
  return undefined;
}
