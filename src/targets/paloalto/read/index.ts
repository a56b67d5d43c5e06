import { failure, type Result, success } from '../../../problem.ts';
import { Deviation } from '../../kit/reading/cursor.ts';
import type { NotCanonical, Reading, TargetFiles } from '../../target.ts';
import { disagreement } from './model.ts';
import { readingOf } from './reading.ts';
import { readSet } from './set.ts';
import { readXml } from './xml.ts';

const setFile = 'paloalto/rules.set';
const xmlFile = 'paloalto/rules.xml';

/**
 * Reads both files, which must say the same; whatever is not exactly what the tool writes is refused with its line.
 * Zones are not judged: a flow does not say in which its ends are.
 */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  try {
    const foreign = [...files.keys()].find((file) => file !== setFile && file !== xmlFile);
    if (foreign !== undefined) throw new Deviation(foreign, 1, 'the target writes no such file');
    const set = readSet(setFile, textOf(files, setFile));
    const xml = readXml(xmlFile, textOf(files, xmlFile));
    const part = disagreement(set, xml);
    if (part !== undefined)
      throw new Deviation(xmlFile, 1, `the two files do not say the same: ${part}`);
    return success(readingOf(setFile, set));
  } catch (error) {
    if (!(error instanceof Deviation)) throw error;
    return failure({ file: error.file, line: error.line, message: error.message });
  }
}

function textOf(files: TargetFiles, file: string): string {
  const text = files.get(file);
  if (text === undefined) throw new Deviation(file, 1, 'the file is missing');
  return text;
}
