import { oneOfThem } from '../../language/suggest.ts';
import { formatHost, type Host } from '../../net/host.ts';
import { compareText } from '../../net/order.ts';
import type { DocumentRow } from '../document.ts';

/** Reports hosts that begin with a wildcard inside a label: vendors often mean the subdomains of the rest. */
export function partialWildcards(rows: readonly DocumentRow[]): string[] {
  const hosts = new Set(
    rows
      .flatMap(({ verdict }) => (verdict.kind === 'facts' ? verdict.facts : []))
      .flatMap(({ destination }) => (destination.kind === 'host' ? [destination.host] : []))
      .filter(isPartial)
      .map(formatHost),
  );
  if (hosts.size === 0) return [];
  const which = oneOfThem([...hosts].sort(compareText));
  return [
    `A "*" inside a label matches a part of that label and no dot: ${which}. If the vendor means subdomains, add an endpoint with "*." of your own.`,
  ];
}

function isPartial(host: Host): boolean {
  const [first = ''] = host.kind === 'pattern' ? host.labels : [];
  return first.length > 1 && first.startsWith('*');
}
