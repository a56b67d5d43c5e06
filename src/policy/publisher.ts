import type { Endpoint, SourceDocument, Spec } from '../language/types.ts';
import { hostOwner, parentsOf } from '../net/host.ts';

/**
 * Whether a host is outside the publisher's domains, as the endpoint's document lists them. An endpoint without a document
 * is compared with the domains of all documents. Returns false if there are no domains.
 */
export function isThirdParty(endpoint: Endpoint, documents: Spec['documents']): boolean {
  if (endpoint.destination.kind !== 'host') return false;
  const domains = documentsOf(endpoint, documents).flatMap((document) => document.domains);
  if (domains.length === 0) return false;
  const owner = hostOwner(endpoint.destination.host);
  return ![owner, ...parentsOf(owner)].some((name) => domains.includes(name));
}

function documentsOf({ source }: Endpoint, documents: Spec['documents']): SourceDocument[] {
  if (source === undefined) return [...documents.values()];
  const document = documents.get(source.document);
  return document === undefined ? [] : [document];
}
