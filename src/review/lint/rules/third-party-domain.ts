import { hostOwner, parentsOf } from '../../../net/host.ts';
import type { SourceDocument } from '../../../spec/types.ts';
import { aboutEndpoints } from '../endpoints.ts';
import { registrableDomain } from '../public-suffix.ts';
import type { LintRule } from '../rule.ts';

/** A host that is not of the publisher's domains. A document that names no domains is not compared with. */
export const thirdPartyDomain: LintRule = {
  id: 'third-party-domain',
  severity: 4,
  title: "a host is not the publisher's own",
  why: 'The document vouches for its publisher, not for whoever else runs this host.',
  remedy:
    "ask whether the product needs it, and say so in an exception; or add the domain to the document when it is the publisher's",
  check: ({ spec }) => {
    const own = new Map([...spec.documents].map(([id, document]) => [id, ownDomains(document)]));
    return aboutEndpoints(spec, ({ destination, source }) => {
      const domains = source && own.get(source.document);
      if (destination.kind !== 'host' || domains === undefined || domains.size === 0) return [];
      const name = hostOwner(destination.host);
      return [name, ...parentsOf(name)].some((parent) => domains.has(parent))
        ? []
        : [`${registrableDomain(name)} is not among the domains of "${source?.document}"`];
    });
  },
};

/** The domains of a document, and those that they are registered under: its publisher has names there. */
function ownDomains({ domains }: SourceDocument): ReadonlySet<string> {
  return new Set([...domains, ...domains.map(registrableDomain)]);
}
