import type { ImportedGroup, ImportedPart } from '../part.ts';
import { documentText, endpointText, groupText, needText, serviceText } from './items.ts';

/** The first words of every part that an import wrote. */
export const headWords = '# Imported from';

/** The text of a part that no file has yet; `out` are the words that name its file, if it is not the usual one. */
export function partText(part: ImportedPart, format: string, out = ''): string {
  const { id, document, services, groups, unresolved } = part;
  return [
    `${headWords} ${document.title}. Update: portolan import ${format} FILE --id ${id}${out}\n`,
    '# Yours, and kept by an update: comments, note, ticket, requester, expires, other endpoints, and a tier or inspection\n',
    '# that you change.\n',
    'version: 1\n',
    under('documents', [documentText(id, document, 2)]),
    under(
      'services',
      services.map((service) => serviceText(service, 2)),
    ),
    under(
      'groups',
      groups.map((group) => wholeGroupText(id, group, 2)),
    ),
    under(
      'unresolved',
      unresolved.map((need) => needText(id, need, 2)),
    ),
  ].join('');
}

/** An item of `groups` with its endpoints. */
function wholeGroupText(document: string, group: ImportedGroup, indent: number): string {
  const endpoints = group.endpoints.map((endpoint) => endpointText(endpoint, indent + 4));
  return groupText(document, group, indent) + endpoints.join('');
}

/** A key at the top of the part. A spec has no empty lists, so a key without items is left out. */
function under(key: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${key}:\n${items.join('')}`;
}

/** The text of each list file, by its path from the part. */
export function listTexts({ groups }: ImportedPart): ReadonlyMap<string, string> {
  const lists = groups.flatMap(({ endpoints }) => endpoints.filter(({ form }) => form === 'list'));
  return new Map(lists.map(({ value, lines = [] }) => [value, `${lines.join('\n')}\n`]));
}
