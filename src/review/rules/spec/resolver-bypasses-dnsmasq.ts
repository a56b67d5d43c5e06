import { formatNetwork } from '../../../net/network.ts';
import type { Policy } from '../../../policy/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A site whose clients may ask other resolvers than the one that fills the sets of its packet filter. */
export const resolverBypassesDnsmasq: SpecRule = {
  id: 'resolver-bypasses-dnsmasq',
  severity: 4,
  title: 'names may be asked past the dnsmasq that opens them',
  why: "The sets are filled by the answers of the device's own dnsmasq: a name that a client asks elsewhere stays shut, now and then and for no visible reason.",
  remedy: 'leave "self" alone in the site\'s "resolvers"',
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
  const message = `a name asked at ${addresses.map(formatNetwork).join(' or ')} stays shut in iptables`;
  return [{ subject: site.id, message, at: site.targetPlaces.get('iptables') ?? site.place }];
}
