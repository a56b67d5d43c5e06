import type { PortRange } from '../../../net/port.ts';
import { childOf, childrenOf, type XmlElement } from '../../../xml.ts';
import { isPlainAddress, isPlainName } from '../rules/destination.ts';
import { Members, type Named } from '../rules/members.ts';
import type { Scope } from './scopes.ts';
import { serviceOf, usualServices } from './services.ts';

/** What the names in the rules of a scope mean. A name of its own hides one of the shared part. */
export type Objects = {
  /** The texts of addresses and names. */
  readonly addresses: Members<string>;
  readonly services: Members<PortRange>;
  readonly applications: Members<string>;
  /** The entries of URL categories. */
  readonly categories: Members<string>;
};

/** The objects of a scope. */
export function objectsOf(own: Scope, shared: Scope): Objects {
  const scopes = { own, shared };
  const members = <Value>(kinds: readonly string[], read: Read<Value>, other: Other<Value>) =>
    new Members((name) => find(name, scopes, { kinds, read, other }));
  return {
    addresses: members(['address', 'address-group'], addressOf, literalOf),
    services: members(['service', 'service-group'], serviceOf, (name) => usualServices.get(name)),
    applications: members(['application-group'], groupOf, (name) => ({
      values: [name],
      names: [],
    })),
    categories: members(['custom-url-category'], categoryOf, () => undefined),
  };
}

/** What an object means, with the names of its members as it writes them. */
type Read<Value> = (element: XmlElement) => Named<Value>;

/** What a name means that the file does not define. */
type Other<Value> = (name: string) => Named<Value> | undefined;

type Kind<Value> = {
  readonly kinds: readonly string[];
  readonly read: Read<Value>;
  readonly other: Other<Value>;
};

/**
 * Finds an object by name. The members of a shared group are shared, also if the scope has others of their name: so
 * names inside of it are marked.
 */
function find<Value>(
  marked: string,
  { own, shared }: { readonly own: Scope; readonly shared: Scope },
  { kinds, read, other }: Kind<Value>,
): Named<Value> | undefined {
  const isShared = marked.startsWith(sharedMark);
  const name = isShared ? marked.slice(sharedMark.length) : marked;
  const ofOwn = isShared ? [] : definitions(own, kinds, name);
  const [found, ...more] = ofOwn.length > 0 ? ofOwn : definitions(shared, kinds, name);
  if (found === undefined) return other(name);
  if (more.length > 0) return { unknown: 'it names an object that the file defines twice' };
  const meaning = read(found);
  if ('unknown' in meaning || ofOwn.length > 0) return meaning;
  return { ...meaning, names: meaning.names.map((each) => sharedMark + each) };
}

// A name that begins with a line break would only mean the shared object of its name.
const sharedMark = '\n';

function definitions(scope: Scope, kinds: readonly string[], name: string): readonly XmlElement[] {
  return kinds.flatMap((kind) => scope.objects.get(kind)?.get(name) ?? []);
}

function literalOf(name: string): Named<string> | undefined {
  return isPlainAddress(name) ? { values: [name], names: [] } : undefined;
}

/** An address, or a group of them. */
function addressOf(element: XmlElement): Named<string> {
  if (childOf(element, 'dynamic') !== undefined)
    return { unknown: 'its group is dynamic, and the file does not contain its members' };
  const group = childOf(element, 'static');
  if (group !== undefined) return { values: [], names: membersIn(group) };
  const name = childOf(element, 'fqdn')?.text;
  if (name !== undefined && isPlainName(name)) return { values: [name], names: [] };
  const text = (childOf(element, 'ip-netmask') ?? childOf(element, 'ip-range'))?.text ?? '';
  if (isPlainAddress(text)) return { values: [text], names: [] };
  return { unknown: 'its address has a form that Portolan does not read' };
}

function groupOf(element: XmlElement): Named<never> {
  const members = childOf(element, 'members');
  return members === undefined
    ? { unknown: 'its group has no members' }
    : { values: [], names: membersIn(members) };
}

/** The entries of a list of URLs; a list of other categories has none. */
function categoryOf(element: XmlElement): Named<string> {
  const type = childOf(element, 'type')?.text ?? 'URL List';
  const list = childOf(element, 'list');
  if (list === undefined || type !== 'URL List')
    return { unknown: 'its category is not a list of URLs' };
  return { values: membersIn(list), names: [] };
}

/** The texts of the members of a list. */
export function membersIn(list: XmlElement): readonly string[] {
  return childrenOf(list, 'member').map(({ text }) => text);
}
