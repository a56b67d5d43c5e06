import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commonOptions, keysOf } from '../../../src/commands/shared/options.ts';
import { verbs } from '../../../src/commands/verbs.ts';
import { targetNames } from '../../../src/render/all-sites.ts';
import { checkFormats as formatsOfCheck } from '../../../src/report/check/index.ts';
import { portolan } from '../../support/cli.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { needsProgram, run } from '../../support/programs.ts';

const files = {
  'spec.yaml':
    'groups:\n  web: {}\nsites:\n  # first\n  branch:\n    prefix: b\n  head-office: {}\ntests:\n  other: {}\n',
  'other.yml': '',
  'notes.txt': '',
  'my specs/clock.yaml': '',
  'more/b.yml': 'sites:\n    lab: {}\n',
  'output/README': '',
};

/** Runs work in a directory of a few files; the script of a shell is in another directory. */
function withScript<Value>(shell: string, work: (script: string, folder: string) => Value): Value {
  return inFolder((home) =>
    inFolder((folder) => {
      const { code, stdout, stderr } = portolan(folder, ['completion', shell]);
      expect([code, stderr]).toEqual([0, '']);
      writeFiles(folder, files);
      writeFiles(home, { portolan: stdout });
      return work(join(home, 'portolan'), folder);
    }),
  );
}

const dashed = (names: readonly { readonly name: string }[]) =>
  names.map(({ name }) => `--${name}`);
const verbNames = verbs.map(({ name }) => name);
const optionsOf = (name: string) => verbs.find((verb) => verb.name === name)?.options ?? [];
const checkFormats = keysOf(formatsOfCheck);

describe('bash completes', () => {
  const driver = `
    source "$1"; shift
    cd "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _portolan
    (( \${#COMPREPLY[@]} == 0 )) || printf '%s\\n' "\${COMPREPLY[@]}"`;

  /** What bash offers for these words, of which the last one is incomplete. */
  const offered = (...words: string[]): string[] =>
    withScript('bash', (script, folder) => {
      const { stdout, stderr } = run('bash', ['-c', driver, 'bash', script, folder, ...words]);
      expect(stderr).toBe('');
      return stdout.split('\n').slice(0, -1);
    });

  needsProgram('bash')('with its own function', () => {
    withScript('bash', (script) => {
      const { stdout } = run('bash', ['-c', 'source "$1"; complete -p portolan', 'bash', script]);
      expect(stdout).toBe('complete -F _portolan portolan\n');
    });
  });

  const specsAndFolders = ['more', 'my specs', 'output', 'spec.yaml', 'other.yml'];
  const cases: [string, string[], readonly string[]][] = [
    ['all commands', [''], [...verbNames, ...dashed(commonOptions)]],
    ['a command', ['gen'], ['generate']],
    ['a command after an option', ['--no-color', 'gen'], ['generate']],
    [
      'the options of a command',
      ['check', '--'],
      dashed([...optionsOf('check'), ...commonOptions]),
    ],
    ['an option', ['generate', '--dr'], ['--dry-run']],
    ['a value', ['check', '--format', ''], checkFormats],
    ['a value after an equals sign', ['check', '--format', '='], checkFormats],
    ['the rest of it', ['check', '--format', '=', 'js'], ['json']],
    ['targets', ['generate', '--target', ''], targetNames],
    ['the shells', ['completion', ''], ['bash', 'fish', 'zsh']],
    ['the schemas', ['schema', 're'], ['report']],
    ['specs and directories', ['check', ''], specsAndFolders],
    ['commands after help', ['help', 'lin'], ['lint']],
    ['help and version', ['help', ''], verbNames],
    ['nothing for a value that only the user knows', ['lint', '--as-of', ''], []],
    ['the sites of the spec', ['generate', '--site', ''], ['branch', 'head-office']],
    ['the sites of a spec that the line names', ['list', 'more/b.yml', '--site', ''], ['lab']],
    ['severities', ['lint', '--fail-on', ''], ['critical', 'high', 'medium', 'low']],
    ['nothing for a word that only the user knows', ['explain', ''], []],
    ['specs, where an option names one', ['explain', '--spec', ''], specsAndFolders],
    ['nothing for a value that does not exist', ['check', '--format', 'x'], []],
    ['nothing for an option of another command', ['schema', '--out'], []],
  ];
  for (const [name, words, want] of cases)
    needsProgram('bash')(name, () => {
      expect(offered('portolan', ...words).sort()).toEqual([...want].sort());
    });

  needsProgram('bash')('directories only, for --out', () => {
    expect(offered('portolan', 'generate', '--out', '').sort()).toEqual([
      'more',
      'my specs',
      'output',
    ]);
  });

  needsProgram('bash', 'git')('revisions, and runs no name of one as a command', () => {
    withScript('bash', (script, folder) => {
      const git = 'git -c user.name=a -c user.email=a@example.com';
      run('sh', [
        '-c',
        `cd "$0" && git init -qb main && ${git} commit -q --allow-empty -m a`,
        folder,
      ]);
      const touch = `touch$\{IFS}bad`;
      const hostile = [`a;${touch}`, `$(${touch})`, `\`${touch}\``];
      for (const name of ['v1.0', 'topic/x', ...hostile]) {
        const { status } = run('git', ['-C', folder, 'branch', name]);
        expect([name, status]).toEqual([name, 0]);
      }
      for (const option of ['--base', '--head']) {
        const words = ['-c', driver, 'bash', script, folder, 'portolan', 'diff', option, ''];
        expect(run('bash', words).stdout.split('\n').sort()).toEqual([
          '',
          'HEAD',
          'main',
          'topic/x',
          'v1.0',
        ]);
      }
      expect(existsSync(join(folder, 'bad'))).toBe(false);
    });
  });

  needsProgram('shellcheck', 'bash')('with a script that passes shellcheck', () => {
    withScript('bash', (script) => {
      expect(run('shellcheck', ['--shell', 'bash', script]).stdout).toBe('');
    });
  });
});

