import { grouped } from '../../maps.ts';
import type { UpdateOptions } from '../import-files.ts';
import type { FormerImport } from '../settings.ts';
import { type ExistingEndpoint, type ExistingPart, mapAt, textAt } from './existing-part.ts';
import type { Former } from './former.ts';
import { hasOwnKeys } from './lost.ts';

/**
 * How an existing part is written, for the next import: a list stays a list, and inline endpoints stay inline while
 * people's keys are in them. With `isRestamped`, needs get their new lines.
 */
export function formerLayout(
  existing: ExistingPart,
  former: Former,
  { isRestamped, keyOfServices }: LayoutOptions,
): FormerImport {
  const forms = new Map(
    [...existing.groups].map(([id, { items }]) => [id, formsOf(items, former, keyOfServices)]),
  );
  return {
    formOf: (group, services) => forms.get(group)?.get(keyOfServices(services)),
    sectionOf: (need) => {
      const node = existing.needs.get(need)?.node;
      const source = node === undefined || isRestamped ? undefined : mapAt(node, 'source');
      return source && textAt(source, 'section');
    },
  };
}

type LayoutOptions = Pick<UpdateOptions, 'keyOfServices'> & { readonly isRestamped: boolean };

function formsOf(
  items: readonly ExistingEndpoint[],
  { lists }: Former,
  keyOfServices: UpdateOptions['keyOfServices'],
) {
  const alike = grouped(items, ({ services }) => keyOfServices(services));
  const forms = new Map<string, 'list' | 'inline'>();
  for (const [services, own] of alike) {
    const isList = own.some(({ form, value }) => form === 'list' && lists.has(value));
    const isInline = own.some(({ form, node }) => form !== 'list' && hasOwnKeys(node));
    if (isList) forms.set(services, 'list');
    else if (isInline) forms.set(services, 'inline');
  }
  return forms;
}
