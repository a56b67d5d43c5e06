import { describe, expect } from '@jest/globals';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { needsProgram } from '../../support/programs.ts';
import { shell } from '../../support/shell.ts';

/** What a command line prints on a terminal of this width, in a directory with an invalid and a valid spec. */
function shown(words: string, { columns = 80, environment = '' } = {}): string {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': demoSpec(), 'wrong.yaml': 'version: 2\n' });
    // With CI, Node assumes a log without color.
    const line = `stty cols ${columns}; env -u CI ${environment} $portolan ${words}`;
    const { stdout } = shell(folder, `script -qec '${line}' /dev/null`);
    return stdout.replaceAll('\r\n', '\n');
  });
}

describe('color on a terminal', () => {
  const cases: [string, string, string, boolean][] = [
    ['is used', 'TERM=xterm', '', true],
    ['is not used by a terminal without color', 'TERM=dumb', '', false],
    ['is used there with --color', 'TERM=dumb', '--color', true],
  ];
  for (const [name, environment, option, want] of cases)
    needsProgram('script')(name, () => {
      const text = shown(`validate wrong.yaml ${option}`, { environment });
      expect(text).toContain('wrong.yaml:1:10');
      expect(text.includes('\u001b[31m')).toBe(want);
    });
});

describe('the width of a terminal', () => {
  const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

  const cases: [string, number, number][] = [
    ['is used', 100, 100],
    ['is used up to 120 columns', 300, 120],
    ['is used down to 60 columns', 20, 60],
    ['is 80 where the terminal does not know it', 0, 80],
  ];
  for (const [name, columns, want] of cases)
    needsProgram('script')(name, () => {
      const text = shown('help validate', { columns });
      expect(widest(text)).toBeLessThanOrEqual(want);
      expect(widest(text)).toBeGreaterThan(want - 12);
    });
});
