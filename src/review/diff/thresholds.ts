import { formatDestination } from '../../net/destination.ts';
import { compareText } from '../../net/order.ts';
import type { Policy, Rule, RuleDestination } from '../../policy/types.ts';
import { targets } from '../../targets/list.ts';
import { outputsOf } from '../../targets/output.ts';
import { wantedBoxes } from '../access/of-coverage.ts';
import { type Finding, findingOf } from '../findings/finding.ts';
import { factsOf } from '../findings/registry.ts';
import type { Gain, Sides, SiteChange } from './change.ts';

const fewest = 10;
const share = 0.3;

/** Is much of a site removed at once: more than 30 % of ten or more destinations, wholly or in part? */
export function massRemoval(site: string, sides: Sides, { lost }: SiteChange): Finding[] {
  if (sides.before === undefined) return [];
  const all = new Set(sides.before.rules.flatMap(destinationKeys));
  const gone = new Set(lost.map(({ destination, path }) => keyOf(destination.base, path)));
  if (all.size < fewest || gone.size <= share * all.size) return [];
  return [
    findingOf(factsOf('mass-removal'), {
      subject: site,
      message: `${gone.size} of ${all.size} destinations lose access`,
      at: (sides.after ?? sides.before).site.place,
    }),
  ];
}

function destinationKeys({ destinations }: Rule): string[] {
  return destinations.map(({ destination, path }) => keyOf(destination, path));
}

function keyOf(destination: RuleDestination['destination'], path: string): string {
  return `${formatDestination(destination)}${path}`;
}

/** Outputs that held something and hold nothing; also one that the site names no more. */
export function emptiedOutputs(site: string, { before, after }: Sides): Finding[] {
  if (before === undefined) return [];
  const { place } = (after ?? before).site;
  return opening(before)
    .filter((target) => after === undefined || !opening(after).includes(target))
    .map((target) =>
      findingOf(factsOf('output-empties'), {
        subject: `${site}/${target}`,
        message: 'it opened something, and opens nothing now',
        at: after?.site.targetPlaces.get(target) ?? place,
      }),
    );
}

/** The targets of a site that open anything at all. */
function opening(policy: Policy): string[] {
  return outputsOf(policy, targets)
    .filter((output) => wantedBoxes(output).length > 0)
    .map(({ target }) => target.name)
    .sort(compareText);
}

/** New access that neither a source, a ticket, a requester nor a note explains. */
export function unexplained(gained: readonly Gain[]): Finding[] {
  return gained.flatMap(({ origins }) =>
    origins.some(({ endpoint, group }) => {
      const { source, ticket, requester, note } = endpoint;
      return [source, group.source, ticket, requester, note].some((reason) => reason !== undefined);
    })
      ? []
      : origins.slice(0, 1).map(({ endpoint }) =>
          findingOf(factsOf('gained-without-reason'), {
            subject: endpoint.written,
            message: 'nothing says why it is opened',
            at: endpoint.place,
          }),
        ),
  );
}
