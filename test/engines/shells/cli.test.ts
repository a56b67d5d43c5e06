import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { shell } from '../../support/shell.ts';

describe('a system error exits 2 with one line', () => {
  test.each([['generate'], ['generate --stdout'], ['validate'], ['--version'], ['--help']])(
    '%s into a full disk',
    (words) => {
      const { code, stderr } = inFolder((folder) => {
        writeFiles(folder, { 'spec.yaml': demoSpec() });
        return shell(folder, `$portolan ${words} > /dev/full`);
      });
      expect([code, stderr]).toEqual([
        2,
        'portolan: cannot write to standard output: no space left on the disk (ENOSPC)\n',
      ]);
    },
  );

  test('a file that takes only a part of the output', () => {
    const { code, stderr } = inFolder((folder) =>
      shell(folder, 'ulimit -f 8; $portolan schema > schema.json'),
    );
    expect([code, stderr]).toEqual([
      2,
      'portolan: cannot write to standard output: it is too large for the file system (EFBIG)\n',
    ]);
  });

  test('a full disk for both streams', () => {
    const { code } = inFolder((folder) => shell(folder, '$portolan validate > /dev/full 2>&1'));
    expect(code).toBe(2);
  });

  test('a deleted current directory', () => {
    const { code, stderr } = inFolder((folder) =>
      shell(folder, 'mkdir gone && cd gone && rmdir ../gone && $portolan validate'),
    );
    expect([code, stderr]).toEqual([
      2,
      'portolan: the current directory no longer exists\n  help: change to another directory with cd\n',
    ]);
  });
});

describe('a name that is not UTF-8 is rejected before anything is written', () => {
  const name = "$(printf 'caf\\351')";
  const inside = (folder: string, script: string) =>
    shell(folder, `mkdir ${name} && cp spec.yaml ${name}/ && cd ${name} && ${script}`);
  const refusal = /^portolan: the name of the current directory is not UTF-8: .*; nothing was /;

  test.each([
    'generate',
    'generate --out "$PWD/generated"',
    'generate --out out',
    'generate --dry-run',
    'check',
    'verify',
    'validate',
    'lint',
    'init new.yaml',
  ])('%s in such a directory', (words) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      const { code, stdout, stderr } = inside(folder, `$portolan ${words}`);
      expect([code, stdout, refusal.test(stderr)]).toEqual([2, '', true]);
      expect(stderr).toContain('help: rename the directory, or change to another one');
      expect(shell(folder, 'find . | LC_ALL=C sort | LC_ALL=C od -An -c').stdout).toBe(
        shell(folder, "printf '.\\n./caf\\351\\n./caf\\351/spec.yaml\\n./spec.yaml\\n' | od -An -c")
          .stdout,
      );
    }),
  );

  test('a directory below one', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      const { code, stderr } = inside(folder, 'mkdir a && cd a && $portolan generate ../spec.yaml');
      expect([code, refusal.test(stderr)]).toEqual([2, true]);
    }));

  test.each([
    `generate ${name}/spec.yaml`,
    `validate ${name}/spec.yaml`,
    `generate --out ${name}`,
    `generate --out=${name}/generated`,
    `init ${name}/new.yaml`,
    `diff --spec ${name}/spec.yaml`,
  ])('%s', (words) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      shell(folder, `mkdir ${name} && cp spec.yaml ${name}/`);
      const before = shell(folder, 'find . | LC_ALL=C sort').stdout;
      const { code, stdout, stderr } = shell(folder, `$portolan ${words}`);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /^portolan: ".*" is not UTF-8, or contains U\+FFFD; nothing was written\n {2}help: rename/,
      );
      expect(shell(folder, 'find . | LC_ALL=C sort').stdout).toBe(before);
    }),
  );

  test('a directory name with a real replacement character is accepted', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'caf\ufffd/spec.yaml': demoSpec() });
      expect(portolan(join(folder, 'caf\ufffd'), ['generate']).code).toBe(0);
    }));

  test.each(['touch', 'mkdir'])('an entry in the output directory is kept (%s)', (make) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      expect(portolan(folder, ['generate']).code).toBe(0);
      const path = `generated/branch/${name}`;
      shell(folder, `${make} ${path} && echo >> generated/branch/coverage.md`);
      const { code, stderr } = portolan(folder, ['generate']);
      expect([code, stderr.includes('contains files that Portolan did not write')]).toEqual([
        2,
        true,
      ]);
      expect(shell(folder, `test -e ${path}`).code).toBe(0);
    }),
  );
});

describe('a suggested command works in a shell', () => {
  test.each([['a\nb.yaml'], ["it's a\tb.yaml"]])('for the spec %j', (spec) =>
    inFolder((folder) => {
      writeFiles(folder, { [spec]: demoSpec() });
      const [line = ''] = portolan(folder, ['check', spec]).stdout.split('\n');
      const command = /\(portolan (.*)\)$/.exec(line)?.[1] ?? '';
      expect(shell(folder, `$portolan ${command} && $portolan ${command}`).code).toBe(0);
      expect(portolan(folder, ['check', spec]).code).toBe(0);
    }),
  );
});

describe('streams', () => {
  test('a slow reader gets all of a long output', () =>
    inFolder((folder) => {
      const hosts = Array.from({ length: 2000 }, (_, index) => `host-${index}.example.com`);
      writeFiles(folder, { 'spec.yaml': demoSpec({ hosts }) });
      const { stdout } = shell(
        folder,
        '$portolan generate --stdout | (sleep 0.3; cat) | tail -c 3',
      );
      const whole = portolan(folder, ['generate', '--stdout']).stdout;
      expect(whole.length).toBeGreaterThan(500_000);
      expect(stdout).toBe(whole.slice(-3));
    }));
});

describe('concurrent use', () => {
  test('two concurrent runs leave one complete set, and the rejected run names the other', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      const script =
        '$portolan generate >/dev/null 2>a & one=$!; $portolan generate >/dev/null 2>b; echo $?; wait $one; echo $?';
      const codes = shell(folder, script).stdout.trim().split('\n');
      expect(codes).toContain('0');
      const said =
        readFileSync(join(folder, 'a'), 'utf8') + readFileSync(join(folder, 'b'), 'utf8');
      if (codes.includes('2'))
        expect(said).toMatch(
          /^portolan: process \d+ is writing to this directory: it owns the lock generated\/\.portolan-lock\n/,
        );
      else expect(said).toBe('');
      expect(portolan(folder, ['check']).code).toBe(0);
    }));

  test('a reader that closes the pipe early is not an error', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      expect(portolan(folder, ['generate']).code).toBe(0);
      expect(
        shell(folder, 'set -o pipefail; $portolan generate --stdout | head -n 1; echo $?').stdout,
      ).toBe('==> branch/coverage.md <==\n0\n');
    }));

  test('a full pipe that another program made non-blocking gets all of the output', () =>
    inFolder((folder) => {
      // A pipe takes 64 KB, and the reader is late. Node makes its pipes non-blocking until it ends.
      const other = `${process.execPath} -e 'process.stdout; setTimeout(() => {}, 3000)'`;
      const late = `(${other} & sleep 1; $portolan schema) | (sleep 2; cat)`;
      const { stdout, stderr } = shell(folder, late);
      expect(stderr).toBe('');
      expect(stdout.length).toBeGreaterThan(65_536);
      expect(stdout).toBe(portolan(folder, ['schema']).stdout);
    }));
});
