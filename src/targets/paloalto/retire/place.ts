import type { Kind, State } from './state.ts';

/** The location and rulebase of a state. */
export type At = Pick<State, 'place' | 'rulebase'>;

/** The words of a set command before the name of an entry. */
export function setPath(at: At, kind: Kind): string {
  const [place, name] = partsOf(at.place);
  const words =
    place === 'vsys' && name === 'vsys1' ? [] : [place, ...(name === '' ? [] : [setWord(name)])];
  return [...words, ...stepsOf(at, kind)].join(' ');
}

/** The path of the entries of a kind in the configuration. */
export function xmlPath(at: At, kind: Kind): string {
  const [place, name] = partsOf(at.place);
  const top =
    place === 'shared'
      ? '/config/shared'
      : `/config/devices/entry[@name='localhost.localdomain']/${place}/entry[@name='${requireSafe(name)}']`;
  return [top, ...stepsOf(at, kind)].join('/');
}

/** The path of one entry. */
export function xmlEntry(at: At, kind: Kind, name: string): string {
  return `${xmlPath(at, kind)}/entry[@name='${requireSafe(name)}']`;
}

function stepsOf({ rulebase }: At, kind: Kind): string[] {
  if (kind === 'security' || kind === 'decryption') return [rulebase, kind, 'rules'];
  return kind === 'custom-url-category' ? ['profiles', kind] : [kind];
}

function partsOf(place: string): [kind: string, name: string] {
  const space = place.indexOf(' ');
  return space < 0 ? [place, ''] : [place.slice(0, space), place.slice(space + 1)];
}

/** A name as one word of a set command: in quotes if it contains a space. */
export function setWord(name: string): string {
  return requireSafe(name).includes(' ') ? `"${name}"` : name;
}

/** The names that need no escapes in a set command, in a path and in XML. */
const safe = /^[A-Za-z0-9_][A-Za-z0-9 ._-]{0,62}$/;

export function isSafe(name: string): boolean {
  return safe.test(name);
}

function requireSafe(name: string): string {
  if (!isSafe(name))
    throw new Error(`${JSON.stringify(name)} is no name that a command may contain`);
  return name;
}
