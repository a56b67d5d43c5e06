import { getOrAdd } from '../../maps.ts';
import { formatDestination } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { compareHosts, formatHost, type Host, type HostName, parentsOf } from '../../net/host.ts';
import { hostHolds } from '../../net/host-set.ts';
import { parseHostName } from '../../net/host-text.ts';
import { firstDifference } from '../../net/order.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import { holdsPort, openText, originsOf } from './boxes.ts';
import type { Reason } from './explanation.ts';
import { hostDistance } from './host-distance.ts';

/** An allowed host, with the boxes that allow it. */
export type OpenHost = { readonly host: Host; readonly boxes: readonly PolicyBox[] };

/** Every host that the boxes allow, sorted. */
export function openHosts(boxes: readonly PolicyBox[]): OpenHost[] {
  const hosts = new Map<string, { host: Host; boxes: PolicyBox[] }>();
  for (const box of boxes) {
    if (box.destination.kind !== 'host') continue;
    const { host } = box.destination;
    const key = formatDestination(box.destination);
    getOrAdd(hosts, key, () => ({ host, boxes: [] })).boxes.push(box);
  }
  return [...hosts.values()].sort((a, b) => compareHosts(a.host, b.host));
}

/** A reason, and the host that it suggests. */
export type NearHost = { readonly reason: Reason; readonly open: OpenHost };

/** A wildcard whose parent domain is the name, or a pattern that the name misses because it has more labels. */
export function justMissed(hosts: readonly OpenHost[], name: HostName): NearHost | undefined {
  return apexOf(hosts, name) ?? oneLabelOf(hosts, name);
}

/** The allowed host that the user probably means: a parent domain, a wildcard, or a similar name. */
export function nearHost(
  hosts: readonly OpenHost[],
  name: HostName,
  flow: Flow,
): NearHost | undefined {
  const typo = lookAlike(hosts, name, flow);
  return (
    justMissed(hosts, name) ??
    (typo !== undefined && typo.distance < 1 ? typo.near : undefined) ??
    parentOf(hosts, name) ??
    typo?.near
  );
}

function apexOf(hosts: readonly OpenHost[], name: HostName): NearHost | undefined {
  const open = hosts.find(({ host }) => host.kind === 'subdomains' && host.of === name);
  if (open === undefined) return undefined;
  const text = formatHost(open.host);
  return nearBy('apex', open, `${text} allows the subdomains of ${name}, not ${name} itself`);
}

/** Vendors mean every depth by a star inside a label. In a spec, the star matches only that label. */
function oneLabelOf(hosts: readonly OpenHost[], name: HostName): NearHost | undefined {
  const open = hosts.find(({ host }) => {
    const crosses = host.kind === 'pattern' && fitsAcrossLabels(formatHost(host), name);
    return crosses && !hostHolds(host, name);
  });
  if (open === undefined) return undefined;
  const message = `${formatHost(open.host)} matches one label at its star, and ${name} has more labels there`;
  return nearBy('one-label', open, message);
}

/** Returns true if the name would match if a star matched dots too. The first occurrence of each part is sufficient. */
function fitsAcrossLabels(pattern: string, name: HostName): boolean {
  const [start = '', ...parts] = pattern.split('*');
  const end = parts.pop() ?? '';
  if (!name.startsWith(start)) return false;
  const rest = parts.reduce<number>((from, part) => {
    const at = from < 0 ? -1 : name.indexOf(part, from);
    return at < 0 ? -1 : at + part.length;
  }, start.length);
  return rest >= 0 && name.endsWith(end) && rest <= name.length - end.length;
}

function parentOf(hosts: readonly OpenHost[], name: HostName): NearHost | undefined {
  const above = parentsOf(name).filter((parent): parent is HostName => parseHostName(parent).ok);
  const parents = hosts.filter(
    ({ host }) => host.kind !== 'subdomains' && above.some((parent) => hostHolds(host, parent)),
  );
  const open = parents.sort((a, b) => labels(b.host) - labels(a.host))[0];
  if (open === undefined) return undefined;
  const text = formatHost(open.host);
  return nearBy(
    'below-host',
    open,
    `${text} is allowed on ${openText(open.boxes)}, but its subdomains are not`,
  );
}

function labels(host: Host): number {
  return formatHost(host).split('.').length;
}

function nearBy(kind: Reason['kind'], open: OpenHost, message: string): NearHost {
  return { reason: { kind, message, origins: originsOf(open.boxes) }, open };
}

type LookAlike = { readonly distance: number; readonly near: NearHost };

function lookAlike(hosts: readonly OpenHost[], name: HostName, flow: Flow): LookAlike | undefined {
  const [best, second] = hosts
    .map((open) => ({ open, distance: hostDistance(name, open.host) }))
    .filter(({ distance }) => Number.isFinite(distance))
    .sort((a, b) =>
      firstDifference(
        a.distance - b.distance,
        Number(opensPort(b.open, flow)) - Number(opensPort(a.open, flow)),
        compareHosts(a.open.host, b.open.host),
      ),
    );
  // If several hosts differ by one label, none of them is a useful suggestion.
  if (best === undefined || (best.distance >= 1 && second !== undefined)) return undefined;
  const { open, distance } = best;
  const message = `did you mean ${formatHost(open.host)}? It is allowed on ${openText(open.boxes)}`;
  return { distance, near: nearBy('near-host', open, message) };
}

function opensPort({ boxes }: OpenHost, flow: Flow): boolean {
  return boxes.some(({ ports }) => holdsPort(ports, flow));
}

const mostNamed = 3;

/** The hosts that share the most labels with the name, at least two. Used if no host is similar. */
export function sameDomain(hosts: readonly OpenHost[], name: HostName): NearHost | undefined {
  const shared = hosts.map((open) => ({ open, count: sharedLabels(name, open.host) }));
  const most = Math.max(0, ...shared.map(({ count }) => count));
  const depth = name.split('.').length;
  const near = shared
    .filter(({ count }) => count === most)
    .map(({ open }) => open)
    .sort((a, b) => Math.abs(labels(a.host) - depth) - Math.abs(labels(b.host) - depth));
  const [open] = near;
  if (open === undefined || most < 2) return undefined;
  const domain = name.split('.').slice(-most).join('.');
  const shown = near.slice(0, mostNamed);
  const more = near.length > mostNamed ? ` and ${near.length - mostNamed} more` : '';
  const message = `other hosts of ${domain} are allowed: ${shown.map(({ host }) => formatHost(host)).join(', ')}${more}`;
  const origins = shown.flatMap(({ boxes }) => originsOf(boxes).slice(0, 1));
  return { reason: { kind: 'same-domain', message, origins }, open };
}

function sharedLabels(name: HostName, host: Host): number {
  const [mine, theirs] = [name.split('.').reverse(), formatHost(host).split('.').reverse()];
  const different = mine.findIndex((label, index) => label !== theirs[index]);
  return different < 0 ? mine.length : different;
}
