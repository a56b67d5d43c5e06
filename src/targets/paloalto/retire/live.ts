import { failure, type Refusal, type Result, refuse, success } from '../../../problem.ts';
import {
  childOf,
  childrenOf,
  parseXml,
  type WantedElements,
  type XmlElement,
} from '../../../xml.ts';
import type { Dump } from '../../target.ts';
import { type At, isSafe } from './place.ts';
import {
  type ObjectKind,
  ofEachKind,
  type RuleKind,
  ruleKinds,
  type State,
  type StateObject,
  type StateRule,
} from './state.ts';

/** What a running configuration has of one site, and what the reader of the commands should know. */
export type LiveState = { readonly state: State; readonly notes: readonly string[] };

const rulebases: WantedElements = {
  security: { rules: 'all' },
  decryption: { rules: 'all' },
};

const scope: WantedElements = {
  tag: 'all',
  address: 'all',
  'address-group': 'all',
  service: 'all',
  'service-group': 'all',
  'application-group': 'all',
  profiles: { 'custom-url-category': 'all' },
  rulebase: rulebases,
  'pre-rulebase': rulebases,
  'post-rulebase': rulebases,
};

const config: WantedElements = {
  shared: scope,
  devices: { entry: { vsys: { entry: scope }, 'device-group': { entry: scope } } },
};

/** A running configuration as a file, or as the answer of the API. */
const wanted: WantedElements = { config, response: { result: { config } } };

/** Reads a configuration; refuses what is none. */
export function readConfig({ name, text }: Dump): Result<XmlElement, Refusal> {
  const parsed = parseXml(text, wanted);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  const found =
    root.name === 'response' ? childOf(childOf(root, 'result') ?? root, 'config') : root;
  if (found?.name === 'config') return success(found);
  return failure(
    refuse(
      'retire-live',
      `${name} is not a configuration of PAN-OS`,
      'export the running configuration as XML',
    ),
  );
}

/** The prefixes of tags that rules with such names have. */
export function prefixesIn(config: XmlElement): Set<string> {
  const rules = placesOf(config).flatMap((place) => allRules(place));
  return new Set(
    rules.flatMap((rule) => {
      const prefix = /^([a-z][a-z0-9]{1,7})-/.exec(rule.label ?? '')?.[1];
      return prefix !== undefined && fieldsOf(rule).get('tag')?.includes(prefix) ? [prefix] : [];
    }),
  );
}

function placesOf(config: XmlElement): XmlElement[] {
  const devices = childrenOf(config, 'devices').flatMap((each) => childrenOf(each, 'entry'));
  const lists = devices.flatMap((each) => [
    ...childrenOf(each, 'vsys'),
    ...childrenOf(each, 'device-group'),
  ]);
  return [...childrenOf(config, 'shared'), ...lists.flatMap((each) => childrenOf(each, 'entry'))];
}

function allRules(place: XmlElement): XmlElement[] {
  const bases = ['rulebase', 'pre-rulebase', 'post-rulebase'];
  return bases.flatMap((base) => ruleKinds.flatMap((kind) => rulesOf(place, base, kind)));
}

/**
 * What a configuration has of a site at its location. Objects are the site's if their name begins with its prefix, and
 * rules if they also have its tag, or a name in `names`.
 */
export function liveState(config: XmlElement, newer: State): LiveState {
  const place = placeNamed(config, newer);
  const scope: Scope = { place, prefix: newer.prefix, rulebase: newer.rulebase };
  const found = ruleKinds.map((kind) => foundRules(scope, kind, newer.rules[kind]));
  const [decryption, security] = found;
  return {
    state: {
      place: newer.place,
      rulebase: newer.rulebase,
      prefix: newer.prefix,
      objects: ofEachKind((kind) => objectsOf(scope, kind)),
      rules: { decryption: decryption?.own ?? [], security: security?.own ?? [] },
    },
    notes: found.flatMap(({ notes }) => notes),
  };
}

type Scope = {
  readonly place: XmlElement | undefined;
  readonly prefix: string;
  readonly rulebase: string;
};

function placeNamed(config: XmlElement, { place }: At): XmlElement | undefined {
  if (place === 'shared') return childOf(config, 'shared');
  const space = place.indexOf(' ');
  const [list, name] = [place.slice(0, space), place.slice(space + 1)];
  return childrenOf(config, 'devices')
    .flatMap((each) => childrenOf(each, 'entry'))
    .flatMap((each) => childrenOf(each, list))
    .flatMap((each) => childrenOf(each, 'entry'))
    .find(({ label }) => label === name);
}

