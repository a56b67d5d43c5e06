import { getOrAdd } from '../../maps.ts';
import { formatHost } from '../../net/host.ts';
import type { DocumentRow } from '../document.ts';

/** Says that a host is allowed on both address families, where the profile lists it for one. */
export function hostsOfOneFamily(rows: readonly DocumentRow[]): string[] {
  const families = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const host of hostsOf(row)) {
      const known = getOrAdd(families, host, () => new Set<string>());
      for (const family of row.labels.get('family') ?? []) known.add(family);
    }
  }
  const single = [...families.values()].filter((known) => known.size === 1).length;
  if (single === 0) return [];
  const hosts = single === 1 ? '1 host' : `${single} hosts`;
  return [`The profile lists ${hosts} for one address family. A spec allows a host on both.`];
}

function hostsOf({ verdict }: DocumentRow): string[] {
  const facts = verdict.kind === 'facts' ? verdict.facts : [];
  return facts.flatMap(({ destination }) =>
    destination.kind === 'host' ? [formatHost(destination.host)] : [],
  );
}
