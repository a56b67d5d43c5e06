import { getOrAdd } from '../../../maps.ts';
import { childrenOf, type XmlElement } from '../../../xml.ts';

/** What a virtual system, a device group or the shared part defines. */
export type Scope = {
  readonly name: string;
  /** The definitions of a kind by name: those with more than one are not told apart. */
  readonly objects: ReadonlyMap<string, ReadonlyMap<string, readonly XmlElement[]>>;
  readonly rules: Readonly<Record<Phase, readonly XmlElement[]>>;
};

/** The lists of rules, in the order in which a device reads them. */
export const phases = ['pre-rulebase', 'rulebase', 'post-rulebase'] as const;
export type Phase = (typeof phases)[number];

export type Scopes = {
  readonly shared: Scope;
  readonly own: readonly Scope[];
  readonly deviceGroups: number;
};

const kinds = ['address', 'address-group', 'service', 'service-group', 'application-group'];
const categories = 'custom-url-category';

/** Finds the scopes of a configuration. */
export function scopesOf(root: XmlElement): Scopes {
  const finder = new ScopeFinder();
  finder.visit(root);
  const own = [...finder.own.values()].map(({ scope }) => scope);
  return { shared: finder.shared.scope, own, deviceGroups: finder.deviceGroups };
}

/** Walks through an element tree, whose depth the parser limits. */
class ScopeFinder {
  readonly shared = new ScopeBuilder('shared');
  readonly own = new Map<string, ScopeBuilder>();
  deviceGroups = 0;

  visit(element: XmlElement): void {
    this.shared.add(element);
    for (const child of element.children) {
      if (child.name === 'vsys' || child.name === 'device-group') this.#addOwn(child);
      else if (!isContainer(child.name)) this.visit(child);
    }
  }

  #addOwn(list: XmlElement): void {
    for (const entry of childrenOf(list, 'entry')) {
      const name = entry.label ?? '';
      const key = `${list.name} ${name}`;
      if (list.name === 'device-group' && !this.own.has(key)) this.deviceGroups += 1;
      getOrAdd(this.own, key, () => new ScopeBuilder(name)).add(entry);
    }
  }
}

function isContainer(name: string): boolean {
  return kinds.includes(name) || name === 'profiles' || phases.some((phase) => phase === name);
}

class ScopeBuilder {
  readonly #objects = new Map<string, Map<string, XmlElement[]>>();
  readonly #rules: Record<Phase, XmlElement[]> = {
    'pre-rulebase': [],
    rulebase: [],
    'post-rulebase': [],
  };
  readonly scope: Scope;

  constructor(name: string) {
    this.scope = { name, objects: this.#objects, rules: this.#rules };
  }

  /** Adds what is directly below an element. */
  add(element: XmlElement): void {
    for (const kind of kinds)
      for (const list of childrenOf(element, kind)) this.#addObjects(kind, list);
    for (const profiles of childrenOf(element, 'profiles'))
      for (const list of childrenOf(profiles, categories)) this.#addObjects(categories, list);
    for (const phase of phases) {
      const lists = childrenOf(element, phase)
        .flatMap((each) => childrenOf(each, 'security'))
        .flatMap((each) => childrenOf(each, 'rules'));
      for (const list of lists)
        for (const rule of childrenOf(list, 'entry')) this.#rules[phase].push(rule);
    }
  }

  #addObjects(kind: string, list: XmlElement): void {
    const objects = getOrAdd(this.#objects, kind, () => new Map<string, XmlElement[]>());
    for (const entry of childrenOf(list, 'entry'))
      if (entry.label !== undefined) getOrAdd(objects, entry.label, () => []).push(entry);
  }
}
