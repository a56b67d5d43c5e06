import type { SourceDocument } from '../../../language/types.ts';
import { hostOwner, parentsOf } from '../../../net/host.ts';
import { registrableDomain } from '../../../net/public-suffix.ts';
import { aboutEndpoints } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A host outside the domains of its publisher. The rule skips documents that list no domains. */
export const thirdPartyDomain: SpecRule = {
  id: 'third-party-domain',
  severity: 4,
  title: 'a host does not belong to the publisher',
  why: 'A publisher can speak only for its own hosts. Another organization may run this one.',
  remedy:
    'ask the publisher whether the product needs it, and add an exception. If the domain is the publisher\'s own, add it to the document\'s "domains"',
  check: ({ spec, reviewed = spec.documents }) => {
    const own = new Map([...reviewed].map(([id, document]) => [id, ownDomains(document)]));
    const all = new Set([...own.values()].flatMap((domains) => [...domains]));
    return aboutEndpoints(spec, ({ destination, source }) => {
      if (destination.kind !== 'host' || source === undefined) return [];
      const { document } = source;
      const isNew = !reviewed.has(document);
      const domains = isNew ? all : (own.get(document) ?? new Set());
      const name = hostOwner(destination.host);
      const isOwn = [name, ...parentsOf(name)].some((parent) => domains.has(parent));
      if (isOwn || (domains.size === 0 && !isNew)) return [];
      const owner = registrableDomain(name);
      const words = isNew
        ? `is justified only by the new document "${document}"`
        : `is not in the domains of document "${document}"`;
      return [{ message: `${owner} ${words}`, common: words }];
    });
  },
};

/** The domains of a document, and the registrable domains above them, where its publisher also has names. */
function ownDomains({ domains }: SourceDocument): ReadonlySet<string> {
  return new Set([...domains, ...domains.map(registrableDomain)]);
}
