import { type Layout, layoutOf } from '../../language/edit/lines.ts';
import { type ListNode, type MapNode, type Node, toValue } from '../../language/yaml/node.ts';
import { parseYaml } from '../../language/yaml/parse.ts';
import { failure, type Problem, problemAt, type Result, refuse, success } from '../../problem.ts';
import type { ImportedEndpoint } from '../part.ts';

/** A part that an earlier import wrote and people may have edited, with the nodes of its text. */
export type ExistingPart = {
  readonly layout: Layout;
  readonly root: MapNode;
  readonly groups: ReadonlyMap<string, ExistingGroup>;
  readonly needs: ReadonlyMap<string, ExistingItem>;
  /** The ids in the text of groups that a person renamed, by the ids that the document gives them. */
  readonly renamed: ReadonlyMap<string, string>;
};

/** An item of a list of maps. */
export type ExistingItem = { readonly index: number; readonly node: MapNode };

export type ExistingGroup = ExistingItem & {
  readonly endpoints: ListNode | undefined;
  readonly items: readonly ExistingEndpoint[];
};

export type ExistingEndpoint = ExistingItem & {
  readonly form: ImportedEndpoint['form'];
  readonly value: string;
  readonly services: readonly string[];
};

const forms = ['url', 'host', 'network', 'list', 'to'] as const;

/** Reads the text of a part. Refuses a text that is not YAML, or not a map. */
export function readExistingPart(file: string, text: string): Result<ExistingPart> {
  const document = parseYaml(file, text);
  if (!document.ok) return document;
  const { root } = document.value;
  if (root.kind !== 'map') return failure([notAPart(document.value.placeOf(root))]);
  return success({
    layout: layoutOf(text),
    root,
    groups: new Map(itemsOf(root, 'groups').map((item) => [item.id, groupOf(item)])),
    needs: new Map(itemsOf(root, 'unresolved').map((item) => [item.id, item])),
    renamed: new Map(),
  });
}

function notAPart(at: Problem['at']): Problem {
  return problemAt(
    refuse(
      'import-not-a-part',
      'expected a part of a spec',
      'restore the file from version control',
    ),
    at,
  );
}

/** The list at a key; undefined without one. */
export function listAt(map: MapNode, key: string): ListNode | undefined {
  const value = map.entries.get(key)?.value;
  return value?.kind === 'list' ? value : undefined;
}

/** The map at a key; undefined without one. */
export function mapAt(map: MapNode, key: string): MapNode | undefined {
  const value = map.entries.get(key)?.value;
  return value?.kind === 'map' ? value : undefined;
}

/** The text at a key; undefined without one. */
export function textAt(map: MapNode, key: string): string | undefined {
  return scalarText(map.entries.get(key)?.value);
}

function scalarText(node: Node | undefined): string | undefined {
  const value = node === undefined ? undefined : toValue(node);
  return typeof value === 'string' ? value : undefined;
}

type Item = ExistingItem & { readonly id: string };

/** The items of a list that are maps with an id. */
function itemsOf(root: MapNode, key: string): Item[] {
  const items = listAt(root, key)?.items ?? [];
  return items.flatMap((node, index) => {
    const id = node.kind === 'map' ? textAt(node, 'id') : undefined;
    return node.kind === 'map' && id !== undefined ? [{ id, index, node }] : [];
  });
}

function groupOf({ index, node }: ExistingItem): ExistingGroup {
  const endpoints = listAt(node, 'endpoints');
  const items = (endpoints?.items ?? []).flatMap((each, position) => {
    const endpoint = each.kind === 'map' ? endpointOf(position, each) : undefined;
    return endpoint === undefined ? [] : [endpoint];
  });
  return { index, node, endpoints, items };
}

function endpointOf(index: number, node: MapNode): ExistingEndpoint | undefined {
  const form = forms.find((each) => node.entries.get(each) !== undefined);
  const value = form === undefined ? undefined : textAt(node, form);
  if (form === undefined || value === undefined) return undefined;
  return { index, node, form, value, services: servicesOf(node) };
}

function servicesOf(node: MapNode): string[] {
  const one = textAt(node, 'service');
  if (one !== undefined) return [one];
  const items = listAt(node, 'services')?.items ?? [];
  return items.flatMap((item) => scalarText(item) ?? []);
}

/** What identifies an endpoint in its group: with other services it is the same one, changed. */
export function keyOf({ form, value }: Pick<ImportedEndpoint, 'form' | 'value'>): string {
  return `${form} ${value}`;
}

/** The paths of the lists that a part names. */
export function listsIn({ groups }: ExistingPart): ReadonlySet<string> {
  const items = [...groups.values()].flatMap((group) => group.items);
  return new Set(items.flatMap(({ form, value }) => (form === 'list' ? [value] : [])));
}
