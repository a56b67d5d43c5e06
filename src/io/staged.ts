import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { kindAt } from './folder.ts';
import { type Held, holding } from './held.ts';
import { inside, type Path } from './path.ts';

/** Runs work in the open directory of a path below an open one. Throws a UserError for a link in between. */
export function throughFolders<Value>(
  held: Held,
  path: string,
  work: (held: Held, name: string) => Value,
): Value {
  const [name = '', ...below] = path.split('/');
  if (below.length === 0) return work(held, name);
  const folder = held.entry(name);
  if (kindAt(folder) !== 'folder') throw isLink(folder);
  return holding(folder, 'write', (inner) => throughFolders(inner, below.join('/'), work));
}

/** The path of the new content of a file, until it takes its place; for messages the one of the file itself. */
export function stagedPath(held: Held, name: string): Path {
  return { at: inside(held.folder(), `.${name}.portolan-new`).at, shown: held.entry(name).shown };
}

/** The error for a link in place of a file or a directory. */
export function isLink({ shown }: Path): UserError {
  return new UserError(
    `${visible(shown)} is a symbolic link, so its file was not changed`,
    'fix the file that it points to, or replace the link with a file',
  );
}
