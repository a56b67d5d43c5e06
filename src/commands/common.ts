import { dirname, join, normalize, sep } from 'node:path';
import { hiddenInValue, visible } from '../characters.ts';
import { InvalidSpec, UserError } from '../errors.ts';
import { defaultLimit, readerFor } from '../io/read.ts';
import { type LoadedSpec, loadSpec } from '../language/load.ts';
import type { FileReader } from '../language/spec-folder.ts';
import type { RenderedSite } from '../render/site.ts';
import { renderSpec, type Selection } from '../render/spec.ts';
import type { Paint } from '../report/frame.ts';
import { siteFindings } from '../review/findings/site-findings.ts';
import { parseSize } from './size.ts';
import { defaultSpec } from './usage.ts';

/** What every verb that reads a spec is told. */
export type SpecOptions = {
  readonly spec: string;
  /** What reports call it, and the files below its folder. */
  readonly called: string;
  readonly maxSize: string | undefined;
  readonly paint: Paint;
};

/** Reads a spec. Throws a UserError when its root cannot be read, and InvalidSpec when it is not valid. */
export function readSpec(options: SpecOptions): LoadedSpec {
  const loaded = loadSpec(readerOf(options), options.called);
  if (!loaded.ok) throw new InvalidSpec(loaded.error.problems, loaded.error.sources);
  return loaded.value;
}

/** Reads the files of a spec, and those beside it. */
export function readerOf({ spec, maxSize }: SpecOptions): FileReader {
  return readerFor(spec, maxSize === undefined ? defaultLimit : parseSize(maxSize));
}

/** Renders what is selected; throws InvalidSpec when the spec gives no policy, or a target must refuse it. */
export function render(loaded: LoadedSpec, selection?: Selection): RenderedSite[] {
  const rendered = renderSpec(loaded.spec, siteFindings, selection);
  if (!rendered.ok) throw new InvalidSpec(rendered.error, loaded.sources);
  return rendered.value;
}

/**
 * The output folder: the one that the user names, or `generated` beside the spec. It has one spelling: the system would
 * follow a link with a slash behind it, and goes another way than we do when `..` comes after one.
 */
export function outputFolder(spec: string, out: string | undefined): string {
  if (out === '') throw new UserError('--out names no folder', 'write --out FOLDER');
  return out === undefined ? join(dirname(spec), 'generated') : withoutSlash(normalize(out));
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}

/** A word as a shell reads it back, on one line: what does not show is written as octal bytes, for bash, ksh and zsh. */
export function shellWord(word: string): string {
  if (visible(word) !== word) return `$'${word.replace(hiddenOrQuote, octal)}'`;
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const hiddenOrQuote = new RegExp(String.raw`${hiddenInValue.source}|[\\']`, 'gu');

function octal(character: string): string {
  const bytes = [...Buffer.from(character)];
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** What to type to write everything that the spec gives. */
export function generateCommand(spec: string, out: string | undefined): string {
  const words = ['portolan', 'generate'];
  if (spec !== defaultSpec) words.push(shellWord(spec));
  if (out !== undefined) words.push('--out', shellWord(out));
  return words.join(' ');
}
