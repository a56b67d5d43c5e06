import { createHash } from 'node:crypto';
import { failure, type Refusal, type Result, success } from '../../../problem.ts';

/** What an output allows in the name of an object. */
export type NameLimits = {
  /** The most characters that the device takes. */
  readonly length: number;
  /** Stands between the parts, and in place of every character that `keep` does not match. */
  readonly separator: string;
  /** One character that may stand in a name. */
  readonly keep: RegExp;
  /** One character whose replacement may give two values one name: the name of a part with one ends in a hash. */
  readonly ambiguous?: RegExp;
};

const suffixLength = 8;

/**
 * Joins parts (prefix, group, service ...) to a name within the limits. A name that had to be cut, or that another
 * value could come to as well, ends in a hash of all its parts, so that it depends on nothing but them.
 */
export function objectName(parts: readonly string[], limits: NameLimits): string {
  const { separator } = limits;
  const whole = parts.join('/');
  const name = parts.map((part) => keepCharacters(part, limits)).join(separator);
  const isAmbiguous = limits.ambiguous?.test(whole) === true;
  if (name.length <= limits.length && !isAmbiguous) return name;
  const room = limits.length - suffixLength - separator.length;
  return `${name.slice(0, room)}${separator}${hash(whole)}`;
}

/**
 * Gives each key its name, or refuses when two keys come to the same name: one object would then stand for both.
 * `helpFor` names the edit that gives them two names.
 */
export function uniqueNames(
  keys: readonly string[],
  nameOf: (key: string) => string,
  helpFor: (first: string, second: string) => string = () => 'rename a group or a service',
): Result<ReadonlyMap<string, string>, Refusal[]> {
  const owners = new Map<string, string>();
  const refusals: Refusal[] = [];
  for (const key of keys) {
    const name = nameOf(key);
    const owner = owners.get(name);
    if (owner !== undefined && owner !== key)
      refusals.push({
        rule: 'name-collision',
        message: `"${owner}" and "${key}" would both be named "${name}"`,
        help: helpFor(owner, key),
      });
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
