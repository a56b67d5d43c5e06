import type { SourceDocument } from '../../../language/types.ts';
import { hostOwner, parentsOf } from '../../../net/host.ts';
import { aboutEndpoints } from '../kit/about-endpoints.ts';
import { registrableDomain } from '../kit/public-suffix.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A host that is not of the publisher's domains. A document that names no domains is not compared with. */
export const thirdPartyDomain: SpecRule = {
  id: 'third-party-domain',
  severity: 4,
  title: "a host is not the publisher's own",
  why: 'The document vouches for its publisher, not for whoever else runs this host.',
  remedy:
    "ask whether the product needs it, and say so in an exception; or add the domain to the document when it is the publisher's",
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
      return [
        isNew
          ? `${owner} is vouched for by the new document "${document}" alone`
          : `${owner} is not among the domains of "${document}"`,
      ];
    });
  },
};

/** The domains of a document, and those that they are registered under: its publisher has names there. */
function ownDomains({ domains }: SourceDocument): ReadonlySet<string> {
  return new Set([...domains, ...domains.map(registrableDomain)]);
}
