import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fixedFormats, validateFormats } from '../../src/report/validate/index.ts';
import { portolan } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

const valid = demoSpec().replace('"www.example.com"', 'www.example.com');
const misspelt = valid.replace('www.', 'WWW.').replace('tcp/443', '443/tcp');
const twice = `${misspelt.replace('inspection: bypass\n', 'inspection: bypass\ninclude: [more.yaml]\n')}`;
const more =
  'version: 1\r\ngroups:\r\n  - id: more\r\n    title: More\r\n    tier: optional\r\n    endpoints:\r\n      - { list: lists/cdn.txt, service: https }\r\n';
const files = { 'spec.yaml': twice, 'more.yaml': more, 'lists/cdn.txt': '2001:DB8::1 # one\n' };

describe('validate --fix', () => {
  test('prints each change and exits 0 when the spec is valid then', () =>
    inFolder((folder) => {
      writeFiles(folder, files);
      expect(portolan(folder, ['validate', '--fix'])).toEqual({
        code: 0,
        stdout: [
          'spec.yaml:8:20 443/tcp -> tcp/443',
          'spec.yaml:14:17 WWW.example.com -> www.example.com',
          'lists/cdn.txt:1:1 2001:DB8::1 -> 2001:db8::1',
          'fixed 3 problems in 2 files',
          '',
          'spec.yaml is valid: 2 groups, 2 endpoints, 1 site',
          '',
        ].join('\n'),
        stderr: '',
      });
      expect(readFiles(folder)).toEqual({
        'spec.yaml': twice.replace('443/tcp', 'tcp/443').replace('WWW', 'www'),
        'more.yaml': more,
        'lists/cdn.txt': '2001:db8::1 # one\n',
      });
      expect(portolan(folder, ['validate', '--fix']).stdout).toBe(
        'spec.yaml is valid: 2 groups, 2 endpoints, 1 site\n',
      );
    }));

  test('writes what it can fix, reports the rest and exits 3', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': misspelt.replace('service: https', 'service: htps') });
      const run = portolan(folder, ['validate', '--fix']);
      expect([run.code, run.stdout.split('\n').slice(0, 5)]).toEqual([
        3,
        [
          'spec.yaml:7:20 443/tcp -> tcp/443',
          'spec.yaml:13:17 WWW.example.com -> www.example.com',
          'fixed 2 problems in 1 file',
          '',
          'spec.yaml:13:43 error unknown-service: unknown service "htps"',
        ],
      ]);
      expect(readFiles(folder)['spec.yaml']).toBe(valid.replace('service: https', 'service: htps'));
    }));

  test('reports what only a target finds', () =>
    inFolder((folder) => {
      const text = demoSpec({ sites: { branch: '{ iptables: { hook: INPUT } }' } });
      writeFiles(folder, { 'spec.yaml': text.replace('tcp/443', '443/tcp') });
      const run = portolan(folder, ['validate', '--fix']);
      expect([run.code, run.stdout.split('\n')[3]?.slice(0, 35)]).toEqual([
        3,
        'spec.yaml:20:34 error hook-invalid:',
      ]);
      expect(readFiles(folder)['spec.yaml']).toBe(text);
    }));

  test('keeps the mode of a file, and leaves nothing beside it', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': misspelt });
      chmodSync(join(folder, 'spec.yaml'), 0o640);
      expect(portolan(folder, ['validate', '--fix']).code).toBe(0);
      expect(statSync(join(folder, 'spec.yaml')).mode & 0o777).toBe(0o640);
      expect(readdirSync(folder)).toEqual(['spec.yaml']);
    }));

  test('does not change an imported file, and says so', () =>
    inFolder((folder) => {
      writeFiles(folder, { ...files, 'lists/cdn.import.json': '{}' });
      const run = portolan(folder, ['validate', '--fix']);
      expect([run.code, run.stderr]).toEqual([
        3,
        'note: lists/cdn.txt is an imported file and was not changed. To fix it, import the list again\n',
      ]);
      expect(readFiles(folder)['lists/cdn.txt']).toBe(files['lists/cdn.txt']);
    }));
});

