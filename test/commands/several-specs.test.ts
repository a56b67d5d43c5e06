import { describe, expect, test } from '@jest/globals';
import { portolan, type Run } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, writeFiles } from '../support/folder.ts';

const files = {
  'a.yaml': demoSpec(),
  'wild.yaml': demoSpec({ hosts: ['*.example.com'] }),
  'bad.yaml': demoSpec({ hosts: ['WWW.example.com'] }),
};

function run(...words: string[]): Run {
  return inFolder((folder) => {
    writeFiles(folder, files);
    return portolan(folder, words);
  });
}

describe('several specs', () => {
  test('are validated one by one, also after an invalid one', () => {
    const { code, stdout, stderr } = run('validate', 'bad.yaml', 'a.yaml');
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toMatch(/^==> bad.yaml <==\nbad.yaml:13:/);
    expect(stdout).toMatch(/\n\n==> a.yaml <==\na.yaml is valid: /);
  });

  test('are each read once', () => {
    expect(run('validate', 'a.yaml', 'a.yaml').stdout).toBe(run('validate', 'a.yaml').stdout);
  });

  test('give the most severe exit code, also of one that does not exist', () => {
    const { code, stdout, stderr } = run('validate', 'none.yaml', 'a.yaml');
    expect([code, stdout.includes('a.yaml is valid')]).toEqual([2, true]);
    expect(stderr).toMatch(/^portolan: file not found: "none.yaml"\n/);
    expect(run('validate', 'a.yaml', 'none.yaml', 'bad.yaml').code).toBe(2);
  });

  test('are linted one by one', () => {
    const { code, stdout, stderr } = run('lint', 'a.yaml', 'wild.yaml', 'bad.yaml');
    expect(code).toBe(3);
    expect(stdout.match(/^==> .*/gm)).toEqual([
      '==> a.yaml <==',
      '==> wild.yaml <==',
      '==> bad.yaml <==',
    ]);
    expect(stdout).toMatch(/\n {6}wild.yaml:13:9 \*\.example\.com\n/);
    expect(stderr).toMatch(/^bad.yaml:13:/);
    expect(run('lint', 'wild.yaml', 'a.yaml', '--fail-on', 'low').code).toBe(1);
  });

  test('are annotated one by one', () => {
    const { code, stdout } = run('validate', 'bad.yaml', 'a.yaml', '--format', 'github');
    expect([code, stdout.match(/^::error/gm)?.length]).toEqual([3, 1]);
    expect(stdout).not.toContain('==>');
  });

  test('are not put into one report of a format that describes one', () => {
    expect(run('lint', 'a.yaml', 'wild.yaml', '--format', 'json')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'portolan: --format json reports one spec, found 2\n  help: use --format text or github, or run lint for each spec\n',
    });
  });

  test('report a mistake in an option once', () => {
    const { code, stderr } = run('lint', 'a.yaml', 'wild.yaml', '--fail-on', 'grave');
    expect([code, stderr.match(/--fail-on/g)?.length]).toEqual([2, 1]);
  });
});

describe('--quiet', () => {
  const specs = { 'spec.yaml': demoSpec() };

  test.each(['validate', 'generate', 'check', 'verify'])(
    '%s prints nothing without a problem',
    (name) => {
      inFolder((folder) => {
        writeFiles(folder, specs);
        expect(portolan(folder, ['generate', '--quiet'])).toEqual({
          code: 0,
          stdout: '',
          stderr: '',
        });
        const { code, stdout, stderr } = portolan(folder, [name, '--quiet']);
        expect([code, stdout, stderr]).toEqual([0, '', '']);
        expect(portolan(folder, [name]).stdout).not.toBe('');
      });
    },
  );

  test.each(['validate', 'check', 'verify'])('%s prints a problem as without it', (name) => {
    inFolder((folder) => {
      writeFiles(folder, name === 'validate' ? { 'spec.yaml': files['bad.yaml'] } : specs);
      const loud = portolan(folder, [name]);
      expect(loud.code).not.toBe(0);
      expect(portolan(folder, [name, '--quiet'])).toEqual(loud);
    });
  });

  test('does not change a report for scripts', () => {
    inFolder((folder) => {
      writeFiles(folder, specs);
      const words = ['validate', '--format', 'json'];
      expect(portolan(folder, [...words, '--quiet'])).toEqual(portolan(folder, words));
    });
  });
});
