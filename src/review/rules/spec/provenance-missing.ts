import type { Group, SourceDocument } from '../../../language/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** Access that no document is named for, or a document that nobody can tell from another edition. */
export const provenanceMissing: SpecRule = {
  id: 'provenance-missing',
  severity: 3.5,
  title: 'nobody can look up where it comes from',
  why: 'Access whose document is not named, or has no checksum, cannot be compared with what the publisher asks for today.',
  remedy: 'name a "source", and give its document a "sha256"',
  check: ({ spec }) => [
    ...spec.groups.flatMap(groupDrafts),
    ...[...spec.documents.values()].flatMap(documentDrafts),
  ],
};

/** Once at a group that has no source anywhere, else at the endpoints without one. */
function groupDrafts(group: Group): FindingDraft[] {
  const without = group.endpoints.filter(({ source }) => source === undefined);
  if (without.length > 0 && without.length === group.endpoints.length)
    return [{ subject: group.id, message: 'names no document', at: group.place }];
  return without.map((endpoint) => aboutEndpoint(endpoint, 'names no document'));
}

function documentDrafts({ id, sha256, place }: SourceDocument): FindingDraft[] {
  return sha256 === undefined
    ? [{ subject: id, message: 'is a document without a checksum', at: place }]
    : [];
}
