import { createHash } from 'node:crypto';
import { failure, type Refusal, type Result, success } from '../problem.ts';

/** What an output allows in the name of an object. */
export type NameLimits = {
  /** The most characters that the device takes. */
  readonly length: number;
  /** Stands between the parts, and in place of every character that `keep` does not match. */
  readonly separator: string;
  /** One character that may stand in a name. */
  readonly keep: RegExp;
};

const suffixLength = 8;

/**
 * Joins parts (prefix, group, service ...) to a name within the limits. A name that had to be cut ends in a hash of
 * all its parts, so that it depends on nothing but them.
 */
export function objectName(parts: readonly string[], limits: NameLimits): string {
  const { separator } = limits;
  const whole = parts.join('/');
  const name = parts.map((part) => keepCharacters(part, limits)).join(separator);
  if (name.length <= limits.length) return name;
  const room = limits.length - suffixLength - separator.length;
  return `${name.slice(0, room)}${separator}${hash(whole)}`;
}

/**
 * Gives each key its name, or refuses when two keys come to the same name: one object would then stand for both.
 */
export function uniqueNames(
  keys: readonly string[],
  nameOf: (key: string) => string,
): Result<ReadonlyMap<string, string>, Refusal[]> {
  const owners = new Map<string, string>();
  const refusals: Refusal[] = [];
  for (const key of keys) {
    const name = nameOf(key);
    const owner = owners.get(name);
    if (owner !== undefined && owner !== key) refusals.push(refuseCollision(name, owner, key));
    owners.set(name, owner ?? key);
  }
  if (refusals.length > 0) return failure(refusals);
  return success(new Map([...owners].map(([name, key]) => [key, name])));
}

function keepCharacters(part: string, limits: NameLimits): string {
  return [...part]
    .map((character) => (limits.keep.test(character) ? character : limits.separator))
    .join('');
}

function hash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, suffixLength);
}

function refuseCollision(name: string, first: string, second: string): Refusal {
  return {
    rule: 'name-collision',
    message: `"${first}" and "${second}" would both be named "${name}"`,
    help: 'rename a group or a service',
  };
}
