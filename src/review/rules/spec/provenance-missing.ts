import type { Group, SourceDocument } from '../../../language/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint, aboutGroup } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** Access without a document, or a document without the checksum that identifies its edition. */
export const provenanceMissing: SpecRule = {
  id: 'provenance-missing',
  severity: 3.5,
  title: 'the source of an endpoint cannot be checked',
  why: 'Without a document and its checksum, you cannot compare the access with what the publisher requires today.',
  remedy: 'add a "source", and add "sha256" to its document',
  check: ({ spec }) => [
    ...spec.groups.flatMap(groupDrafts),
    ...[...spec.documents.values()].flatMap(documentDrafts),
  ],
};

/** One finding for a group in which no endpoint has a source, else one per endpoint without a source. */
function groupDrafts(group: Group): FindingDraft[] {
  const without = group.endpoints.filter(({ source }) => source === undefined);
  if (without.length > 0 && without.length === group.endpoints.length)
    return [aboutGroup(group, 'has no source document')];
  return without.map((endpoint) => aboutEndpoint({ endpoint, group }, 'has no source document'));
}

function documentDrafts({ id, sha256, place }: SourceDocument): FindingDraft[] {
  return sha256 === undefined
    ? [{ subject: id, message: 'is a document without a checksum', at: place }]
    : [];
}
