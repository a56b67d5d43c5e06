import type { Result } from '../../../problem.ts';
import { readFiles } from '../../kit/reading/read-files.ts';
import type { NotCanonical, Reading, TargetFiles } from '../../target.ts';
import { agree } from './agree.ts';
import { readConfig } from './config.ts';
import { readingOf } from './reading.ts';
import { readSections } from './sections.ts';

const names = { config: 'pfsense/config.xml', aliases: 'pfsense/aliases.txt' } as const;

/**
 * Reads config.xml and aliases.txt without the spec. Fails at the first line that the tool does not write, and where the
 * two files differ. `access` points to the line of aliases.txt with the entry, or to the line of config.xml for a rule
 * without an alias. The firewall itself counts as the resolvers.
 */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  return readFiles(files, Object.values(names), (open) => {
    const config = readConfig(open(names.config, 'tabs'));
    const sections = readSections(open(names.aliases));
    return readingOf(agree(config, sections, names), names);
  });
}
