import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { attempt, isMissing, isSystemError } from './fault.ts';
import { inside, type Named, type Path, pathOf } from './path.ts';

/** An open directory. Its entries stay those of this directory, even when another one takes its path. */
export type Held = {
  readonly descriptor: number;
  readonly identity: Identity;
  /** The directory itself. */
  readonly folder: () => Path;
  /** An entry of the directory, reached without following links. */
  readonly entry: (name: string) => Path;
};

/** Identifies a directory, independently of its name. */
export type Identity = { readonly dev: bigint; readonly ino: bigint };

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

/**
 * Runs work in an open directory. Throws a UserError when the path is not a directory; `action` completes `cannot ...`.
 */
export function holding<Value>(path: Named, action: string, work: (held: Held) => Value): Value {
  const { at, shown } = pathOf(path);
  const descriptor = attempt(action, shown, () =>
    openSync(at, O_RDONLY | O_DIRECTORY | O_NOFOLLOW),
  );
  try {
    const { dev, ino } = fstatSync(descriptor, { bigint: true });
    // Only these two: a run keeps one of them for each site.
    const identity = { dev, ino };
    const named = throughDescriptor(descriptor, identity, shown);
    const folder = () => named ?? unchanged(path, identity);
    return work({ descriptor, identity, folder, entry: (name) => inside(folder(), name) });
  } finally {
    closeSync(descriptor);
  }
}

/** The path of an open descriptor on Linux. It is a link; `/.` after it makes the system follow the link. */
function throughDescriptor(descriptor: number, own: Identity, shown: string): Path | undefined {
  const path = { at: `/proc/self/fd/${descriptor}/.`, shown };
  return isAt(path, own) ? path : undefined;
}

/**
 * Other systems have no such path, and Node cannot open an entry of an open directory. There the path is compared with
 * the open directory before each step. A swap between the comparison and the step remains possible.
 */
function unchanged(path: Named, own: Identity): Path {
  if (!isAt(path, own)) throw replaced(path);
  return pathOf(path);
}

/** Is this directory at the path, and not a link to it? */
export function isAt(path: Named, { dev, ino }: Identity): boolean {
  try {
    const found = lstatSync(pathOf(path).at, { bigint: true });
    return found.dev === dev && found.ino === ino;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** The error for a directory that was replaced while Portolan worked in it. */
export function replaced(path: Named): UserError {
  return new UserError(
    `${visible(pathOf(path).shown)} was replaced while Portolan worked in it`,
    'stop the program that replaced it, then run the command again',
  );
}

/** Deletes an entry of an open directory recursively, if it exists. Deletes a link, never its target. */
export function removeEntry(parent: Held, name: string): void {
  const path = parent.entry(name);
  attempt('remove', path.shown, () => {
    const found = lstatSync(path.at, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) removeFolder(path);
    else if (found !== undefined) unlessGone(() => unlinkSync(path.at));
  });
}

function removeFolder(path: Path): void {
  holding(path, 'remove', (held) => {
    for (const name of readdirSync(held.folder().at)) removeEntry(held, name);
  });
  unlessGone(() => rmdirSync(path.at));
}

function unlessGone(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
