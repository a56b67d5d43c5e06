/** The files of one folder: path below it, with `/` between its parts, to content. */
export type FileSet = ReadonlyMap<string, Uint8Array>;

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Buffer.compare(a, b) === 0;
}

/** Do two sets hold the same paths with the same bytes? */
export function sameFiles(a: FileSet, b: FileSet): boolean {
  return a.size === b.size && [...a].every(([path, content]) => sameBytes(content, b.get(path)));
}

/** What git or an editor does to a file without a change of what it says. */
export type Conversion = 'crlf' | 'mark' | 'final-line-feed';

/** What a folder on the disk holds. */
export type StoredSet = {
  readonly files: FileSet;
  /** Paths of what is neither file nor folder, such as symbolic links. */
  readonly notRegular: readonly string[];
  /** Paths of scripts that nobody can run. */
  readonly notExecutable: readonly string[];
};

/** The files below one folder of a set, as text, still by their whole paths. */
export function textsBelow(files: FileSet, folder: string): ReadonlyMap<string, string> {
  const below = [...files].filter(([path]) => path.startsWith(`${folder}/`));
  return new Map(below.map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]));
}
