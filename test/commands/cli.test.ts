import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { verbs } from '../../src/commands/verbs.ts';
import { portolan, type Run } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, writeFiles } from '../support/folder.ts';
import { readText } from '../support/schema.ts';

/** Runs the tool in a directory with a valid spec. */
function run(words: readonly string[], environment?: Readonly<Record<string, string>>): Run {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': demoSpec() });
    return portolan(folder, words, environment);
  });
}

describe('a usage error exits 2 and names a fix', () => {
  test.each<[string, string, string]>([
    ['generat', 'unknown command "generat"', 'did you mean "generate"?'],
    ['revert', 'unknown command "revert"', 'run "portolan --help"'],
    ['generate --dryrun', 'unknown option "--dryrun" for generate', 'did you mean "--dry-run"?'],
    ['check --formt=json', 'unknown option "--formt" for check', 'did you mean "--format"?'],
    ['validate --out x', 'unknown option "--out" for validate', 'run "portolan validate --help"'],
    ['-x', 'unknown option "-x"', 'run "portolan --help"'],
    ['verify -o x', 'unknown option "-o" for verify', 'run "portolan verify --help"'],
    ['check --format jsn', 'invalid value "jsn" for --format', 'did you mean "json"?'],
    [
      'check --format xml',
      'invalid value "xml" for --format',
      'use text, json, markdown, sarif, github or junit',
    ],
    ['diff --expect x', 'invalid value "x" for --expect', 'use none or narrow-only'],
    ['check --format', '--format requires a value', 'run "portolan check --help"'],
    ['generate --out=', '--out requires a directory', 'for example: --out generated'],
    [
      'explain',
      'explain requires a flow',
      'for example: portolan explain https://www.example.com/',
    ],
    ['completion', 'completion requires a shell', 'for example: portolan completion bash'],
    ['completion tcsh', 'unknown shell "tcsh"', 'use bash, fish or zsh'],
    ['schema nope', 'unknown schema "nope"', 'use spec, include, exceptions or report'],
    ['help genrate', 'unknown command "genrate"', 'did you mean "generate"?'],
    ['help nothing', 'unknown command "nothing"', 'run "portolan --help"'],
    [
      'explain www.example.com 443',
      'unexpected argument "443": explain accepts at most one flow',
      'write the port with the host, as in www.example.com:443',
    ],
    ['version 2', 'unexpected argument "2": version accepts no arguments', 'remove "2"'],
    [
      'diff a.yaml b.yaml c.yaml',
      'unexpected argument "c.yaml": diff accepts at most 2 arguments',
      'remove "c.yaml"',
    ],
    [
      'diff a.yaml b.yaml --base HEAD',
      '--base cannot be combined with two spec files',
      'pass one spec file',
    ],
    [
      'verify a.yaml b.yaml',
      'unexpected argument "b.yaml": verify accepts at most one spec',
      'pass one spec; its includes are read automatically',
    ],
    [
      'verify a.yaml -- b.yaml',
      'unexpected argument "b.yaml": verify accepts at most one spec',
      'pass one spec; its includes are read automatically',
    ],
    [
      'generate --out a --out b',
      '--out accepts one value, found "a" and "b"',
      'keep one of them, for example --out b',
    ],
    [
      'lint --fail-on grave',
      'invalid value "grave" for --fail-on',
      'use low, medium, high or critical, or a score from 0 to 10',
    ],
    [
      'generate --stdout --dry-run',
      '--stdout and --dry-run cannot be used together',
      'remove --dry-run',
    ],
    [
      'generate --stdout=no',
      '--stdout does not take a value: "--stdout=no"',
      'write --stdout, or leave it out',
    ],
    [
      'check --color --no-color',
      '--color and --no-color cannot be used together',
      'remove --no-color',
    ],
    ['generate --site brnch', 'unknown site "brnch"', 'did you mean "branch"?'],
    ['generate --target iptable', 'unknown target "iptable"', 'did you mean "iptables"?'],
    [
      'check --max-size 16MB',
      'invalid --max-size "16MB"',
      'use a number of bytes, KiB or MiB, for example 32MiB',
    ],
    [
      'check --max-size 0',
      'invalid --max-size "0"',
      'use a number of bytes, KiB or MiB, for example 32MiB',
    ],
  ])('%s', (words, message, help) => {
    expect(run(words.split(' '))).toEqual({
      code: 2,
      stdout: '',
      stderr: `portolan: ${message}\n  help: ${help}\n`,
    });
  });
});

test('exit code 4 means that approval is required, and the document names each command with it', () => {
  const asking = verbs.filter(({ exits }) => exits[4] !== undefined);
  for (const { name, exits } of asking)
    expect([name, exits[4]]).toEqual([name, expect.stringMatching(/^approval required\b/)]);
  const row = /^\| 4 \| .*$/m.exec(readText('docs/cli.md'))?.[0];
  expect(row?.match(/`(\w+)`/g)).toEqual(asking.map(({ name }) => `\`${name}\``).sort());
});

