import { getOrAdd } from '../../../maps.ts';
import type { Files } from '../read/files.ts';
import type { SetAccess, SetDestination } from './family.ts';
import type { SetComparison } from './sets.ts';

/**
 * What a rule with a set allows: the names that fill the set by the files, and the networks that it has on the device. A
 * set of another tool allows any destination, for all that the files say.
 */
export function openedBy(files: Files, { networks }: SetComparison): SetAccess {
  const names = new Map<string, SetDestination[]>();
  for (const { name, sets } of files.names.names)
    for (const set of sets) {
      const own = getOrAdd(names, set, () => []);
      own.push({ destination: { kind: 'host', host: { kind: 'exact', name } }, at: null });
      own.push({ destination: { kind: 'host', host: { kind: 'subdomains', of: name } }, at: null });
    }
  return (set) => {
    const entries = networks.get(set);
    if (entries === undefined && !names.has(set)) return undefined;
    return [
      ...(names.get(set) ?? []),
      ...(entries ?? []).flatMap(({ network, at }) =>
        network === undefined ? [] : [{ destination: { kind: 'network' as const, network }, at }],
      ),
    ];
  };
}
