import { getOrAdd } from '../../maps.ts';
import { formatPortRange, type PortRange } from '../../net/port.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { objectName, uniqueNames } from '../kit/writing/names.ts';
import { guardOf, type Part } from './plan.ts';
import { type AddressObject, networkObject } from './plan-match.ts';

const others = /[^A-Za-z0-9._-]/gu;
// Names of rules have at most 63 characters, or 31 in old releases. URL categories and application groups have 31.
const ruleLimits = { length: 31, separator: '-', others };
// A colon and a slash both become a hyphen: 2001:db8::1:0/112 would have the name of 2001:db8::1:0:112.
const objectLimits = { length: 63, separator: '-', others, ambiguous: /:/ };

/** The names of all objects in the files. */
export type Names = {
  readonly tag: string;
  readonly clients: string;
  readonly deny: string;
  /** The rule that denies the inner networks, and their group. */
  readonly inner: string;
  rule(part: Part): string;
  /** The No Decrypt rule for the traffic of a rule. */
  raw(part: Part): string;
  address(object: AddressObject): string;
  service(ports: PortRange): string;
};

/** Names all objects. Refuses two objects of one kind with the same name (name-collision). */
export function namesOf(
  policy: TargetPolicy,
  parts: readonly Part[],
): Result<Names, readonly Refusal[]> {
  const { prefix } = policy.site;
  const names = namesFor(prefix);
  const raw = parts.filter((part) => part.noDecrypt).map((part) => `${keyOf(part)}/raw`);
  const rules = parts.map(keyOf);
  const twice = collisions(prefix, ['deny', ...rules]);
  const refusals = [
    ...twice,
    ...collisions(prefix, twice.length > 0 ? [] : [...rules, ...raw]),
    ...addressCollisions(names, policy, parts),
    ...serviceCollisions(names, parts),
  ];
  // Two rules with the same name also have lists with the same name, so report them once.
  const said = new Map(refusals.map((refusal) => [refusal.message, refusal]));
  return said.size > 0 ? failure([...said.values()]) : success(names);
}

function namesFor(prefix: string): Names {
  // Both files, and the search for collisions, name each object.
  const objects = new Map<string, string>();
  const rules = new Map<string, string>();
  const ruleName = (words: readonly string[]) =>
    getOrAdd(rules, words.join('/'), () => name(prefix, words));
  const objectNameOf = (value: string) =>
    getOrAdd(objects, value, () => objectName([prefix, value], objectLimits));
  return {
    tag: prefix,
    clients: name(prefix, ['clients']),
    deny: name(prefix, ['deny']),
    inner: name(prefix, ['inner']),
    rule: (part) => ruleName(part.words),
    raw: (part) => ruleName([...part.words, 'raw']),
    address: ({ value }) => objectNameOf(value),
    service: (ports) => objectNameOf(formatPortRange(ports)),
  };
}

function name(prefix: string, words: readonly string[]): string {
  return objectName([prefix, ...words], ruleLimits);
}

function keyOf(part: Part): string {
  return part.words.join('/');
}

// Groups share a namespace with their members.
function addressCollisions(names: Names, policy: TargetPolicy, parts: readonly Part[]): Refusal[] {
  const groups = parts.filter((part) => part.target.kind === 'objects');
  const objects = [
    ...policy.site.clients.map(networkObject),
    ...guardOf(policy),
    ...parts.flatMap(({ target }) => (target.kind === 'objects' ? target.objects : [])),
  ];
  const own = new Map(objects.map((object) => [object.value, names.address(object)]));
  return collisions(names.tag, ['clients', ...groups.map(keyOf)], own);
}

function serviceCollisions(names: Names, parts: readonly Part[]): Refusal[] {
  const ranges = parts.flatMap(({ slot }) => slot.services);
  const own = new Map(ranges.map((range) => [formatPortRange(range), names.service(range)]));
  return collisions(names.tag, parts.map(keyOf), own);
}

/** Rules by the words of their names, and values by their names. Only names of rules contain a group or a service. */
function collisions(
  prefix: string,
  rules: readonly string[],
  values: ReadonlyMap<string, string> = new Map(),
): Refusal[] {
  const keys = new Set([...values.keys(), ...rules]);
  const unique = uniqueNames(
    [...keys],
    (key) => values.get(key) ?? name(prefix, key.split('/')),
    (...both) =>
      both.every((key) => values.has(key))
        ? 'choose another prefix'
        : 'rename a group or a service',
  );
  return unique.ok ? [] : unique.error;
}
