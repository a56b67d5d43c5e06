import type { Endpoint, SourceDocument, Spec } from '../language/types.ts';
import { hostOwner, parentsOf } from '../net/host.ts';

/**
 * Is this host not the publisher's: is it below none of the domains of the endpoint's document? An endpoint without a
 * document is compared with every document. Without any domain to compare with, the answer is no.
 */
export function isThirdParty(endpoint: Endpoint, documents: Spec['documents']): boolean {
  if (endpoint.destination.kind !== 'host') return false;
  const domains = documentsOf(endpoint, documents).flatMap((document) => document.domains);
  const owner = hostOwner(endpoint.destination.host);
  return domains.length > 0 && ![owner, ...parentsOf(owner)].some((name) => domains.includes(name));
}

function documentsOf({ source }: Endpoint, documents: Spec['documents']): SourceDocument[] {
  if (source === undefined) return [...documents.values()];
  const document = documents.get(source.document);
  return document === undefined ? [] : [document];
}
