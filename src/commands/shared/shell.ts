import { hiddenInValue, visible } from '../../characters.ts';
import { once } from '../../maps.ts';
import { defaultSpec } from './options.ts';

/**
 * A word in the quotes that a shell needs, on one line. Invisible characters become octal bytes, for bash, ksh and zsh.
 */
export function shellWord(word: string): string {
  if (visible(word) !== word) return `$'${word.replace(hiddenOrQuote(), octal)}'`;
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const hiddenOrQuote = once(() => new RegExp(String.raw`${hiddenInValue().source}|[\\']`, 'gu'));

function octal(character: string): string {
  const bytes = [...Buffer.from(character)];
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** The command that writes all files of the spec. */
export function generateCommand(spec: string, out: string | undefined): string {
  return commandOf('generate', spec, out);
}

/** The command that names what is wrong with the files of the spec, and the fix of each. */
export function checkCommand(spec: string, out: string | undefined): string {
  return commandOf('check', spec, out);
}

function commandOf(name: string, spec: string, out: string | undefined): string {
  const words = ['portolan', name];
  if (spec !== defaultSpec) words.push(shellWord(spec));
  if (out !== undefined) words.push('--out', shellWord(out));
  return words.join(' ');
}
