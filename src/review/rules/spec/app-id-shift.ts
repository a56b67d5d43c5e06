import { mayShift } from '../../../policy/applications.ts';
import type { Policy } from '../../../policy/types.ts';
import { type FindingDraft, messageOf } from '../../findings/finding.ts';
import { aboutEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A host of a third party without an App-ID, at a firewall whose rules list applications. */
export const appIdShift: SpecRule = {
  id: 'app-id-shift',
  severity: 4,
  title: 'an endpoint of a hosted service lists no App-ID',
  why: 'PAN-OS identifies many hosted services by their own App-ID, for example okta instead of ssl. A rule that lists only the App-ID of the protocol does not match them, so the service fails.',
  remedy:
    'look up the App-ID and list it under "applications" of the endpoint or its group. To allow every application on the port, set "applications: any" under paloalto',
  check: ({ policies }) => policies.flatMap(draftsOf),
};

const targets = ['paloalto'];
const cause = "the host is not the publisher's and lists no App-ID";

function draftsOf({ site, rules }: Policy): FindingDraft[] {
  const { paloalto } = site.targets;
  if (paloalto === undefined || paloalto.applications === 'any') return [];
  return rules.flatMap((rule) =>
    rule.destinations.flatMap((to) =>
      to.origins
        .filter((origin) => mayShift('paloalto', rule, to, origin))
        .map((origin) => {
          const draft = aboutEndpoint(origin, messageOf(targets, cause));
          return { ...draft, cause, scope: { ...draft.scope, targets } };
        }),
    ),
  );
}
