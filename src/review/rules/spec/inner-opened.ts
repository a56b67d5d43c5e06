import { quote } from '../../../characters.ts';
import type { Site } from '../../../language/types.ts';
import { formatNetwork, type Network, networksIntersect } from '../../../net/network.ts';
import { innerSpace } from '../../../policy/inner.ts';
import type { Policy } from '../../../policy/types.ts';
import { outputsOf } from '../../../targets/output.ts';
import type { Target } from '../../../targets/target.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A listed network with internal addresses of the site. The rules that protect `inner` let it through on its ports. */
export const innerOpened: SpecRule = {
  id: 'inner-opened',
  severity: 7,
  title: "a listed network allows the site's internal addresses",
  why: 'The site lists these networks under "inner". A network that the spec lists is allowed on its ports even inside them.',
  remedy:
    'list networks outside the site\'s "inner", or add an exception that names the owner of the machines',
  check: ({ policies, targets }) => policies.flatMap((policy) => draftsOf(policy, targets)),
};

/** The drafts of one site. Other sites may have other internal networks, or none. */
function draftsOf(policy: Policy, targets: readonly Target[]): FindingDraft[] {
  const { site, rules } = policy;
  const inner = innerSpace(site);
  const outputs = outputsOf(policy, targets).map(({ target }) => ({
    site: site.id,
    target: target.name,
  }));
  return rules
    .flatMap((rule) => rule.destinations)
    .flatMap(({ destination, origins }) => {
      if (destination.kind !== 'network') return [];
      const met = inner.filter((network) => networksIntersect(network, destination.network));
      return met.flatMap((network) =>
        origins.map((origin) => ({ ...aboutEndpoint(origin, wordsOf(site, network)), outputs })),
      );
    });
}

function wordsOf({ id }: Site, network: Network): string {
  return `allows internal addresses of site ${quote(id)}, in ${formatNetwork(network)}`;
}
