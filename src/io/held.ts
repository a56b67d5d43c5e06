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

/** A folder that is held open. Whatever is put in its place meanwhile, its entries stay those of this folder. */
export type Held = {
  readonly descriptor: number;
  readonly identity: Identity;
  /** The folder itself. */
  readonly folder: () => Path;
  /** An entry of the folder; links in it are not followed to get there. */
  readonly entry: (name: string) => Path;
};

/** What tells a folder from any other one, whatever it is called. */
export type Identity = { readonly dev: bigint; readonly ino: bigint };

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

/** Does something in a folder that is held open. Fails when a link or no folder is at the path; `verb` says for what. */
export function holding<Value>(path: Named, verb: string, work: (held: Held) => Value): Value {
  const { at, shown } = pathOf(path);
  const descriptor = attempt(verb, shown, () => openSync(at, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  try {
    const identity = fstatSync(descriptor, { bigint: true });
    const named = throughDescriptor(descriptor, identity, shown);
    const folder = () => named ?? unchanged(path, identity);
    return work({ descriptor, identity, folder, entry: (name) => inside(folder(), name) });
  } finally {
    closeSync(descriptor);
  }
}

/** Linux names what a descriptor holds, and goes on from there; `.` makes a folder of the link that this name is. */
function throughDescriptor(descriptor: number, own: Identity, shown: string): Path | undefined {
  const path = { at: `/proc/self/fd/${descriptor}/.`, shown };
  return isAt(path, own) ? path : undefined;
}

/**
 * Other systems have no such name, and node opens no entry of an open folder. There the path is compared with the open
 * folder before each step: what is left is the moment between the comparison and the step.
 */
function unchanged(path: Named, own: Identity): Path {
  if (!isAt(path, own)) throw replaced(path);
  return pathOf(path);
}

/** Is this folder, and no link to it, what is at the path? */
export function isAt(path: Named, { dev, ino }: Identity): boolean {
  try {
    const found = lstatSync(pathOf(path).at, { bigint: true });
    return found.dev === dev && found.ino === ino;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** Says that something else was put in the place of a folder while the tool worked in it. */
export function replaced(path: Named): UserError {
  return new UserError(
    `${visible(pathOf(path).shown)} was replaced while portolan worked in it`,
    'find out what replaced it, then run the command again',
  );
}

/** Deletes an entry of an open folder, with all that is in it, if it is there. A link goes, never what it leads to. */
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
