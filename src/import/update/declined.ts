import type { ImportedEndpoint, ImportedGroup, ImportedPart } from '../part.ts';
import type { Kept } from './former.ts';

/** A part without the hosts that a spec declines, and so may not allow, and what was left out. */
export function withoutDeclined(
  part: ImportedPart,
  names: ReadonlySet<string>,
): { readonly part: ImportedPart; readonly kept: readonly Kept[] } {
  if (names.size === 0) return { part, kept: [] };
  const kept: Kept[] = [];
  const groups = part.groups.flatMap((group): ImportedGroup[] => {
    const endpoints = group.endpoints.flatMap((endpoint): ImportedEndpoint[] => {
      const declined = placesIn(endpoint).filter((name) => names.has(name));
      for (const name of declined)
        kept.push({ kind: 'declined', group: group.id, destination: `host ${name}` });
      return declined.length === 0 ? [endpoint] : rest(endpoint, names);
    });
    return endpoints.length === 0 ? [] : [{ ...group, endpoints }];
  });
  return { part: { ...part, groups }, kept };
}

function placesIn({ form, value, lines = [] }: ImportedEndpoint): readonly string[] {
  if (form === 'list') return lines;
  if (form === 'url') return [value.replace(/^[a-z]+:\/\//, '').replace(/[/:].*$/s, '')];
  return form === 'host' ? [value] : [];
}

/** What is left of an endpoint: of a list its other lines. */
function rest(endpoint: ImportedEndpoint, names: ReadonlySet<string>): ImportedEndpoint[] {
  const lines = endpoint.lines?.filter((line) => !names.has(line)) ?? [];
  return endpoint.form === 'list' && lines.length > 0 ? [{ ...endpoint, lines }] : [];
}
