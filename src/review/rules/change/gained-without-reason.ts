import { getOrAdd } from '../../../maps.ts';
import type { Origin, Policy } from '../../../policy/types.ts';
import { decidingPlace } from '../../../policy/written.ts';
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
  check: ({ change, policies }) => {
    const known = givenIn(policies.before);
    return change.gained
      .filter(({ origins }) => !origins.some((origin) => isExplained(origin, known)))
      .flatMap(({ origins }) => origins.slice(0, 1))
      .map((origin) => ({
        // One line of a site can give the values of several endpoints.
        values: origin.endpoint.given && [origin.endpoint.given.text],
        ...aboutEndpoint(
          origin,
          isExplained(origin, new Map())
            ? `has the new value ${origin.endpoint.given?.text}, which its source, ticket, requester or note does not explain`
            : 'has no source, ticket, requester or note',
        ),
        at: decidingPlace(origin.endpoint),
      }));
  },
};

/** The values that a site gave before, in words, by their endpoints. */
type Given = ReadonlyMap<string, ReadonlySet<string>>;

/** Has the endpoint a reason? The reason of one that the site allowed before does not explain another value. */
function isExplained(origin: Origin, known: Given): boolean {
  const { endpoint, group } = origin;
  if (known.get(keyOf(origin))?.has(endpoint.given?.text ?? '') === false) return false;
  const { source, ticket, requester, note } = endpoint;
  return [source, group.source, ticket, requester, note].some((reason) => reason !== undefined);
}

function givenIn(before: Policy | undefined): Given {
  const found = new Map<string, Set<string>>();
  const origins = (before?.rules ?? [])
    .flatMap(({ destinations }) => destinations)
    .flatMap((to) => to.origins);
  for (const origin of origins) {
    const { given } = origin.endpoint;
    if (given !== undefined)
      getOrAdd(found, keyOf(origin), () => new Set<string>()).add(given.text);
  }
  return found;
}

function keyOf({ endpoint, group, service }: Origin): string {
  return JSON.stringify([group.id, endpoint.written, service.name]);
}
