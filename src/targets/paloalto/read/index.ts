import type { Result } from '../../../problem.ts';
import { expected, refuseAt } from '../../kit/reading/not-canonical.ts';
import { readFiles } from '../../kit/reading/read-files.ts';
import type { NotCanonical, Reading, TargetFiles } from '../../reading.ts';
import { disagreement } from './model.ts';
import { readingOf } from './reading.ts';
import { readScript } from './script.ts';
import { readSet } from './set.ts';
import { readXml } from './xml.ts';

const setFile = 'paloalto/rules.set';
const xmlFile = 'paloalto/rules.xml';
const scriptFile = 'paloalto/api.sh';

/**
 * Reads the files, which must agree; refuses the first line that the tool does not write. Zones are not checked: a flow
 * does not say in which zones its ends are.
 */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  return readFiles(files, [setFile, xmlFile, scriptFile], (open) => {
    const set = readSet(open(setFile));
    const part = disagreement(set, readXml(open(xmlFile)));
    if (part !== undefined)
      refuseAt(
        { file: xmlFile, line: 1 },
        expected(`the same ${part} as in rules.set`, 'a difference'),
      );
    readScript(open(scriptFile), set);
    return readingOf(setFile, set);
  });
}
