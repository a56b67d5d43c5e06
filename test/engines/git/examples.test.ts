import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { verbs } from '../../../src/commands/verbs.ts';
import { sha256 } from '../../../src/policy/digest.ts';
import { portolan, type Run } from '../../support/cli.ts';
import { dumpsOf } from '../../support/dumps.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { needsProgram } from '../../support/programs.ts';
import { shell } from '../../support/shell.ts';

const guide = '- <https://api.example.com> (Port 443)\n';

/** A repository whose last commit adds a host to the starter spec; origin/main is the commit before it. */
function makeProject(folder: string): void {
  initRepository(folder);
  expect(portolan(folder, ['init']).code).toBe(0);
  expect(portolan(folder, ['generate']).code).toBe(0);
  writeFiles(folder, {
    'guide.txt': guide,
    'endpoints.json':
      '[{ "id": 1, "serviceArea": "Exchange", "urls": ["mail.example.com"], "tcpPorts": "443", "required": true }]\n',
  });
  commitAll(folder);
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  const spec = readFileSync(join(folder, 'spec.yaml'), 'utf8');
  const url = '      - url: https://api.example.com\n';
  const domains = '    domains: [example.com]\n';
  const withDigest = spec.replace(domains, `${domains}    sha256: ${sha256(guide)}\n`);
  const changed = withDigest.replace(url, `${url}${url.replace('api', 'new')}`);
  writeFiles(folder, { 'spec.yaml': changed });
  expect(portolan(folder, ['generate']).code).toBe(0);
  writeDumps(folder);
  commitAll(folder);
}

/** The dumps of a router to which the files of the starter spec were applied. */
function writeDumps(folder: string): void {
  const [site = ''] = readdirSync(join(folder, 'generated'));
  const files = Object.entries(readFiles(join(folder, 'generated', site)));
  const { v4, v6, sets } = dumpsOf(new Map(files.map(([path, text]) => [path, String(text)])));
  writeFiles(folder, { 'rules4.txt': v4, 'rules6.txt': v6, 'sets.txt': sets });
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
    // The example of an import changes the spec, and then those of generate its files.
    const changed = git(project, 'status', '--short').split('\n');
    expect(changed.filter((line) => !/^ ?M generated\//.test(line))).toEqual([
      ' M spec.yaml',
      '?? lint.sarif',
      '?? vendor/',
    ]);
  }),
);
