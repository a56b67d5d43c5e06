import { failure, type Result, success } from '../../../problem.ts';
import { Deviation } from '../../kit/reading/cursor.ts';
import type { NotCanonical, Reading, TargetFiles } from '../../target.ts';
import { agree } from './agree.ts';
import { readConfig } from './config.ts';
import { readingOf } from './reading.ts';
import { readSections } from './sections.ts';

const files = { config: 'pfsense/config.xml', aliases: 'pfsense/aliases.txt' };

/**
 * Understands config.xml and aliases.txt without the spec. Fails at the first line that is not exactly what the tool
 * writes, and where the two files differ. `access` names the line of aliases.txt where an entry opens something, and
 * the line of config.xml where a rule needs no alias; the firewall itself is read as the resolvers.
 */
export function read(given: TargetFiles): Result<Reading, NotCanonical> {
  try {
    const contents = contentsOf(given);
    const config = readConfig(files.config, contents.config);
    const sections = readSections(files.aliases, contents.aliases);
    return success(readingOf(agree(config, sections, files), files));
  } catch (error) {
    if (!(error instanceof Deviation)) throw error;
    const { file, line, message } = error;
    return failure({ file, line, message });
  }
}

function contentsOf(given: TargetFiles): { readonly config: string; readonly aliases: string } {
  const names = Object.values(files);
  const strange = [...given.keys()].find((name) => !names.includes(name));
  if (strange !== undefined) throw new Deviation(strange, 1, 'the target writes no such file');
  const contentOf = (name: string) => {
    const content = given.get(name);
    if (content === undefined) throw new Deviation(name, 1, 'the file is missing');
    return content;
  };
  return { config: contentOf(files.config), aliases: contentOf(files.aliases) };
}
