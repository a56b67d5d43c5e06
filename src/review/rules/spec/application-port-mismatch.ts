import type { Service, Spec } from '../../../language/types.ts';
import type { PortRange } from '../../../net/port.ts';
import { otherHabits } from '../../../policy/spoken.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { endpointsOf } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A service on port 80 or 443 whose application is not the one that clients use there. */
export const applicationPortMismatch: SpecRule = {
  id: 'application-port-mismatch',
  severity: 5,
  title: 'the application of a service does not match its port',
  why: 'An output that inspects the application denies the usual protocol of that port. With application "other" it sees no URL, so it cannot enforce a wildcard or a path.',
  remedy:
    'define one service with application http on tcp/80 and one with application tls on tcp/443. List the ones that you need under "services"',
  check: ({ spec }) => draftsOf(spec),
};

/** One finding per service, at the first endpoint that uses it. */
function draftsOf(spec: Spec): FindingDraft[] {
  const first = new Map<Service, FindingDraft['at']>();
  for (const { endpoint } of endpointsOf(spec)) {
    for (const service of endpoint.services) {
      if (!first.has(service)) first.set(service, endpoint.place);
    }
  }
  return [...first].flatMap(([service, at]) =>
    mismatches(service).map((message) => ({ subject: service.name, message, at })),
  );
}

function mismatches(service: Service): string[] {
  const { application } = service;
  const ports = service.ports.filter(isMeant);
  return otherHabits({ service, ports }).map(
    ({ port, spoken }) =>
      `has application ${application} on tcp/${port}, where clients use ${spoken}`,
  );
}

/** A broader range is not meant for one port; the rule broad-port-range reports it. */
const broad = 16;

function isMeant({ low, high }: PortRange): boolean {
  return high - low < broad;
}
