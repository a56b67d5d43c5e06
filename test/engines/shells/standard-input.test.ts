import { describe, expect, test } from '@jest/globals';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { shell } from '../../support/shell.ts';

const listed = demoSpec().replace('- { host: "www.example.com"', '- { list: hosts.txt');
const files = {
  'typed.txt': listed,
  'office/hosts.txt': 'www.example.com\n',
  'office/spec.yaml': 'version: 1\n',
};

/** Runs a command with a spec on standard input that is not the one on the disk. */
function run(words: string) {
  return inFolder((folder) => {
    writeFiles(folder, files);
    const answer = shell(folder, `$portolan ${words} < typed.txt`);
    expect(readFiles(folder)).toEqual(files);
    return answer;
  });
}

const name = '--stdin-filename office/spec.yaml';

describe('a spec on standard input', () => {
  test('is validated with the lists next to the file that it is named after', () => {
    expect(run(`validate - ${name}`)).toEqual({
      code: 0,
      stdout: 'office/spec.yaml is valid: 1 group, 1 endpoint, 1 site\n',
      stderr: '',
    });
  });

  test('is named spec.yaml in the current directory otherwise', () => {
    const { code, stdout } = run('validate -');
    expect([code, stdout.split('\n')[0]]).toEqual([
      3,
      'spec.yaml:13:17 error list-missing: file not found: "hosts.txt"',
    ]);
  });

  test('is linted', () => {
    expect(run(`lint - ${name}`).stdout).toMatch(/office\/(spec.yaml|hosts.txt):\d+:\d+ /);
  });

  test('is explained', () => {
    const { code, stdout } = run(`explain https://www.example.com/ --spec - ${name}`);
    expect([code, stdout.includes('office/hosts.txt:1:1 www.example.com')]).toEqual([0, true]);
  });

  test('is rendered to standard output', () => {
    const { code, stdout } = run(`generate - --stdout ${name}`);
    expect([code, stdout.includes('"www.example.com"')]).toEqual([0, true]);
  });

  test.each([
    ['generate -', '"-" needs --stdout'],
    ['validate - --fix', '--fix cannot change standard input'],
    ['validate - office/spec.yaml', '"-" cannot be used beside other specs'],
    [`validate office/spec.yaml ${name}`, '--stdin-filename needs "-"'],
    ['validate - --stdin-filename=', '--stdin-filename requires a'],
    ['validate - --max-size 20', '"spec.yaml" is larger than 20 bytes'],
  ])('%s is refused', (words, message) => {
    const { code, stdout, stderr } = run(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`portolan: ${message}`);
  });
});
