import type { Origin } from '../../../policy/types.ts';
import { aboutEndpoint } from '../kit/about-endpoints.ts';
import type { ChangeRule } from '../kit/rule.ts';

/** Added access without a source, ticket, requester or note. */
export const gainedWithoutReason: ChangeRule = {
  id: 'gained-without-reason',
  severity: 6.5,
  title: 'added access has no reason',
  why: 'Without a source, ticket, requester or note, reviewers cannot judge the access now or remove it safely later.',
  remedy: 'add a "source", "ticket", "requester" or "note" to the endpoint',
  holdsBack: false,
  check: ({ change }) =>
    change.gained
      .filter(({ origins }) => !origins.some(isExplained))
      .flatMap(({ origins }) => origins.slice(0, 1))
      .map((origin) => aboutEndpoint(origin, 'has no source, ticket, requester or note')),
};

function isExplained({ endpoint, group }: Origin): boolean {
  const { source, ticket, requester, note } = endpoint;
  return [source, group.source, ticket, requester, note].some((reason) => reason !== undefined);
}
