import { mayShift } from '../../../policy/applications.ts';
import type { Policy } from '../../../policy/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A host that is not the publisher's, at a firewall that names applications, without an App-ID of its own. */
export const appIdShift: SpecRule = {
  id: 'app-id-shift',
  severity: 4,
  title: 'a hosted service has no App-ID of its own',
  why: 'PAN-OS knows many hosted services by an App-ID of their own, such as okta in place of ssl. A rule that lists only the App-ID of the protocol does not match them, and the service fails.',
  remedy:
    'look up the App-ID at the vendor and list it under "applications" of the endpoint or its group; or write "applications: any" under paloalto, which lets every application use the port',
  check: ({ policies }) => policies.flatMap(draftsOf),
};

function draftsOf({ site, rules }: Policy): FindingDraft[] {
  const { paloalto } = site.targets;
  if (paloalto === undefined || paloalto.applications === 'any') return [];
  return rules.flatMap((rule) =>
    rule.destinations.flatMap((to) =>
      to.origins
        .filter((origin) => mayShift('paloalto', rule, to, origin))
        .map(({ endpoint }) =>
          aboutEndpoint(endpoint, "paloalto: it is not the publisher's host, and lists no App-ID"),
        ),
    ),
  );
}
