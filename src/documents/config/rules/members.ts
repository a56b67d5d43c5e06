import { failure, type Result, success } from '../../../problem.ts';

/** What a name of a configuration means: things themselves, and the names of others; or why that is not known. */
export type Named<Value> =
  | { readonly values: readonly Value[]; readonly names: readonly string[] }
  | { readonly unknown: string };

/** How many members all uses of groups may have together, with those of the groups in them. */
const mostMembers = 1_000_000;

/**
 * The members of groups that contain groups. `find` says what a name means; undefined if the document does not define
 * it. All work together is bounded, since a short file can nest groups so that each contains the one before it twice.
 */
export class Members<Value> {
  readonly #find: (name: string) => Named<Value> | undefined;
  readonly #known = new Map<string, Result<readonly Value[], string>>();
  #left = mostMembers;

  constructor(find: (name: string) => Named<Value> | undefined) {
    this.#find = find;
  }

  /** What a name means, never nothing; or why it is not known in full. */
  of(name: string): Result<readonly Value[], string> {
    const known = this.#known.get(name);
    if (known !== undefined) {
      this.#left -= known.ok ? known.value.length : 0;
      return this.#left < 0 ? failure(tooMany) : known;
    }
    const members = this.#collect(name);
    this.#known.set(name, members);
    return members;
  }

  #collect(name: string): Result<readonly Value[], string> {
    const values: Value[] = [];
    const seen = new Set([name]);
    const left = [name];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const found = this.#find(next);
      if (found === undefined) return failure('it names an object that the file does not contain');
      if ('unknown' in found) return failure(found.unknown);
      this.#left -= found.values.length + found.names.length;
      if (this.#left < 0) return failure(tooMany);
      for (const value of found.values) values.push(value);
      for (const member of found.names.toReversed()) {
        if (!seen.has(member)) left.push(member);
        seen.add(member);
      }
    }
    return values.length === 0 ? failure('it names a group that has no members') : success(values);
  }
}

const tooMany = 'the groups of the file have too many members';
