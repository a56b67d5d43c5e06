import { createHash } from 'node:crypto';
import { failure, type Refusal, type Result, success } from '../../../problem.ts';

/** The limits of an output for the names of objects. */
export type NameLimits = {
  /** The maximum number of characters. */
  readonly length: number;
  /** Separates the parts, and replaces every character that may not be in a name. */
  readonly separator: string;
  /** Matches each character that may not be in a name; with the flags `g` and `u`. */
  readonly others: RegExp;
  /** Matches one character whose replacement could give two values the same name; such a name ends in a hash. */
  readonly ambiguous?: RegExp;
};

const suffixLength = 8;

/**
 * Joins parts (prefix, group, service ...) to a name within the limits. A name that is cut, or that another value could
 * also have, ends in a hash of all its parts, so it depends only on these parts.
 */
export function objectName(parts: readonly string[], limits: NameLimits): string {
  const { separator } = limits;
  const whole = parts.join('/');
  const name = parts.map((part) => part.replace(limits.others, separator)).join(separator);
  const isAmbiguous = limits.ambiguous?.test(whole) === true;
  if (name.length <= limits.length && !isAmbiguous) return name;
  const room = limits.length - suffixLength - separator.length;
  return `${name.slice(0, room)}${separator}${hash(whole)}`;
}

/**
 * Gives each key its name. Refuses if two keys have the same name, since they would share one object. `helpFor` returns
 * the edit that gives them different names.
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

function hash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, suffixLength);
}
