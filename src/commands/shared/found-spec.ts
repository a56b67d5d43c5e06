import { visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { specFilesHere } from '../../io/spec-files.ts';
import { defaultSpec } from './options.ts';
import { shellWord } from './shell.ts';

/**
 * The spec of a command that names none: the only one in the current directory, or the default name when there is none.
 * Throws a UserError when there are several.
 */
export function foundSpec(): string {
  const [first = defaultSpec, ...others] = specFilesHere();
  if (others.length === 0) return first;
  const all = [first, ...others].map(visible).join(', ');
  throw new UserError(
    `this directory has several specs: ${all}`,
    `name one of them, for example: ${visible(shellWord(first))}`,
  );
}
