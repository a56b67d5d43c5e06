/** Throws a TypeError for an option that a function does not have: a program without types would get the default. */
export function requireOptions(options: object, known: readonly string[]): void {
  const other = Object.keys(options).find((name) => !known.includes(name));
  if (other !== undefined)
    throw new TypeError(`unknown option "${other}", expected ${known.join(' or ')}`);
}

/** Throws a TypeError for a value that is no list of texts; undefined stands for all. */
export function requireTexts(name: string, list: unknown): void {
  const isList = Array.isArray(list) && list.every((item) => typeof item === 'string');
  if (list !== undefined && !isList) throw new TypeError(`"${name}" is not a list of texts`);
}
