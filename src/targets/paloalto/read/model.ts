import { compareText } from '../../../net/order.ts';

/** A member of a list, and its line. */
export type Member = { readonly text: string; readonly line: number };

/** A list that the tool owns: a URL category or a static group. */
export type List = { readonly name: string; readonly members: readonly Member[] };

/** A rule's fields by name, in the order of the file, each with its members. */
export type RuleRecord = {
  readonly name: string;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** The line number, from 1, of the field "action". */
  readonly line: number;
};

/** The content of one of the two files. */
export type Model = {
  readonly spec: string;
  readonly place: string;
  readonly rulebase: string;
  readonly tag: string;
  readonly comments: string;
  /** Name to kind and value: `fqdn turn.example.com`. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Name to transport and port: `tcp 443`. */
  readonly services: ReadonlyMap<string, string>;
  readonly addressGroups: readonly List[];
  readonly serviceGroups: readonly List[];
  readonly applicationGroups: readonly List[];
  readonly categories: readonly List[];
  readonly security: readonly RuleRecord[];
  readonly decryption: readonly RuleRecord[];
};

/** The first part in which the two files differ; undefined if they agree. */
export function disagreement(a: Model, b: Model): string | undefined {
  const [first, second] = [partsOf(a), partsOf(b)];
  return Object.keys(first).find((part) => first[part] !== second[part]);
}

function partsOf(model: Model): Record<string, string> {
  return {
    // Two adjacent hyphens end an XML comment, so the file separates them with a space.
    spec: model.spec.replace(/-(?=-)/g, '- '),
    location: `${model.place} ${model.rulebase}`,
    tag: JSON.stringify([model.tag, model.comments]),
    addresses: mapText(model.addresses),
    services: JSON.stringify([...model.services]),
    'address groups': listsText(model.addressGroups),
    'service groups': listsText(model.serviceGroups),
    'application groups': listsText(model.applicationGroups),
    'URL categories': listsText(model.categories),
    'security rules': rulesText(model.security),
    'decryption rules': rulesText(model.decryption),
  };
}

function mapText(map: ReadonlyMap<string, string>): string {
  return JSON.stringify([...map].sort(([a], [b]) => compareText(a, b)));
}

function listsText(lists: readonly List[]): string {
  return JSON.stringify(lists.map(({ name, members }) => [name, members.map(({ text }) => text)]));
}

function rulesText(rules: readonly RuleRecord[]): string {
  return JSON.stringify(rules.map(({ name, fields }) => [name, [...fields]]));
}
