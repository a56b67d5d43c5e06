import { visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { readInput } from '../../io/input.ts';
import { largerThan } from '../../language/spec-folder.ts';
import type { Dump } from '../../render/retiring.ts';

/** Reads a dump of a device, up to a number of bytes. Throws a UserError if the file cannot be read. */
export function readDump(file: string, limit: number): Dump {
  const outcome = readInput(file, limit);
  switch (outcome.kind) {
    case 'bytes':
      return { name: file, text: Buffer.from(outcome.bytes).toString('utf8') };
    case 'missing':
      if (file === '-')
        throw new UserError(
          '"-" is not supported: --live does not read standard input',
          'pass the path of a file',
        );
      throw new UserError(`file not found: ${visible(file)}`, 'pass the path of a dump');
    case 'unreadable':
      throw new UserError(
        `cannot read ${visible(file)}: ${visible(outcome.reason)}`,
        'pass a file that you have permission to read',
      );
    case 'too-large':
      throw new UserError(
        largerThan(visible(file), outcome.limit),
        'raise the limit with --max-size',
      );
  }
}
