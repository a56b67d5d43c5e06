import { failure, type Result, success } from '../../../problem.ts';
import { lineText, mismatch } from '../../kit/reading/not-canonical.ts';
import type { NotCanonical, Reading, TargetFiles } from '../../target.ts';
import { Deviation } from './deviation.ts';
import { extract } from './extract.ts';
import type { Model } from './model.ts';
import { readingOf } from './reading.ts';
import { spell } from './spell.ts';

const file = 'squid/bypass.conf';

/**
 * Reads bypass.conf back: takes out of it what differs from file to file, spells the one text that says so, and
 * refuses the file at the first line that is another. What Squid loads without a word (a byte order mark, a wildcard,
 * a URL or a port in a name, a line in another order) does not get through.
 */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  const foreign = [...files.keys()].find((path) => path !== file);
  if (foreign !== undefined)
    return failure({ file: foreign, line: 1, message: 'the target writes no such file' });
  const text = files.get(file);
  if (text === undefined) return failure({ file, line: 1, message: 'the file is missing' });
  try {
    return success(readText(text));
  } catch (error) {
    if (error instanceof Deviation)
      return failure({ file, line: error.line, message: error.message });
    throw error;
  }
}

// Squid splits a longer line into directives of their own.
const longestLine = 8190;

function readText(text: string): Reading {
  const lines = text.split('\n');
  if (lines.pop() !== '')
    throw new Deviation(lines.length + 1, 'the file does not end in a line feed');
  const odd = lines.findIndex((line) => /[^\x20-\x7e]/.test(line) || line.length > longestLine);
  if (odd >= 0)
    throw new Deviation(odd + 1, 'the line is too long, or holds more than printable ASCII');
  const model = extract(lines);
  if (model.sections.length === 0) throw new Deviation(lines.length, 'the file allows nothing');
  checkNames(model);
  compareLines(lines, spell(model));
  return readingOf(model);
}

// Squid joins two rules of one name: the ports of each would be open to the hosts of both.
function checkNames({ sections }: Model): void {
  const names = new Set<string>();
  for (const { id, name } of sections) {
    if (names.has(name)) throw new Deviation(id.line, `"${name}" names two rules`);
    names.add(name);
  }
}

function compareLines(lines: readonly string[], wanted: readonly string[]): void {
  const longer = Math.max(lines.length, wanted.length);
  for (let index = 0; index < longer; index += 1) {
    const want = wanted[index];
    const found = lines[index];
    if (found !== want) throw new Deviation(index + 1, mismatch(lineText(want), found));
  }
}