describe('validate --fix writes nothing', () => {
  /** Runs it, and expects the files to stay and a message with exit code 2. */
  function expectRefused(folder: string, message: string): void {
    const before = readFiles(folder);
    const run = portolan(folder, ['validate', '--fix']);
    expect(run).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(readFiles(folder)).toEqual(before);
  }

  test('if one of the files is read-only', () =>
    inFolder((folder) => {
      writeFiles(folder, files);
      chmodSync(join(folder, 'lists/cdn.txt'), 0o444);
      expectRefused(
        folder,
        'portolan: cannot write lists/cdn.txt: it is read-only; nothing was written\n  help: make it writable with chmod u+w\n',
      );
    }));

  test('if the spec is a link', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'real.yaml': misspelt });
      symlinkSync('real.yaml', join(folder, 'spec.yaml'));
      expectRefused(folder, 'portolan: spec.yaml is a symbolic link, so its file was not changed');
    }));

  test('if a list is a link, or in a directory that is one', () =>
    inFolder((folder) => {
      const { 'lists/cdn.txt': list, ...others } = files;
      writeFiles(folder, { ...others, 'real/cdn.txt': list });
      symlinkSync('real', join(folder, 'lists'));
      expectRefused(folder, 'portolan: lists is a symbolic link');
    }));

  test('outside of the directory of the spec', () =>
    inFolder((folder) => {
      const { 'lists/cdn.txt': list, ...others } = files;
      writeFiles(folder, { 'cdn.txt': list });
      const inner = join(folder, 'inner');
      mkdirSync(inner);
      writeFiles(inner, others);
      mkdirSync(join(inner, 'lists'));
      symlinkSync('../../cdn.txt', join(inner, 'lists/cdn.txt'));
      const run = portolan(inner, ['validate', '--fix']);
      expect([run.code, run.stdout.includes('list-unreadable')]).toEqual([3, true]);
      expect(readFileSync(join(folder, 'cdn.txt'), 'utf8')).toBe(list);
    }));

  test('with a size limit that the spec exceeds', () =>
    inFolder((folder) => {
      writeFiles(folder, files);
      expect(portolan(folder, ['validate', '--fix', '--max-size', '10']).code).toBe(2);
      expect(readFiles(folder)).toEqual(files);
    }));
});

describe('validate --fix --dry-run', () => {
  test('prints a diff, writes nothing and exits 3', () =>
    inFolder((folder) => {
      writeFiles(folder, files);
      expect(portolan(folder, ['validate', '--fix', '--dry-run'])).toEqual({
        code: 3,
        stdout: [
          '--- a/spec.yaml',
          '+++ b/spec.yaml',
          '@@ -5,13 +5,13 @@',
          ' inspection: bypass',
          ' include: [more.yaml]',
          ' services:',
          '-  https: { ports: [443/tcp], application: tls }',
          '+  https: { ports: [tcp/443], application: tls }',
          ' groups:',
          '   - id: web',
          '     title: Web',
          '     tier: required',
          '     endpoints:',
          '-      - { host: WWW.example.com, service: https }',
          '+      - { host: www.example.com, service: https }',
          ' sites:',
          '   branch:',
          '     clients: [192.0.2.0/24, "2001:db8:c1::/64"]',
          '--- a/lists/cdn.txt',
          '+++ b/lists/cdn.txt',
          '@@ -1,1 +1,1 @@',
          '-2001:DB8::1 # one',
          '+2001:db8::1 # one',
          '',
        ].join('\n'),
        stderr: 'would fix 3 problems in 2 files; nothing was written\n',
      });
      expect(readFiles(folder)).toEqual(files);
    }));

  test('exits 0 for a valid spec, without a diff', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': valid });
      expect(portolan(folder, ['validate', '--fix', '--dry-run'])).toEqual({
        code: 0,
        stdout: '',
        stderr: 'spec.yaml is valid: 1 group, 1 endpoint, 1 site\n',
      });
    }));

  test('needs --fix', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': misspelt });
      expect(portolan(folder, ['validate', '--dry-run'])).toEqual({
        code: 2,
        stdout: '',
        stderr:
          'portolan: --dry-run needs --fix\n  help: to see what --fix would change: portolan validate --fix --dry-run\n',
      });
    }));
});

