import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRevision } from '../../../src/io/git.ts';
import { portolan } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { shell } from '../../support/shell.ts';

/** A repository whose last commit allows one more host than the commit before. */
function inChange<Value>(work: (folder: string) => Value): Value {
  return inFolder((folder) => {
    initRepository(folder);
    writeFiles(folder, { 'spec.yaml': demoSpec() });
    commitAll(folder);
    writeFiles(folder, {
      'spec.yaml': demoSpec({ hosts: ['www.example.com', 'evil.example.com'] }),
    });
    commitAll(folder);
    return work(folder);
  });
}

const words = ['diff', '--base', 'HEAD~1', '--expect', 'none'];

/** Does the review still report the host that the last commit allows? */
function expectSeen(folder: string, environment: Readonly<Record<string, string>> = {}): void {
  const { code, stdout } = portolan(folder, words, environment);
  expect([code, stdout]).toEqual([4, expect.stringContaining('NEW evil.example.com')]);
}

describe('a repository that disguises its base', () => {
  test.each(['HEAD~1', 'HEAD~1^{tree}', 'HEAD~1:spec.yaml'])('replaces %s', (object) =>
    inChange((folder) => {
      git(folder, 'replace', object, object.replace('HEAD~1', 'HEAD'));
      expectSeen(folder);
    }),
  );

  test('cannot replace the base by refs/replace', () =>
    inChange((folder) => {
      const [base, head] = [git(folder, 'rev-parse', 'HEAD~1'), git(folder, 'rev-parse', 'HEAD')];
      git(folder, 'update-ref', `refs/odd/${base}`, head);
      expectSeen(folder, { GIT_REPLACE_REF_BASE: 'refs/odd/' });
    }));

  test('cannot give the last commit another parent with a graft', () =>
    inChange((folder) => {
      const head = git(folder, 'rev-parse', 'HEAD');
      const twin = git(folder, 'commit-tree', 'HEAD^{tree}', '-m', 'twin');
      writeFiles(folder, { '.git/info/grafts': `${head} ${twin}\n` });
      expectSeen(folder);
    }));

  test('cannot bring a bare repository into the directory of the spec', () =>
    inChange((folder) => {
      git(folder, 'clone', '--quiet', '--bare', '.', 'embedded');
      writeFiles(folder, { 'embedded/spec.yaml': demoSpec() });
      for (const name of ['.', 'embedded']) {
        const run = portolan(join(folder, name), ['diff', join(folder, 'embedded/spec.yaml')]);
        expect([run.code, run.stdout]).toEqual([2, '']);
        expect(run.stderr).toContain('is a bare repository inside another one');
        expect(run.stderr).toContain('  help: choose the repository: GIT_DIR=');
      }
    }));
});

describe('a repository whose settings name programs', () => {
  test('starts none of these programs', () =>
    inChange((folder) => {
      const program = join(folder, 'program');
      writeFileSync(program, `#!/bin/sh\ntouch '${folder}/started'\n`, { mode: 0o755 });
      writeFiles(folder, { '.gitattributes': '* filter=odd diff=odd\n' });
      const settings = {
        'alias.cat-file': `!${program}`,
        'alias.ls-tree': `!${program}`,
        'alias.rev-parse': `!${program}`,
        'core.askPass': program,
        'core.editor': program,
        'core.fsmonitor': program,
        'core.pager': program,
        'core.sshCommand': program,
        'credential.helper': program,
        'diff.external': program,
        'diff.odd.command': program,
        'diff.odd.textconv': program,
        'filter.odd.clean': program,
        'filter.odd.process': program,
        'filter.odd.required': 'true',
        'filter.odd.smudge': program,
        'gpg.program': program,
        'pager.cat-file': program,
        'pager.ls-tree': program,
        'pager.rev-parse': program,
      };
      for (const [name, value] of Object.entries(settings)) git(folder, 'config', name, value);
      expectSeen(folder);
      expectSeen(folder, { GIT_PAGER: program, GIT_EXTERNAL_DIFF: program, PAGER: program });
      expect(existsSync(join(folder, 'started'))).toBe(false);
    }));

  test('does not fetch for a partial clone, and names the command to fetch', () =>
    inFolder((folder) => {
      const [origin, clone] = [join(folder, 'origin'), join(folder, 'clone')];
      writeFiles(origin, { 'spec.yaml': demoSpec() });
      initRepository(origin);
      commitAll(origin);
      git(origin, 'config', 'uploadpack.allowFilter', 'true');
      const filter = ['--no-local', '--filter=blob:none', '--no-checkout'];
      git(folder, 'clone', '--quiet', ...filter, `file://${origin}`, clone);
      const program = join(folder, 'program');
      writeFileSync(program, `#!/bin/sh\ntouch '${folder}/started'\nexec git-upload-pack "$@"\n`, {
        mode: 0o755,
      });
      git(clone, 'config', 'remote.origin.uploadpack', program);
      const before = readdirSync(join(clone, '.git/objects')).sort();
      expect(() => openRevision(clone, 'HEAD').read('spec.yaml', 10_000)).toThrow(
        expect.objectContaining({ help: expect.stringContaining('git fetch --refetch') }),
      );
      expect(readdirSync(join(clone, '.git/objects')).sort()).toEqual(before);
      expect(existsSync(join(folder, 'started'))).toBe(false);
    }));
});

