import type { Result } from '../../../problem.ts';
import { readFiles } from '../../kit/reading/read-files.ts';
import type { NotCanonical, Reading, TargetFiles } from '../../reading.ts';
import { agree } from './agree.ts';
import { readConfig } from './config.ts';
import { readingOf } from './reading.ts';
import { readScript } from './script.ts';
import { readSections } from './sections.ts';

const names = {
  config: 'pfsense/config.xml',
  aliases: 'pfsense/aliases.txt',
  script: 'pfsense/apply.php',
} as const;

/**
 * Reads config.xml, aliases.txt and apply.php without the spec. Fails at the first line that the tool does not write,
 * and where the files differ. `access` points to the line of aliases.txt with the entry, or to the line of config.xml for a rule
 * without an alias. The firewall itself counts as the resolvers.
 */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  return readFiles(files, Object.values(names), (open) => {
    const config = readConfig(open(names.config, 'tabs'));
    const sections = readSections(open(names.aliases));
    const understood = agree(config, sections, names);
    return readingOf(understood, readScript(open(names.script), config), names);
  });
}
