import { rangesOn } from '../../../net/port.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint, endpointsOf, type ListedEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';
import { vastnessOf } from '../kit/vast-networks.ts';

/** An endpoint that allows ping to any destination. */
export const pingToAny: SpecRule = {
  id: 'ping-to-any',
  severity: 6,
  title: 'an endpoint allows ping to any destination',
  why: 'Echo requests carry data of any kind, so a program can send data to any server and receive answers.',
  remedy: 'list the hosts or networks that the product pings',
  check: ({ spec }) => endpointsOf(spec).flatMap(draftsOf),
};

function draftsOf(listed: ListedEndpoint): FindingDraft[] {
  const { endpoint } = listed;
  const ranges = endpoint.services.flatMap(({ ports }) => ports);
  const [echo] = rangesOn(ranges, ['icmp-echo']);
  if (echo === undefined) return [];
  return vastnessOf(endpoint.destination).map((vast) =>
    aboutEndpoint(listed, `${vast} on icmp-echo`, [echo]),
  );
}