describe('an error of git', () => {
  // Git's own tests use this variable to pretend that another user owns the repository.
  const other = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };

  test('about dubious ownership prints the command that git names', () =>
    inChange((folder) => {
      const { code, stderr } = portolan(folder, ['diff'], { ...other, LANG: 'de_DE.UTF-8' });
      expect([code, stderr]).toEqual([
        2,
        `portolan: git failed: fatal: detected dubious ownership in repository at '${folder}'\n` +
          `  help: git config --global --add safe.directory ${folder}\n`,
      ]);
    }));

  test('about an ambiguous short hash lists the commits', () =>
    inFolder((folder) => {
      initRepository(folder);
      const commits = Array.from({ length: 1000 }, (_, index) => {
        const message = `state ${index}`;
        return `commit refs/heads/main\ncommitter A <a@example.com> 1767225600 +0000\ndata ${message.length}\n${message}\n`;
      });
      writeFiles(folder, { commits: commits.join('\n') });
      shell(folder, 'git fast-import --quiet < commits');
      const starts = git(folder, 'log', '--format=%H')
        .split('\n')
        .map((hash) => hash.slice(0, 4));
      const [twice = ''] = starts.filter((start, index) => starts.indexOf(start) !== index);
      const { code, stderr } = portolan(folder, ['diff', '--base', twice]);
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(
          /^portolan: cannot resolve commit ".{4}": error: short object ID .{4} is ambiguous \/ hint: The candidates are: \/ hint: .* commit .*\n {2}help: use a full commit hash\n/,
        ),
      ]);
    }));

  test('about an unreadable setting prints all lines, escaped', () =>
    inChange((folder) => {
      writeFileSync(join(folder, '.git/config'), '[core\n\u001b[31m\n', { flag: 'a' });
      const { code, stderr } = portolan(folder, ['diff']);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^portolan: git failed: fatal: bad config line \d+ in file /);
    }));
});

describe('diff in a hook', () => {
  test('compares the commits of a push that is in quarantine', () =>
    inFolder((folder) => {
      const [bare, clone] = [join(folder, 'bare.git'), join(folder, 'clone')];
      git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', 'bare.git');
      const bundle = join(import.meta.dirname, '../../../dist/cli.js');
      writeFiles(bare, {
        'hooks/pre-receive': `#!/bin/sh\nread old new ref\nif git cat-file -e "$old" 2>/dev/null\nthen '${process.execPath}' '${bundle}' diff net/fw/spec.yaml --base "$old" --head "$new" > '${folder}/said'\nfi\n`,
      });
      git(folder, 'clone', '--quiet', 'bare.git', 'clone');
      const push = (hosts: string[]) => {
        writeFiles(clone, { 'net/fw/spec.yaml': demoSpec({ hosts }) });
        commitAll(clone);
        git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
      };
      spawnSync('chmod', ['+x', join(bare, 'hooks/pre-receive')]);
      push(['www.example.com']);
      push(['www.example.com', 'api.example.com']);
      expect(readFileSync(join(folder, 'said'), 'utf8')).toContain('branch: NEW api.example.com');
    }));

  test.each<[name: string, folder: string, spec: string, environment: Record<string, string>]>([
    ['GIT_DIR alone', '.', 'net/fw/spec.yaml', { GIT_DIR: '.git' }],
    [
      'GIT_DIR from a directory below',
      'net',
      'fw/spec.yaml',
      { GIT_DIR: '../.git', GIT_WORK_TREE: '..' },
    ],
    ['none from a directory below', 'net', 'fw/spec.yaml', {}],
    ['none from the directory of the spec', 'net/fw', 'spec.yaml', {}],
    ['none from a directory beside it', 'other', '../net/fw/spec.yaml', {}],
  ])('%s', (_name, from, spec, environment) =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'net/fw/spec.yaml': demoSpec(), 'other/x': '' });
      commitAll(folder);
      writeFiles(folder, { 'net/fw/spec.yaml': demoSpec({ hosts: ['new.example.com'] }) });
      const { code, stdout, stderr } = portolan(join(folder, from), ['diff', spec], environment);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('NEW new.example.com');
      expect(stdout).toContain('REMOVED www.example.com');
    }),
  );
});
