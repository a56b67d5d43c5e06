import { failure, type Refusal, type Result, refuse } from '../../../problem.ts';
import type { Dump } from '../../device.ts';
import {
  entriesOf,
  isDefault,
  type LiveEntry,
  type LivePlace,
  type PanConfig,
} from '../read/config/entries.ts';
import { recognize } from '../read/config/kind.ts';
import { readConfig as readKnown } from '../read/config/read.ts';
import { isSafe } from './place.ts';
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

/** Reads a running configuration; refuses what is none. */
export function readConfig(dump: Dump): Result<PanConfig, Refusal> {
  const known = recognize(dump);
  if (known === undefined) return failure(notConfig(dump));
  return known.ok ? readKnown(dump) : known;
}

function notConfig({ name }: Dump): Refusal {
  return refuse(
    'live-dump',
    `${name} is not a configuration of PAN-OS`,
    'export the running configuration as XML',
  );
}

/** The prefixes of tags that rules with such names have. */
export function prefixesIn({ places }: PanConfig): Set<string> {
  const rules = [...places.values()].flatMap(allRules);
  return new Set(
    rules.flatMap(({ name, fields }) => {
      const prefix = /^([a-z][a-z0-9]{1,7})-/.exec(name)?.[1];
      return prefix !== undefined && fields.get('tag')?.includes(prefix) ? [prefix] : [];
    }),
  );
}

const rulebases = ['rulebase', 'pre-rulebase', 'post-rulebase'] as const;

function allRules(place: LivePlace): LiveEntry[] {
  return rulebases.flatMap((base) => ruleKinds.flatMap((kind) => rulesOf(place, base, kind)));
}

function rulesOf(
  place: LivePlace | undefined,
  rulebase: string,
  kind: RuleKind,
): readonly LiveEntry[] {
  return entriesOf(place, `${rulebase}/${kind}/rules`);
}

/**
 * What a configuration has of a site at its location. Objects are the site's if their name begins with its prefix, and
 * rules if they also have its tag, or the name of a newer rule.
 */
export function liveState({ file, places, notes }: PanConfig, newer: State): LiveState {
  const place = places.get(newer.place);
  const nothing = `${file} has nothing in "${newer.place}", where the site has its rules, so nothing is deleted`;
  const decryption = foundRules(place, 'decryption', newer);
  const security = foundRules(place, 'security', newer);
  return {
    state: {
      place: newer.place,
      rulebase: newer.rulebase,
      prefix: newer.prefix,
      objects: ofEachKind((kind) => objectsOf(place, kind, newer.prefix)),
      rules: { decryption: decryption.own, security: security.own },
    },
    notes: [
      ...notes,
      ...(place === undefined ? [nothing] : []),
      ...decryption.notes,
      ...security.notes,
      ...ruleKinds.flatMap((kind) => elsewhere(place, kind, newer)),
    ],
  };
}

function objectsOf(place: LivePlace | undefined, kind: ObjectKind, prefix: string): StateObject[] {
  const container = kind === 'custom-url-category' ? `profiles/${kind}` : kind;
  return entriesOf(place, container)
    .filter(({ name }) => isOwnName(kind, name, prefix))
    .map(({ name, fields }) => ({ name, members: [...fields.values()].flat() }));
}

function isOwnName(kind: ObjectKind, name: string, prefix: string): boolean {
  if (kind === 'tag') return name === prefix;
  return name.startsWith(`${prefix}-`) && isSafe(name);
}

function foundRules(
  place: LivePlace | undefined,
  kind: RuleKind,
  { rulebase, prefix, rules }: State,
): { own: StateRule[]; notes: string[] } {
  const names = new Set(rules[kind].map(({ name }) => name));
  const own: StateRule[] = [];
  const notes: string[] = [];
  for (const rule of rulesOf(place, rulebase, kind)) {
    const { name } = rule;
    const [isNamed, isTagged] = [
      name.startsWith(`${prefix}-`),
      rule.fields.get('tag')?.includes(prefix) === true,
    ];
    if (isSafe(name) && (names.has(name) || (isNamed && isTagged)))
      own.push({ name, fields: fieldsOf(rule) });
    else if (isNamed || isTagged) notes.push(noteOf(kind, rule, prefix, isNamed));
  }
  return { own, notes };
}

/** Rules of the site in the other rulebases of its place, where older files may have put them. */
function elsewhere(place: LivePlace | undefined, kind: RuleKind, newer: State): string[] {
  const { prefix, rulebase } = newer;
  return rulebases
    .filter((base) => base !== rulebase)
    .flatMap((base) => rulesOf(place, base, kind).map((rule) => ({ base, rule })))
    .filter(({ rule: { name } }) => name.startsWith(`${prefix}-`))
    .filter(({ rule: { fields } }) => fields.get('tag')?.includes(prefix) === true)
    .map(
      ({ base, rule: { name, at } }) =>
        `line ${at.line}: the ${kind} rule "${name}" of the site is in the ${base}, and its rules are in the ${rulebase} now; it is not deleted: use --base with the commit of the older files`,
    );
}

function noteOf(kind: RuleKind, { name, at }: LiveEntry, prefix: string, isNamed: boolean): string {
  const [has, lacks] = isNamed
    ? [`a name with the prefix "${prefix}"`, 'but not its tag']
    : [`the tag "${prefix}"`, 'but no such name'];
  return `line ${at.line}: the ${kind} rule "${name}" has ${has}, ${lacks}; it is not deleted`;
}

/** The fields of a rule, named as in set commands, without those that have no meaning. */
function fieldsOf({ fields }: LiveEntry): StateRule['fields'] {
  const counted = [...fields].filter(([field, members]) => !isDefault(field, members));
  return new Map(counted.map(([field, members]) => [field.replaceAll('/', ' '), members]));
}