function objectsOf({ place, prefix }: Scope, kind: ObjectKind): StateObject[] {
  const path = kind === 'custom-url-category' ? ['profiles', kind] : [kind];
  return elementsAt(place, path)
    .map((entry) => ({ name: entry.label ?? '', members: membersOf(entry) }))
    .filter(({ name }) => isOwnName(kind, name, prefix));
}

/** The members of all lists of an entry. */
function membersOf(entry: XmlElement): string[] {
  return entry.children.flatMap((list) => childrenOf(list, 'member').map(({ text }) => text));
}

function isOwnName(kind: ObjectKind, name: string, prefix: string): boolean {
  if (kind === 'tag') return name === prefix;
  return name.startsWith(`${prefix}-`) && isSafe(name);
}

function elementsAt(place: XmlElement | undefined, path: readonly string[]): XmlElement[] {
  const lists = path.reduce(
    (found: readonly XmlElement[], step) => found.flatMap((each) => childrenOf(each, step)),
    place === undefined ? [] : [place],
  );
  return lists.flatMap((list) => childrenOf(list, 'entry'));
}

function rulesOf(place: XmlElement | undefined, rulebase: string, kind: RuleKind): XmlElement[] {
  return elementsAt(place, [rulebase, kind, 'rules']);
}

function foundRules(
  { place, prefix, rulebase }: Scope,
  kind: RuleKind,
  newer: readonly StateRule[],
): { own: StateRule[]; notes: string[] } {
  const names = new Set(newer.map(({ name }) => name));
  const own: StateRule[] = [];
  const notes: string[] = [];
  for (const rule of rulesOf(place, rulebase, kind)) {
    const name = rule.label ?? '';
    const fields = fieldsOf(rule);
    const [isNamed, isTagged] = [
      name.startsWith(`${prefix}-`),
      fields.get('tag')?.includes(prefix) === true,
    ];
    if (isSafe(name) && (names.has(name) || (isNamed && isTagged))) own.push({ name, fields });
    else if (isNamed || isTagged) notes.push(noteOf(kind, rule, prefix, isNamed));
  }
  return { own, notes };
}

function noteOf(
  kind: RuleKind,
  { label, line }: XmlElement,
  prefix: string,
  isNamed: boolean,
): string {
  const [has, lacks] = isNamed
    ? [`a name with the prefix "${prefix}"`, 'but not its tag']
    : [`the tag "${prefix}"`, 'but no such name'];
  return `line ${line}: the ${kind} rule "${label}" has ${has}, ${lacks}; it is not deleted`;
}

/** What a device, or its user interface, writes for a field without a meaning. */
const defaults: ReadonlyMap<string, string> = new Map([
  ['category', 'any'],
  ['destination-hip', 'any'],
  ['hip-profiles', 'any'],
  ['log-end', 'yes'],
  ['log-start', 'no'],
  ['negate-destination', 'no'],
  ['negate-source', 'no'],
  ['rule-type', 'universal'],
  ['source-hip', 'any'],
  ['source-user', 'any'],
]);

/** The fields of a rule, with nested ones as in `profile-setting group`, and without those that have no meaning. */
function fieldsOf(rule: XmlElement): Map<string, readonly string[]> {
  const fields = new Map<string, readonly string[]>();
  for (const child of rule.children) addField(fields, child, child.name);
  return fields;
}

function addField(fields: Map<string, readonly string[]>, element: XmlElement, path: string): void {
  const { children, text } = element;
  const nested = children.filter(({ name }) => name !== 'member');
  const members = childrenOf(element, 'member').map((member) => member.text);
  const values = children.length === 0 ? [text] : members;
  const before = fields.get(path) ?? [];
  const [first = ''] = values;
  const isDefault = values.length === 1 && defaults.get(path) === first;
  if (values.length > 0 && !isDefault) fields.set(path, [...before, ...values]);
  for (const child of nested)
    if (child.children.length === 0 && child.text === '')
      fields.set(path, [...(fields.get(path) ?? []), child.name]);
    else
      addField(
        fields,
        child,
        `${path} ${child.name === 'entry' ? (child.label ?? '') : child.name}`,
      );
}
