import { describe, expect, test } from '@jest/globals';
import type { PageData } from '../../../src/page/data.ts';
import { portolan } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { commitAll, initRepository } from '../../support/git.ts';
import { expectSarif } from '../../support/sarif.ts';

const valid = demoSpec();
const invalid = valid.replace('tier: required', 'tier: requird');
const line = invalid.split('\n').findIndex((each) => each.includes('requird')) + 1;
const message = 'invalid value "requird" for "tier"';

/** A repository whose last commit is valid, and whose working tree is not. */
function inInvalid<Value>(work: (folder: string) => Value): Value {
  return inFolder((folder) => {
    initRepository(folder);
    writeFiles(folder, { 'spec.yaml': valid });
    commitAll(folder);
    writeFiles(folder, { 'spec.yaml': invalid });
    return work(folder);
  });
}

const commands: Readonly<Record<string, readonly string[]>> = {
  validate: ['json', 'github', 'gitlab'],
  check: ['json', 'github', 'junit', 'sarif', 'markdown'],
  verify: ['json', 'github', 'junit', 'html'],
  explain: ['json'],
  list: ['json', 'markdown'],
  lint: ['json', 'github', 'gitlab', 'sarif', 'markdown', 'html'],
  diff: ['json', 'github', 'sarif', 'markdown', 'html'],
};
const rows = Object.entries(commands).flatMap(([command, formats]) =>
  formats.map((format): [string, string] => [command, format]),
);

function wordsOf(command: string, format: string): string[] {
  const flow = command === 'explain' ? ['https://www.example.com/'] : [];
  return [command, ...flow, '--format', format];
}

const readers: Readonly<Record<string, (stdout: string, command: string) => void>> = {
  json: (stdout) => {
    const { valid: isValid, problems, more } = JSON.parse(stdout);
    expect([isValid, more]).toEqual([false, 0]);
    expect(problems).toEqual([
      expect.objectContaining({ rule: 'not-in-list', message, file: 'spec.yaml', line }),
    ]);
  },
  github: (stdout) => {
    expect(stdout).toMatch(/^::error [^\n]*\n$/);
    expect(stdout).toContain(`file=spec.yaml,line=${line},`);
    expect(stdout).toContain(message);
  },
  sarif: (stdout, command) => {
    const [run] = expectSarif(stdout).runs;
    expect(JSON.parse(stdout).runs[0].automationDetails.id).toBe(`portolan-${command}/spec.yaml/`);
    expect(run?.results).toEqual([
      expect.objectContaining({ ruleId: 'not-in-list', level: 'error' }),
    ]);
  },
  gitlab: (stdout) => {
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({
        check_name: 'not-in-list',
        location: { path: 'spec.yaml', lines: { begin: line } },
      }),
    ]);
  },
  junit: (stdout, command) => {
    expect(stdout).toContain(`classname="${command}: invalid spec" name="spec.yaml:${line}:`);
  },
  html: (stdout, command) => {
    const [, embedded = ''] = / id="data">([^<]*)</.exec(stdout) ?? [];
    const data: PageData = JSON.parse(embedded);
    expect([data.command, data.sentences]).toEqual([command, ['Invalid spec: 1 problem.']]);
    expect(data.findings).toMatchObject([{ rule: 'not-in-list', severity: null, message }]);
    expect(data.findings[0]?.place).toContain(`spec.yaml:${line}:`);
  },
  markdown: (stdout, command) => {
    expect(stdout).toContain(`<!-- portolan:${command} spec.yaml -->`);
    expect(stdout).toContain('**Invalid spec: 1 problem**');
    expect(stdout).toContain(`spec.yaml:${line}`);
  },
};

describe('the problems of an invalid spec are printed in the requested format', () => {
  test.each(rows)('%s --format %s', (command, format) =>
    inInvalid((folder) => {
      const { code, stdout, stderr } = portolan(folder, wordsOf(command, format));
      expect([code, stderr]).toEqual([3, '']);
      readers[format]?.(stdout, command);
    }),
  );

  test('prints the problems on stderr for the text format', () =>
    inInvalid((folder) => {
      for (const command of ['generate', 'check', 'verify', 'lint', 'diff']) {
        const { code, stdout, stderr } = portolan(folder, [command]);
        expect([command, code, stdout]).toEqual([command, 3, '']);
        expect(stderr).toContain(message);
      }
    }));

  test('with base files marked in a comparison', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': invalid });
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': valid });
      const { code, stdout } = portolan(folder, ['diff', '--format', 'json']);
      expect([code, JSON.parse(stdout).problems[0].file]).toEqual([3, 'spec.yaml (base)']);
      expect(portolan(folder, ['diff']).stderr).toContain(`spec.yaml (base):${line}:`);
    }));

  test('also for invalid exceptions', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': valid, 'exceptions.yaml': 'version: 1\n' });
      const { code, stdout } = portolan(folder, ['lint', '--format', 'json']);
      expect([code, JSON.parse(stdout).problems[0].file]).toEqual([3, 'exceptions.yaml']);
    }));
});
