import { describe, expect, test } from '@jest/globals';
import { portolan, type Run } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

/** Validates this text as spec.yaml. */
function validate(text: string, ...words: string[]): Run {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': text });
    const run = portolan(folder, ['validate', ...words]);
    expect(Object.keys(readFiles(folder))).toEqual(['spec.yaml']);
    return run;
  });
}

const unknownService = demoSpec().replace('service: https', 'service: htps');
const manyMistakes = demoSpec({
  hosts: Array.from({ length: 60 }, (_, index) => `www.bad_${index}.example`),
});

describe('validate', () => {
  test('summarizes a valid spec and exits 0', () => {
    expect(validate(demoSpec())).toEqual({
      code: 0,
      stdout: 'spec.yaml is valid: 1 group, 1 endpoint, 1 site\n',
      stderr: '',
    });
  });

  test('counts the tests of a spec', () => {
    const tests = 'tests:\n  - { name: opens, allow: [https://www.example.com/] }\n';
    expect(validate(demoSpec() + tests).stdout).toBe(
      'spec.yaml is valid: 1 group, 1 endpoint, 1 site, 1 test\n',
    );
  });

  test('escapes a line break in the name of the spec', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'a\nb.yaml': demoSpec() });
      expect(portolan(folder, ['validate', 'a\nb.yaml']).stdout).toBe(
        'a<U+000A>b.yaml is valid: 1 group, 1 endpoint, 1 site\n',
      );
    }));

  test('prints a code frame for an error and exits 3', () => {
    expect(validate(unknownService)).toEqual({
      code: 3,
      stdout: [
        'spec.yaml:13:45 error unknown-service: unknown service "htps"',
        '    11 |     tier: required',
        '    12 |     endpoints:',
        '  > 13 |       - { host: "www.example.com", service: htps }',
        '       |                                             ^^^^',
        '  help: did you mean "https"?',
        '',
        '1 problem',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  test('reports an endpoint that a target rejects as an error of the spec', () => {
    const run = validate(demoSpec({ sites: { branch: '{ iptables: { hook: INPUT } }' } }));
    expect([run.code, run.stdout.split('\n').slice(0, 5)]).toEqual([
      3,
      [
        'spec.yaml:20:34 error hook-invalid: "INPUT" is not a chain that forwarded packets pass',
        '    18 |     enforce: closed',
        '    19 |     tiers: [required]',
        '  > 20 |     targets: { iptables: { hook: INPUT } }',
        '       |                                  ^^^^^',
      ],
    ]);
  });

  test('prints at most 50 problems, and says that there are more', () => {
    const { stdout } = validate(manyMistakes);
    expect(stdout.match(/ error [a-z-]+: /g)).toHaveLength(50);
    expect(stdout.endsWith('\n\nshowing the first 50 problems; there are more\n')).toBe(true);
  });

  test('exits 2 for a missing spec, with a message on stderr', () =>
    inFolder((folder) => {
      const run = portolan(folder, ['validate', '--format', 'json']);
      expect(run).toEqual({
        code: 2,
        stdout: '',
        stderr:
          'portolan: file not found: "spec.yaml"\n  help: pass the path of the spec, or create one with "portolan init"\n',
      });
    }));
});

describe('validate in other formats', () => {
  test('prints a valid spec as JSON', () => {
    const run = validate(demoSpec(), '--format', 'json');
    expect([run.code, expectReport(run.stdout)]).toEqual([
      0,
      { schemaVersion: 1, valid: true, problems: [], more: 0 },
    ]);
  });

  test('prints an error with location and fix as JSON', () => {
    const run = validate(unknownService, '--format', 'json');
    expect([run.code, expectReport(run.stdout)]).toEqual([
      3,
      {
        schemaVersion: 1,
        valid: false,
        problems: [
          {
            rule: 'unknown-service',
            message: 'unknown service "htps"',
            help: 'did you mean "https"?',
            file: 'spec.yaml',
            line: 13,
            column: 45,
            length: 4,
          },
        ],
        more: 0,
      },
    ]);
  });

  test('prints at most 50 problems as JSON, and the number of further ones', () => {
    const report = expectReport(validate(manyMistakes, '--format', 'json').stdout) as {
      problems: unknown[];
      more: number;
    };
    expect([report.problems.length, report.more]).toEqual([50, 10]);
  });

  test('prints a GitHub annotation at the line and exits 3', () => {
    const run = validate(unknownService, '--format', 'github');
    expect(run).toEqual({
      code: 3,
      stdout:
        '::error file=spec.yaml,line=13,endLine=13,col=45,endColumn=49,title=unknown-service::unknown service "htps"%0Ahelp: did you mean "https"?\n',
      stderr: '',
    });
  });

  test('prints no GitHub annotation for a valid spec', () => {
    expect(validate(demoSpec(), '--format', 'github')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
