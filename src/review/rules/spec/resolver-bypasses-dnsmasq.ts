import { formatNetwork } from '../../../net/network.ts';
import type { Policy } from '../../../policy/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A site whose clients may query resolvers that do not fill the sets of its packet filter. */
export const resolverBypassesDnsmasq: SpecRule = {
  id: 'resolver-bypasses-dnsmasq',
  severity: 4,
  title: 'clients may query a DNS server that does not fill the sets',
  why: "The device's own dnsmasq fills the sets from its DNS answers. If a client resolves a name elsewhere, its connection fails intermittently.",
  remedy: 'make "self" the only entry in the site\'s "resolvers"',
  check: ({ policies }) => policies.flatMap(draftsOf),
};

function draftsOf({ site, rules }: Policy): FindingDraft[] {
  const { iptables } = site.targets;
  const fillsSets = iptables !== undefined && (iptables.resolve ?? 'dnsmasq') === 'dnsmasq';
  const hasNames = rules.some((rule) =>
    rule.destinations.some(({ destination }) => destination.kind === 'host'),
  );
  const addresses = site.resolvers.kind === 'listed' ? site.resolvers.addresses : [];
  if (!fillsSets || !hasNames || addresses.length === 0) return [];
  const message = `iptables: connections to names that clients resolve at ${addresses.map(formatNetwork).join(' or ')} may fail`;
  const at = site.targetPlaces.get('iptables') ?? site.place;
  return [{ subject: site.id, message, at, scope: { targets: ['iptables'] } }];
}