describe('a dash for an option that reads no file is quoted as it is written', () => {
  test.each<[string, string]>([
    ['generate --site -', 'unknown site "-"'],
    ['generate --target -', 'unknown target "-"'],
    ['generate --max-size -', 'invalid --max-size "-"'],
    ['generate --out -', '"-" is not supported: --out is a directory'],
    ['validate --format -', 'invalid value "-" for --format'],
  ])('%s', (words, message) => {
    const { code, stdout, stderr } = run(words.split(' '));
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `portolan: ${message}`]);
  });
});

describe('an unreadable spec exits 2', () => {
  test.each<[string, string, string]>([
    ['missing', 'check nowhere.yaml', 'file not found: "nowhere.yaml"'],
    ['a directory', 'check .', 'cannot read ".": it is a directory'],
    ['a device', 'check /dev/null', 'cannot read "/dev/null": it is not a regular file'],
    ['standard input', 'check -', '"-" is not supported: check does not read standard input here'],
    [
      'standard input as a flow',
      'explain -',
      '"-" is not supported: explain does not read standard input here',
    ],
    ['too large', 'check --max-size 100', '"spec.yaml" is larger than 100 bytes'],
    ['larger than a byte', 'check --max-size 1', '"spec.yaml" is larger than 1 byte'],
  ])('%s', (_name, words, message) => {
    const { code, stdout, stderr } = run(words.split(' '));
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `portolan: ${message}`]);
  });

  test('a flow on standard input has a help about flows', () => {
    expect(run(['explain', '-']).stderr).toContain(
      '\n  help: pass a flow, for example https://www.example.com/\n',
    );
  });

  test('--max-size raises the size limit of a spec', () => {
    expect(run(['validate', '--max-size', '1MiB']).code).toBe(0);
  });
});

describe('a system error exits 2 with one line', () => {
  test('generate into a directory that accepts no new directories', () => {
    expect(run(['generate', '--out', '/proc/x'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'portolan: cannot create a directory in /proc\n  help: use another directory with --out\n',
    });
  });
});

describe('links to files of a spec', () => {
  const including = `${demoSpec()}include: [more.yaml]\n`;

  test('an included file may be a link inside the directory of the spec', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': including, 'parts/real.yaml': 'version: 1\n' });
      symlinkSync('parts/real.yaml', join(folder, 'more.yaml'));
      expect(portolan(folder, ['validate']).code).toBe(0);
    }));

  test('an included file may not be a link that points outside', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'product/spec.yaml': including, 'outside.yaml': 'version: 1\n' });
      symlinkSync('../outside.yaml', join(folder, 'product/more.yaml'));
      const { code, stdout } = portolan(join(folder, 'product'), ['validate']);
      expect([code, stdout.split('\n')[0]]).toEqual([
        3,
        'spec.yaml:21:11 error include-unreadable: cannot read "more.yaml": it is a link that points outside of the directory of the spec',
      ]);
    }));

  test('the spec file itself may be a link to any file', () =>
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
    '%s %s prints help of at most 80 columns on stdout',
    (...words) => {
      const { code, stdout, stderr } = run(words);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).toContain('--[no-]color');
    },
  );

  test('a command line without a command exits 2 and prints the help on stderr', () => {
    const { code, stdout, stderr } = run([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(run(['--help']).stdout);
  });

  test('the help lists every command that has a task, grouped by task', () => {
    const shown = run(['--help']).stdout.match(/^ {2}\w+/gm);
    const listed = verbs.filter(({ task }) => task !== undefined);
    expect(shown).toEqual(listed.map(({ name }) => `  ${name}`));
    expect(listed).toHaveLength(14);
  });

  test.each<[string, string]>([
    ['-h', '--help'],
    ['-v', '--version'],
    ['check -v', '--version'],
    ['help', '--help'],
    ['help diff', 'diff --help'],
    ['diff -h', 'diff --help'],
    ['explain --help', 'help explain'],
    ['--no-color generate --stdout -h', 'generate --help'],
    ['help help', 'help --help'],
    ['version', '--version'],
    ['check --version', '--version'],
  ])('%s prints the same as %s', (words, same) => {
    const [one, other] = [words, same].map((each) => run(each.split(' ')));
    expect(one).toEqual(other);
    expect([one?.code, one?.stderr]).toEqual([0, '']);
  });

  test('--help as the value of an option is not a request for help', () => {
    expect(run(['generate', '--site', '--help']).stderr).toBe(
      'portolan: --site requires a value\n  help: run "portolan generate --help"\n',
    );
  });

  test.each(verbs.map(({ name, exits }) => [name, Object.keys(exits)]))(
    'the help of %s names its exit codes: %s',
    (name, codes) => {
      const [, line = ''] =
        /^Exit codes: ([\s\S]*?)\n(?:See also|$)/m.exec(run(['help', String(name)]).stdout) ?? [];
      expect(line.match(/\b[0-4](?= )/g)).toEqual(codes);
    },
  );
});

describe('color', () => {
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
    ['a pipe gets no color', [], {}, false],
    ['FORCE_COLOR turns color on', [], { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0 does not turn color on', [], { FORCE_COLOR: '0' }, false],
    ['NO_COLOR overrides FORCE_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['an empty NO_COLOR is ignored', [], { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    ['--color overrides NO_COLOR', ['--color'], { NO_COLOR: '1' }, true],
    ['--no-color overrides FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
  ])('%s', (_name, words, environment, want) => {
    expect(frame(words, environment)).toBe(want);
  });
});
