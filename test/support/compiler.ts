import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from './node.ts';
import { root } from './schema.ts';

/** The indexes of the lines that do not compile. `head` has lines before them, such as imports. */
export function refusedLines(head: readonly string[], lines: readonly string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-compiler-'));
  try {
    const names = head.map((line) => line.replaceAll("'#/", `'${root}/`));
    writeFileSync(join(folder, 'lines.mts'), [...names, ...lines, 'export {};', ''].join('\n'));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = runNode([compiler, '-p', folder], { cwd: folder });
    return refusals(stdout).map((line) => line - 1 - head.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The project's compiler options, except that an unused value is not an error. */
const configuration = {
  extends: join(root, 'tsconfig.json'),
  compilerOptions: {
    noUnusedLocals: false,
    typeRoots: [join(root, 'node_modules/@types')],
  },
  include: ['lines.mts'],
};

/** The line numbers in the compiler's errors. Throws for errors outside of these lines. */
function refusals(said: string): number[] {
  const errors = said.split('\n').filter((line) => line !== '' && !line.startsWith(' '));
  const numbers = errors.map((line) => {
    const number = /^lines\.mts\((\d+),\d+\): error/.exec(line)?.[1];
    if (number === undefined) throw new Error(said);
    return Number(number);
  });
  return [...new Set(numbers)];
}