describe('validate --fix in other formats', () => {
  const fixes = [
    { file: 'spec.yaml', line: 7, column: 20, length: 7, old: '443/tcp', new: 'tcp/443' },
    {
      file: 'spec.yaml',
      line: 13,
      column: 17,
      length: 15,
      old: 'WWW.example.com',
      new: 'www.example.com',
    },
  ];

  test('prints the fixes as JSON, and whether they are written', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': misspelt });
      const json = ['validate', '--fix', '--format', 'json'];
      const plain = { schemaVersion: 1, problems: [], more: 0 };
      const planned = portolan(folder, [...json, '--dry-run']);
      expect([planned.code, expectReport(planned.stdout)]).toEqual([
        3,
        { ...plain, valid: false, fixes, written: false },
      ]);
      const done = portolan(folder, json);
      expect([done.code, expectReport(done.stdout)]).toEqual([
        0,
        { ...plain, valid: true, fixes, written: true },
      ]);
      const again = portolan(folder, [...json, '--dry-run']);
      expect([again.code, expectReport(again.stdout)]).toEqual([
        0,
        { ...plain, valid: true, fixes: [], written: false },
      ]);
    }));

  test('prints a GitHub notice for each fix, and an error for each other problem', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': misspelt.replace('service: https', 'service: htps') });
      const run = portolan(folder, ['validate', '--fix', '--format', 'github']);
      expect([run.code, run.stdout.split('\n').map((line) => line.slice(0, 60))]).toEqual([
        3,
        [
          '::notice file=spec.yaml,line=7,endLine=7,col=20,endColumn=27,',
          '::notice file=spec.yaml,line=13,endLine=13,col=17,endColumn=3',
          '::error file=spec.yaml,line=13,endLine=13,col=43,endColumn=47',
          '',
        ].map((line) => line.slice(0, 60)),
      ]);
      expect(run.stdout).toContain('title=fixed::443/tcp -> tcp/443\n');
    }));

  test('prints for GitLab what is left in the files, and how much was fixed as a message', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': misspelt.replace('service: https', 'service: htps') });
      const words = ['validate', '--fix', '--format', 'gitlab'];
      const issuesOf = (stdout: string) =>
        (
          JSON.parse(stdout) as { check_name: string; description: string; location: unknown }[]
        ).map(({ check_name, description, location }) => [
          check_name,
          description.split(';')[0],
          location,
        ]);
      const lineOf = (begin: number) => ({ path: 'spec.yaml', lines: { begin } });
      const left = ['unknown-service', 'unknown service "htps"', lineOf(13)];
      const planned = portolan(folder, [...words, '--dry-run']);
      expect([planned.code, planned.stderr, issuesOf(planned.stdout)]).toEqual([
        3,
        '',
        [
          ['fixable', '443/tcp -> tcp/443', lineOf(7)],
          ['fixable', 'WWW.example.com -> www.example.com', lineOf(13)],
          left,
        ],
      ]);
      const done = portolan(folder, words);
      expect([done.code, done.stderr, issuesOf(done.stdout)]).toEqual([
        3,
        'fixed 2 problems in 1 file\n',
        [left],
      ]);
    }));

  test('has every format of validate', () => {
    expect(Object.keys(fixedFormats)).toEqual(Object.keys(validateFormats));
  });
});
