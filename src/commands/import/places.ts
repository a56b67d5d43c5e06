import { basename, dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { relativePath } from '../../language/spec-folder.ts';
import type { ImportWords } from './words.ts';

/** Where an import reads and writes; paths are from `top`, with `/` between their parts. */
export type ImportPlaces = {
  /** The directory of the spec, or of the part. */
  readonly top: string;
  readonly part: string;
  readonly record: string;
  /** The spec of `--into`. */
  readonly spec: string | undefined;
};

/** The part of an import without `--out`, from the working directory or that of the spec. */
export function usualPart(id: string): string {
  return `vendor/${id}.yaml`;
}

/** The files of an import. Throws a UserError for a part that the spec could not include. */
export function placesOf({ into, out }: ImportWords, id: string): ImportPlaces {
  const usual = usualPart(id);
  if (into === undefined) {
    const file = out ?? usual;
    return placesIn(dirname(file), basename(file), undefined);
  }
  const top = dirname(into);
  const part =
    out === undefined ? usual : relative(resolve(top), resolve(out)).split(sep).join('/');
  if (isAbsolute(part) || part.split('/')[0] === '..')
    throw new UserError(
      `${visible(out ?? '')} is not in the directory of ${visible(into)}, which could not include it`,
      `use a path below ${visible(top)}, for example --out ${visible(join(top, usual))}`,
    );
  return placesIn(top, part, basename(into));
}

function placesIn(top: string, part: string, spec: string | undefined): ImportPlaces {
  const path = relativePath('include', '', part);
  if (!path.ok) throw new UserError(`--out: ${path.error.message}`, path.error.help);
  if (!/[^/]\.ya?ml$/.test(part))
    throw new UserError(
      `--out: ${visible(part)} is not the name of a YAML file`,
      `end it in .yaml, for example vendor/${visible(basename(part))}.yaml`,
    );
  if (part === spec)
    throw new UserError(
      '--out and --into are one file',
      'use another file for the part, for example --out vendor/part.yaml',
    );
  return { top, part, record: part.replace(/\.ya?ml$/, '.import.json'), spec };
}

/** The name of a file in messages. */
export function nameIn({ top }: Pick<ImportPlaces, 'top'>, path: string): string {
  return join(top, path);
}

/** The path of the spec of `--into` from the directory of the part. */
export function specFromPart({ spec, part }: ImportPlaces): string | undefined {
  return spec === undefined ? undefined : posix.relative(posix.dirname(part), spec);
}

/** The path from `top` of a list that the part names. */
export function listPath({ part }: Pick<ImportPlaces, 'part'>, list: string): string {
  return part.slice(0, part.lastIndexOf('/') + 1) + list;
}
