import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { portolan } from '../../support/cli.ts';
import { inFolder } from '../../support/folder.ts';
import { commitAll, initRepository } from '../../support/git.ts';
import { needsProgram } from '../../support/programs.ts';
import { root } from '../../support/rendered.ts';
import { shell } from '../../support/shell.ts';

const files = [
  'spec.yaml',
  'exceptions.yaml',
  'generated',
  'test/invalid/many-mistakes/expected.txt',
  'test/vendors/docker',
  'docs/samples',
];

/** The line that README.md adds to the spec. */
const added = ['      - url: https://api.', '      - url: https://labels.'] as const;

/** Runs a shell command in a repository with the files of the project; `diff` finds the host that README.md adds. */
function outputOf(command: string): string {
  return inFolder((folder) => {
    for (const path of files) cpSync(join(root, path), join(folder, path), { recursive: true });
    initRepository(folder);
    commitAll(folder);
    if (command.includes('diff')) {
      const spec = join(folder, 'spec.yaml');
      const text = readFileSync(spec, 'utf8');
      const [line = ''] = new RegExp(`^${added[0]}.*\n`, 'm').exec(text) ?? [];
      writeFileSync(spec, text.replace(line, line + line.replace(...added)));
      expect(portolan(folder, ['generate']).code).toBe(0);
    }
    return shell(folder, command.replaceAll(/(?<![\w-])portolan(?= )/g, '$portolan')).stdout;
  });
}

for (const page of ['README.md', 'docs/example.md', 'docs/guide.md', 'docs/import.md'])
  needsProgram('git')(`${page} shows what its commands print`, () => {
    const path = join(root, page);
    const text = readFileSync(path, 'utf8');
    const actual = text.replaceAll(
      /(<!-- output: (.*) -->\n```\w+\n)[\s\S]*?```\n/g,
      (_, head: string, command: string) => `${head}${outputOf(command)}\`\`\`\n`,
    );
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, actual);
    else expect(text).toBe(actual);
  });
