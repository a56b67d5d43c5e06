import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { verbs } from '../../../src/commands/verbs.ts';
import { portolan, type Run } from '../../support/cli.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { needsProgram } from '../../support/programs.ts';
import { shell } from '../../support/shell.ts';

/** A repository whose last commit adds a host to the starter spec; origin/main is the commit before it. */
function makeProject(folder: string): void {
  initRepository(folder);
  expect(portolan(folder, ['init']).code).toBe(0);
  expect(portolan(folder, ['generate']).code).toBe(0);
  writeFiles(folder, { 'guide.txt': '- <https://api.example.com> (Port 443)\n' });
  commitAll(folder);
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  const spec = readFileSync(join(folder, 'spec.yaml'), 'utf8');
  const url = '      - url: https://api.example.com\n';
  writeFiles(folder, { 'spec.yaml': spec.replace(url, `${url}${url.replace('api', 'new')}`) });
  expect(portolan(folder, ['generate']).code).toBe(0);
  commitAll(folder);
}

/** Runs the example of a help: that of `init` in an empty directory, the others in the project. */
function runExample(name: string, line: string, project: string): Run {
  // Only the shell that an example is for can load its script.
  const script = line
    .replace(/\bsource <\((.*)\)/, '$1')
    .replace(/ \| source$/, '')
    .replace('portolan', '$portolan');
  return name === 'init' ? inFolder((folder) => shell(folder, script)) : shell(project, script);
}

needsProgram('git')('every example of a help works, and exits as the help says', () =>
  inFolder((project) => {
    makeProject(project);
    const failed = verbs.flatMap(({ name, examples, exits }) =>
      examples.flatMap(([line]) => {
        const { code, stderr } = runExample(name, line, project);
        const isListed = code !== null && Object.keys(exits).includes(String(code));
        const isRun = code !== 2 && code !== 3 && !/^portolan: /m.test(stderr);
        return isListed && isRun ? [] : [{ line, code, stderr }];
      }),
    );
    expect(failed).toEqual([]);
    expect(git(project, 'status', '--short')).toBe('?? lint.sarif');
  }),
);
