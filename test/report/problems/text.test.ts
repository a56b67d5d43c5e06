import { describe, expect, test } from '@jest/globals';
import type { Problem } from '../../../src/problem.ts';
import { plain } from '../../../src/report/page/paint.ts';
import { problemsGithub } from '../../../src/report/problems/github.ts';
import { problemsText } from '../../../src/report/problems/text.ts';

function problem(changes: Partial<Problem> = {}): Problem {
  const at = { file: 'spec.yaml', line: 1, column: 3, length: 2 };
  return { rule: 'odd-thing', message: 'odd', help: 'mend it', at, ...changes };
}

describe('problems as text', () => {
  test('are frames separated by empty lines, then their number', () => {
    const texts = new Map([['spec.yaml', 'a: bc\n']]);
    expect(problemsText([problem(), problem()], texts, plain)).toBe(
      [
        'spec.yaml:1:3 error odd-thing: odd',
        '  > 1 | a: bc',
        '      |   ^^',
        '  help: mend it',
        '',
        'spec.yaml:1:3 error odd-thing: odd',
        '  > 1 | a: bc',
        '      |   ^^',
        '  help: mend it',
        '',
        '2 problems',
        '',
      ].join('\n'),
    );
  });
});

describe('problems as annotations', () => {
  test('cannot end their line or their properties', () => {
    const at = { file: 'a,b:c%.yaml', line: 2, column: 1, length: 3 };
    const odd = problem({ message: '100% of\r\n::error::', help: 'x: y, z', at });
    expect(problemsGithub({ problems: [odd] })).toBe(
      '::error file=a%2Cb%3Ac%25.yaml,line=2,endLine=2,col=1,endColumn=4,title=odd-thing::100%25 of%0D%0A::error::%0Ahelp: x: y, z\n',
    );
  });

  test('are at most 50, and one that reports more', () => {
    const lines = problemsGithub({ problems: Array.from({ length: 52 }, () => problem()) })
      .trimEnd()
      .split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([
      51,
      '::error title=portolan::showing the first 50 problems; there are more',
    ]);
  });
});
