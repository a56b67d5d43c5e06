import type { Result } from '../../../problem.ts';
import { expected, refuseAt } from '../../kit/reading/not-canonical.ts';
import { readFiles } from '../../kit/reading/read-files.ts';
import type { NotCanonical, Reading, TargetFiles } from '../../reading.ts';
import { extract } from './extract.ts';
import type { Model } from './model.ts';
import { readingOf } from './reading.ts';
import { readScript } from './script.ts';
import { spell } from './spell.ts';

const file = 'squid/bypass.conf';
const script = 'squid/apply.sh';

// Squid splits a longer line into separate directives.
const longestLine = 8190;

/**
 * Reads bypass.conf back: extracts what differs from file to file, spells the only text with these values, and refuses
 * the file at the first line that differs. This also refuses what Squid loads silently: a byte order mark, a wildcard,
 * a URL or a port in a name, a line in another order. Then reads apply.sh, which must be of the same site.
 */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  return readFiles(files, [file, script], (open) => {
    const cursor = open(file);
    const lines = cursor.left;
    const long = lines.findIndex((line) => line.length > longestLine);
    if (long >= 0)
      cursor.refuse(
        expected(`at most ${longestLine} characters in a line`, `${lines[long]?.length}`),
        long + 1,
      );
    const model = extract(file, lines);
    if (model.sections.length === 0)
      cursor.refuse(expected('at least one rule', 'none'), lines.length);
    checkNames(model);
    for (const line of spell(model)) cursor.takeExactly(line);
    cursor.end();
    readScript(open(script), model);
    return readingOf(model);
  });
}

// Squid merges two rules with the same name: the ports of each would be allowed for the hosts of both.
function checkNames({ sections }: Model): void {
  const names = new Set<string>();
  for (const { id, name } of sections) {
    if (names.has(name))
      refuseAt(id.at, expected('a different name for each rule', `"${name}" twice`));
    names.add(name);
  }
}
