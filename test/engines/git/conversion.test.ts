import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { attributesLine } from '../../../src/report/page/conversion.ts';
import { portolan } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { expectReport } from '../../support/report.ts';

type Convert = (text: string) => string;

const toReturns: Convert = (text) => text.replaceAll('\n', '\r\n');

/** Generates a spec in a directory of a repository, and converts the files whose paths match. */
function inConverted<Value>(
  convert: Convert,
  pattern: RegExp,
  work: (folder: string) => Value,
): Value {
  return inFolder((folder) => {
    initRepository(folder);
    writeFiles(folder, { 'net/fw/spec.yaml': demoSpec() });
    portolan(join(folder, 'net/fw'), ['generate']);
    const out = join(folder, 'net/fw/generated');
    for (const path of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
      if (/\.|rules/.test(path) && pattern.test(path))
        writeFileSync(join(out, path), convert(readFileSync(join(out, path), 'utf8')));
    }
    return work(join(folder, 'net/fw'));
  });
}

const line = '`net/fw/generated/** text eol=lf` to .gitattributes';

describe('a checkout with line endings that Git converted', () => {
  test('check names the cause and the .gitattributes line once', () =>
    inConverted(toReturns, /./, (folder) => {
      expect(portolan(folder, ['check'])).toEqual({
        code: 1,
        stdout: `edited       8 files below generated: CRLF line ends, converted by Git; add ${line}  (portolan generate)\n8 of 8 files not up to date: 8 edited\n`,
        stderr: '',
      });
    }));

  test('check --format json lists each file, with one note', () =>
    inConverted(toReturns, /./, (folder) => {
      const { code, stdout, stderr } = portolan(folder, ['check', '--format', 'json']);
      const { files } = expectReport(stdout) as { files: { state: string }[] };
      expect([code, files.map(({ state }) => state)]).toEqual([1, files.map(() => 'edited')]);
      expect(stderr).toBe(
        `note: 8 files below generated: CRLF line ends, converted by Git; add ${line}\n  help: portolan generate\n`,
      );
    }));

  test.each(['text', 'json', 'github'])(
    'verify --format %s fails once, and judges what they say',
    (format) =>
      inConverted(toReturns, /./, (folder) => {
        const { code, stdout } = portolan(folder, ['verify', '--format', format]);
        const words = stdout.replaceAll(/\s+/g, ' ');
        expect([code, words.split('CRLF').length]).toEqual([1, 2]);
        expect(words).toContain(`CRLF line ends, converted by Git; add ${line}`);
        if (format === 'json') expect(JSON.parse(stdout).failed).toBe(1);
      }),
  );

  test('check names a single converted file', () =>
    inConverted(toReturns, /coverage/, (folder) => {
      expect(portolan(folder, ['check']).stdout).toContain(
        `edited       generated/branch/coverage.md: CRLF line ends, converted by Git; add ${line}`,
      );
    }));

  test('check reports other edits of a file with CRLF as edits', () =>
    inConverted(
      (text) => toReturns(text.replace('www.example.com', 'evil.example.com')),
      /pac$/,
      (folder) => {
        expect(portolan(folder, ['check']).stdout).toContain(
          'edited       generated/branch/pac/proxy.pac  (portolan generate)\n',
        );
        const { stdout } = portolan(folder, ['verify']);
        expect(stdout).toContain('the file was edited after it was generated');
        expect(stdout).not.toContain('CRLF');
      },
    ));

  test('the .gitattributes line prevents the conversion', () =>
    inFolder((folder) => {
      const spec = 'net/my specs [1]/spec.yaml';
      initRepository(folder);
      git(folder, 'config', 'core.autocrlf', 'true');
      writeFiles(folder, { [spec]: demoSpec() });
      portolan(folder, ['generate', spec]);
      const again = () => {
        commitAll(folder);
        git(folder, 'rm', '--quiet', '-r', '--cached', '.');
        git(folder, 'clean', '-d', '--force', '--quiet', '-x');
        git(folder, 'reset', '--quiet', '--hard');
        return portolan(folder, ['check', spec]);
      };
      const said = again();
      const [, wanted = ''] = /add `(.*)` to \.gitattributes/.exec(said.stdout) ?? [];
      expect([said.code, wanted]).toEqual([1, expect.stringContaining('text eol=lf')]);
      writeFiles(folder, { '.gitattributes': `${wanted}\n` });
      portolan(folder, ['generate', spec]);
      expect(again().code).toBe(0);
    }));
});

describe('a file that an editor converted', () => {
  test.each<[string, Convert, string]>([
    [
      'a byte order mark',
      (text) => `\ufeff${text}`,
      'byte order mark at the start, added by an editor',
    ],
    [
      'the last line feed',
      (text) => text.slice(0, -1),
      'final line feed missing, removed by an editor',
    ],
  ])('%s is named as what it is', (_what, convert, words) =>
    inConverted(convert, /coverage/, (folder) => {
      const { code, stdout } = portolan(folder, ['check']);
      expect([code, stdout.split('\n')[0]]).toEqual([
        1,
        `edited       generated/branch/coverage.md: ${words}  (portolan generate)`,
      ]);
      const verified = portolan(folder, ['verify']);
      expect([verified.code, verified.stdout.replaceAll(/\s+/g, ' ')]).toEqual([
        1,
        expect.stringContaining(words),
      ]);
    }),
  );
});

describe('the .gitattributes line', () => {
  test.each([
    ['', '** text eol=lf'],
    ['generated', 'generated/** text eol=lf'],
    ['my specs/generated', '"my specs/generated/**" text eol=lf'],
    ['#a', '"#a/**" text eol=lf'],
    ['a[1]*', '"a\\\\[1\\\\]\\\\*/**" text eol=lf'],
    ['a"b', '"a\\"b/**" text eol=lf'],
  ])('for %j', (folder, line) => {
    expect(attributesLine(folder)).toBe(line);
  });
});

describe('init', () => {
  test('prints the .gitattributes line in a Git working tree, and writes no .gitattributes', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'net/.keep': '' });
      expect(portolan(join(folder, 'net'), ['init'])).toMatchObject({
        code: 0,
        stderr:
          'note: Git may convert line endings. To prevent it, add this line to .gitattributes: net/generated/** text eol=lf\nnext: portolan generate\n',
      });
      expect(readdirSync(folder).sort()).toEqual(['.git', 'net']);
      expect(readdirSync(join(folder, 'net')).sort()).toEqual([
        '.keep',
        'pictures.txt',
        'spec.schema.json',
        'spec.yaml',
      ]);
    }));

  test.each([
    ['the line', 'net/generated/** text eol=lf\n', false],
    ['the line with another attribute', '* text\r\nnet/generated/** text eol=lf -diff\r\n', false],
    ['another line', 'generated/** text eol=lf\n', true],
    ['a comment', '# net/generated/** text eol=lf\n', true],
  ])('says nothing of the line if .gitattributes has it: %s', (_name, text, isSaid) =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'net/.keep': '', '.gitattributes': text });
      const { code, stderr } = portolan(join(folder, 'net'), ['init']);
      expect([code, stderr.includes('Git may convert')]).toEqual([0, isSaid]);
    }),
  );

  test('mentions the .gitattributes line in the starter spec', () =>
    inFolder((folder) => {
      expect(portolan(folder, ['init', '--stdout']).stdout).toContain(
        '\n#   generated/** text eol=lf\n',
      );
    }));
});
