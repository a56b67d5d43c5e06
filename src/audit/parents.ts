import { fixedParent, type Host, type HostName, parentsOf } from '../net/host.ts';

/** The hosts that are nearest to one, without it: the wildcard below a name, then its parent domains, the nearest first. */
export function parentHosts(host: Host): Host[] {
  const isName = host.kind === 'exact';
  const name = isName ? host.name : (fixedParent(host) ?? '');
  const below: Host[] = isName ? [{ kind: 'subdomains', of: host.name }] : [];
  const above = (isName ? parentsOf(name) : [name, ...parentsOf(name)])
    .filter((parent): parent is HostName => parent.includes('.'))
    .flatMap((parent): Host[] => [
      { kind: 'exact', name: parent },
      { kind: 'subdomains', of: parent },
    ]);
  return [...below, ...above];
}
