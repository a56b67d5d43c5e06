import type { Endpoint, SourceDocument, Spec } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { hostOwner, parentsOf } from '../net/host.ts';

/**
 * Whether a host is outside the publisher's domains, as the endpoint's document lists them. An endpoint without a document
 * is compared with the domains of all documents. Returns false if there are no domains.
 */
export function isThirdParty(endpoint: Endpoint, documents: Spec['documents']): boolean {
  if (endpoint.destination.kind !== 'host') return false;
  const domains = domainsFor(endpoint, documents);
  if (domains.size === 0) return false;
  const owner = hostOwner(endpoint.destination.host);
  return ![owner, ...parentsOf(owner)].some((name) => domains.has(name));
}

/** The domains of the endpoint's document, or of all documents without one. */
function domainsFor({ source }: Endpoint, documents: Spec['documents']): ReadonlySet<string> {
  if (source === undefined) return domainsOf(documents, () => [...documents.values()]);
  const document = documents.get(source.document);
  return document === undefined ? new Set() : domainsOf(document, () => [document]);
}

// Every endpoint asks, and a spec may list thousands of domains.
const sets = new WeakMap<object, ReadonlySet<string>>();

function domainsOf(key: object, list: () => readonly SourceDocument[]): ReadonlySet<string> {
  return getOrAdd(sets, key, () => new Set(list().flatMap(({ domains }) => domains)));
}