describe('fish completes', () => {
  /** What fish offers for a line, without the descriptions. */
  const offered = (line: string): string[] =>
    withScript('fish', (script, folder) => {
      const command = 'source $argv[1]; cd $argv[2]; complete -C $argv[3]';
      const { stdout, stderr } = run('fish', ['--no-config', '-c', command, script, folder, line]);
      expect(stderr).toBe('');
      return stdout
        .split('\n')
        .slice(0, -1)
        .map((each) => each.split('\t')[0] ?? '');
    });

  const cases: [string, string, readonly string[]][] = [
    ['all commands', 'portolan ', verbNames],
    ['a command', 'portolan gen', ['generate']],
    [
      'the options of a command',
      'portolan check --',
      dashed([...optionsOf('check'), ...commonOptions]),
    ],
    ['a value', 'portolan check --format ', checkFormats],
    ['a value after an equals sign', 'portolan check --format=js', ['--format=json']],
    ['targets', 'portolan generate --target ', targetNames],
    ['the sites of the spec', 'portolan generate --site ', ['branch', 'head-office']],
    ['the sites of a spec that the line names', 'portolan list more/b.yml --site ', ['lab']],
    ['severities', 'portolan lint --fail-on c', ['critical']],
    ['revisions', 'portolan diff --base H', ['HEAD']],
    ['the shells', 'portolan completion ', ['bash', 'fish', 'zsh']],
    ['the schemas', 'portolan schema re', ['report']],
    ['commands after help', 'portolan help lin', ['lint']],
    ['specs', 'portolan check s', ['spec.yaml']],
    ['specs with the short ending', 'portolan check ot', ['other.yml']],
    ['directories, for --out', 'portolan generate --out o', ['output/']],
    ['specs, where an option names one', 'portolan explain --spec s', ['spec.yaml']],
    ['nothing for a word that only the user knows', 'portolan explain ', []],
    ['files, where an option names a dump', 'portolan check --live n', ['notes.txt']],
    ['nothing for an option of another command', 'portolan schema --out', []],
  ];
  for (const [name, line, want] of cases)
    needsProgram('fish')(name, () => {
      expect(offered(line).sort()).toEqual([...want].sort());
    });
});

describe('zsh completes', () => {
  const driver = join(import.meta.dirname, 'complete.zsh');
  const cases: readonly (readonly [string, string])[] = [
    ['portolan gen', 'portolan generate '],
    ['portolan --no-color gen', 'portolan --no-color generate '],
    ['portolan generate --dr', 'portolan generate --dry-run '],
    ['portolan check --fo', 'portolan check --format='],
    ['portolan check --format=js', 'portolan check --format=json '],
    ['portolan check --format js', 'portolan check --format json '],
    ['portolan generate --target=ip', 'portolan generate --target=iptables '],
    ['portolan generate --out o', 'portolan generate --out output/'],
    ['portolan generate --site=h', 'portolan generate --site=head-office '],
    ['portolan list more/b.yml --site l', 'portolan list more/b.yml --site lab '],
    ['portolan lint --fail-on c', 'portolan lint --fail-on critical '],
    ['portolan diff --base H', 'portolan diff --base HEAD '],
    ['portolan completion z', 'portolan completion zsh '],
    ['portolan schema r', 'portolan schema report '],
    ['portolan help lin', 'portolan help lint '],
    ['portolan check sp', 'portolan check spec.yaml '],
    ['portolan check ot', 'portolan check other.yml '],
    ['portolan check my', 'portolan check my\\ specs/'],
    ['portolan explain --spec sp', 'portolan explain --spec spec.yaml '],
    // No completion exists there, so the line does not change.
    ['portolan schema --ou', 'portolan schema --ou'],
    ['portolan generate --stdout --dr', 'portolan generate --stdout --dr'],
  ];

  needsProgram('zsh')('words, options, values and files', () => {
    withScript('zsh', (script, folder) =>
      inFolder((answers) => {
        const lines = cases.map(([line]) => line);
        const command = 'cd "$1"; shift; exec zsh -f "$@"';
        const words = ['-c', command, 'sh', folder, driver, script, answers, ...lines];
        expect(run('sh', words).stdout.split('\n').slice(0, -1)).toEqual(
          cases.map(([, want]) => want),
        );
      }),
    );
  });

  needsProgram('zsh')('as a file in a directory of $fpath', () => {
    withScript('zsh', (script) => {
      const command =
        'fpath=($1 $fpath); autoload -Uz compinit; compinit -u -D; print $_comps[portolan]';
      inFolder((folder) => {
        run('cp', [script, join(folder, '_portolan')]);
        expect(run('zsh', ['-f', '-c', command, 'zsh', folder]).stdout).toBe('_portolan\n');
      });
    });
  });
});

describe('every completion script', () => {
  test.each(['bash', 'fish', 'zsh'])('offers all commands and options: %s', (shell) => {
    withScript(shell, (_script, folder) => {
      const text = portolan(folder, ['completion', shell]).stdout;
      const words = verbs.flatMap(({ name, options }) => [
        name,
        ...options.map((each) => each.name),
      ]);
      expect(words.filter((word) => !text.includes(word))).toEqual([]);
    });
  });
});
