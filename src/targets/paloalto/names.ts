import { formatPortRange, type PortRange } from '../../net/port.ts';
import type { Policy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { objectName, uniqueNames } from '../names.ts';
import type { AddressObject } from './match.ts';
import type { Part } from './plan.ts';

const keep = /^[A-Za-z0-9._-]$/;
// Rules may have 63 characters, on old trains 31; URL categories and application groups have 31: one name for all.
const ruleLimits = { length: 31, separator: '-', keep };
const objectLimits = { length: 63, separator: '-', keep };

/** The names of everything that the files define. */
export type Names = {
  readonly tag: string;
  readonly clients: string;
  readonly deny: string;
  rule(part: Part): string;
  /** The decryption rule that leaves the traffic of a rule as it is. */
  raw(part: Part): string;
  address(object: AddressObject): string;
  service(ports: PortRange): string;
};

/** Names all objects. Two objects of one kind with one name are refused (name-collision). */
export function namesOf(policy: Policy, parts: readonly Part[]): Result<Names, readonly Refusal[]> {
  const { prefix } = policy.site;
  const names = namesFor(prefix);
  const raw = parts.filter((part) => part.noDecrypt).map((part) => `${keyOf(part)}/raw`);
  const rules = collisions(['deny', ...parts.map(keyOf)], (key) => name(prefix, key.split('/')));
  const refusals = [
    ...rules,
    ...collisions(rules.length > 0 ? [] : [...parts.map(keyOf), ...raw], (key) =>
      name(prefix, key.split('/')),
    ),
    ...addressCollisions(names, policy, parts),
    ...serviceCollisions(names, parts),
  ];
  // Two rules of one name have lists of one name as well: said once.
  const said = new Map(refusals.map((refusal) => [refusal.message, refusal]));
  return said.size > 0 ? failure([...said.values()]) : success(names);
}

function namesFor(prefix: string): Names {
  return {
    tag: prefix,
    clients: name(prefix, ['clients']),
    deny: name(prefix, ['deny']),
    rule: (part) => name(prefix, part.words),
    raw: (part) => name(prefix, [...part.words, 'raw']),
    address: ({ value }) => objectName([prefix, value], objectLimits),
    service: (ports) => objectName([prefix, formatPortRange(ports)], objectLimits),
  };
}

function name(prefix: string, words: readonly string[]): string {
  return objectName([prefix, ...words], ruleLimits);
}

function keyOf(part: Part): string {
  return part.words.join('/');
}

// Groups share a name space with what they hold.
function addressCollisions(names: Names, policy: Policy, parts: readonly Part[]): Refusal[] {
  const groups = parts.filter((part) => part.target.kind === 'objects');
  const objects = parts.flatMap(({ target }) => (target.kind === 'objects' ? target.objects : []));
  return collisions(
    ['clients', ...groups.map(keyOf), ...objects.map((object) => `=${object.value}`)],
    (key) =>
      key.startsWith('=')
        ? names.address({ kind: 'fqdn', value: key.slice(1) })
        : name(policy.site.prefix, key.split('/')),
  );
}

function serviceCollisions(names: Names, parts: readonly Part[]): Refusal[] {
  const ports = new Map(
    parts.flatMap(({ slot }) => slot.ports).map((range) => [`=${formatPortRange(range)}`, range]),
  );
  return collisions([...parts.map(keyOf), ...ports.keys()], (key) => {
    const range = ports.get(key);
    return range === undefined ? name(names.tag, key.split('/')) : names.service(range);
  });
}

function collisions(keys: readonly string[], nameOf: (key: string) => string): Refusal[] {
  const unique = uniqueNames([...new Set(keys)], nameOf);
  return unique.ok ? [] : unique.error;
}
