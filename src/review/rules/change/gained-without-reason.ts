import type { Origin } from '../../../policy/types.ts';
import type { ChangeRule } from '../kit/rule.ts';

/** New access that neither a source, a ticket, a requester nor a note explains. */
export const gainedWithoutReason: ChangeRule = {
  id: 'gained-without-reason',
  severity: 6.5,
  title: 'new access without a reason',
  why: 'Access that neither a source, a ticket, a requester nor a note explains cannot be judged now, and nobody will dare to remove it later.',
  remedy: 'give the endpoint a "source", a "ticket", a "requester" or a "note"',
  holdsBack: false,
  check: ({ change }) =>
    change.gained
      .filter(({ origins }) => !origins.some(isExplained))
      .flatMap(({ origins }) => origins.slice(0, 1))
      .map(({ endpoint }) => ({
        subject: endpoint.written,
        message: 'nothing says why it is opened',
        at: endpoint.place,
      })),
};

function isExplained({ endpoint, group }: Origin): boolean {
  const { source, ticket, requester, note } = endpoint;
  return [source, group.source, ticket, requester, note].some((reason) => reason !== undefined);
}
