import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { verbs } from '../../src/commands/verbs.ts';
import { portolan, type Run } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, writeFiles } from '../support/folder.ts';

/** Runs in a folder with a valid spec. */
function run(words: readonly string[], environment?: Readonly<Record<string, string>>): Run {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': demoSpec() });
    return portolan(folder, words, environment);
  });
}

describe('words that mean nothing are exit 2, with one line and a way out', () => {
  test.each<[string, string, string]>([
    ['generat', 'there is no verb "generat"', 'did you mean "generate"?'],
    [
      'revert',
      'there is no verb "revert"',
      'use "check", "completion", "diff", "explain", "generate", "init", "lint", "schema" or one of 2 more',
    ],
    ['generate --dryrun', 'generate has no option "--dryrun"', 'did you mean "--dry-run"?'],
    ['check --formt=json', 'check has no option "--formt"', 'did you mean "--format"?'],
    [
      'validate --out x',
      'validate has no option "--out"',
      'use "--color", "--format", "--help", "--max-size", "--no-color", "--version"',
    ],
    ['-x', 'there is no option "-x"', 'use "--color", "--help", "--no-color", "--version"'],
    ['check --format jsn', '--format cannot be "jsn"', 'did you mean "json"?'],
    ['check --format', '--format wants a value', 'portolan --help tells what there is'],
    [
      'verify a.yaml b.yaml',
      'unexpected argument "b.yaml"',
      'give one spec; what it includes is read by itself',
    ],
    [
      'verify a.yaml -- b.yaml',
      'unexpected argument "b.yaml"',
      'give one spec; what it includes is read by itself',
    ],
    ['generate --out a --out b', '--out is given more than once', 'give it once'],
    [
      'generate --stdout --dry-run',
      '--stdout and --dry-run exclude each other',
      'give one of them',
    ],
    [
      'generate --stdout=no',
      '"--stdout=no" gives a value to an option that takes none',
      'write the option alone, or leave it out',
    ],
    ['check --color --no-color', '--color and --no-color exclude each other', 'give one of them'],
    ['generate --site brnch', 'the spec has no site "brnch"', 'did you mean "branch"?'],
    [
      'generate --target iptable',
      'no chosen site has a target "iptable"',
      'did you mean "iptables"?',
    ],
    [
      'check --max-size 16MB',
      '--max-size "16MB" is not a number of bytes',
      'write it like 1048576, 512KiB or 32MiB',
    ],
    [
      'check --max-size 0',
      '--max-size "0" is not a number of bytes',
      'write it like 1048576, 512KiB or 32MiB',
    ],
  ])('%s', (words, message, help) => {
    expect(run(words.split(' '))).toEqual({
      code: 2,
      stdout: '',
      stderr: `portolan: ${message}\n  help: ${help}\n`,
    });
  });
});

describe('a root that cannot be read is exit 2', () => {
  test.each<[string, string, string]>([
    ['missing', 'check nowhere.yaml', 'file not found: "nowhere.yaml"'],
    ['a folder', 'check .', 'cannot read ".": it is a folder'],
    ['no regular file', 'check /dev/null', 'cannot read "/dev/null": it is not a regular file'],
    ['standard input', 'validate -', '"-" is not supported: nothing is read from standard input'],
    ['too large', 'check --max-size 100', '"spec.yaml" is larger than 100 bytes'],
  ])('%s', (_name, words, message) => {
    const { code, stdout, stderr } = run(words.split(' '));
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `portolan: ${message}`]);
  });

  test('a larger limit lets it pass', () => {
    expect(run(['validate', '--max-size', '1MiB']).code).toBe(0);
  });
});

describe('a machine that cannot do it is exit 2, with one line', () => {
  test('a folder that takes no folders', () => {
    expect(run(['generate', '--out', '/proc/x'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'portolan: no folder can be made in /proc\n  help: write elsewhere with --out\n',
    });
  });
});

describe('files beside the root', () => {
  const including = `${demoSpec()}include: [more.yaml]\n`;

  test('may be links inside of its folder', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': including, 'parts/real.yaml': 'version: 1\n' });
      symlinkSync('parts/real.yaml', join(folder, 'more.yaml'));
      expect(portolan(folder, ['validate']).code).toBe(0);
    }));

  test('may not be links that lead out of it', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'product/spec.yaml': including, 'outside.yaml': 'version: 1\n' });
      symlinkSync('../outside.yaml', join(folder, 'product/more.yaml'));
      const { code, stdout } = portolan(join(folder, 'product'), ['validate']);
      expect([code, stdout.split('\n')[0]]).toEqual([
        3,
        'spec.yaml:21:11 error include-unreadable: cannot read "more.yaml": it is a link that leads out of the folder',
      ]);
    }));

  test('and the root itself may be a link to anywhere: the user named it', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'real/spec.yaml': demoSpec(), 'here/.keep': '' });
      symlinkSync('../real/spec.yaml', join(folder, 'here/spec.yaml'));
      expect(portolan(join(folder, 'here'), ['validate']).code).toBe(0);
    }));
});

describe('help and version', () => {
  test('--version prints the version alone', () => {
    expect(run(['--version'])).toEqual({ code: 0, stdout: `${PORTOLAN_VERSION}\n`, stderr: '' });
  });

  test.each([['--help'], ...verbs.map(({ name }) => [name, '--help'])])(
    '%s %s fits into 80 columns, on stdout',
    (...words) => {
      const { code, stdout, stderr } = run(words);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).toContain('--no-color');
    },
  );

  test('no verb is exit 2, with the help on stderr', () => {
    const { code, stdout, stderr } = run([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(run(['--help']).stdout);
  });

  test('every verb that there is stands in the help, and no other', () => {
    const shown = run(['--help']).stdout.match(/^ {2}portolan \w+/gm);
    expect(shown).toEqual(verbs.map(({ name }) => `  portolan ${name}`));
  });
});

describe('colours', () => {
  const mark = '\u001b[';
  const frame = (
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): boolean =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'spec.yaml'), 'version: 2\n');
      return portolan(folder, ['validate', ...words], environment).stdout.includes(mark);
    });

  test.each<[string, string[], Record<string, string>, boolean]>([
    ['a pipe gets none', [], {}, false],
    ['FORCE_COLOR asks for them', [], { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0 does not', [], { FORCE_COLOR: '0' }, false],
    ['NO_COLOR beats FORCE_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['an empty NO_COLOR says nothing', [], { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    ['--color beats NO_COLOR', ['--color'], { NO_COLOR: '1' }, true],
    ['--no-color beats FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
  ])('%s', (_name, words, environment, want) => {
    expect(frame(words, environment)).toBe(want);
  });
});
