import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { expectSarif } from '../../support/sarif.ts';

/** A repository whose working tree allows more than its last commit, in cleartext, with generated files. */
function inChange<Value>(work: (folder: string) => Value): Value {
  return inFolder((folder) => {
    initRepository(folder);
    writeFiles(folder, { 'spec.yaml': demoSpec() });
    commitAll(folder);
    const head = demoSpec({ hosts: ['www.example.com', 'api.example.com'] });
    writeFiles(folder, { 'spec.yaml': head });
    expect(portolan(folder, ['generate']).code).toBe(0);
    return work(folder);
  });
}

const note = (code: number) =>
  `note: exit code 0 instead of ${code}, because --format sarif leaves the verdict to code scanning\n`;

describe('--format sarif', () => {
  test('lint exits 0 with a note, even with --fail-on', () =>
    inChange((folder) => {
      const words = ['lint', '--fail-on', 'low'];
      expect(portolan(folder, words).code).toBe(1);
      const { code, stdout, stderr } = portolan(folder, [...words, '--format', 'sarif']);
      expect([code, stderr]).toEqual([0, note(1)]);
      expect(expectSarif(stdout).runs[0]?.results.length).toBeGreaterThan(0);
    }));

  test('lint prints no note when the exit code is 0 in every format', () =>
    inChange((folder) => {
      expect(portolan(folder, ['lint', '--format', 'sarif'])).toMatchObject({
        code: 0,
        stderr: '',
      });
    }));

  test('diff exits 0 with a note, even with --exit-code and --expect', () =>
    inChange((folder) => {
      const words = ['diff', '--exit-code', '--expect', 'none'];
      expect(portolan(folder, words).code).toBe(4);
      const { code, stdout, stderr } = portolan(folder, [...words, '--format', 'sarif']);
      expect([code, stderr.endsWith(note(4))]).toEqual([0, true]);
      expectSarif(stdout);
    }));

  test('diff lists the lines of committed outputs that allow added access', () =>
    inChange((folder) => {
      const { stdout } = portolan(folder, ['diff', '--format', 'sarif']);
      const [gain] = JSON.parse(stdout).runs[0].results;
      const lines = gain.relatedLocations.map(
        (related: {
          physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
        }) => {
          const { artifactLocation, region } = related.physicalLocation;
          const text = readFileSync(join(folder, artifactLocation.uri), 'utf8');
          return `${artifactLocation.uri}: ${text.split('\n')[region.startLine - 1]}`;
        },
      );
      expect(lines).toEqual([
        expect.stringMatching(/^generated\/branch\/iptables\/dnsmasq\.conf: .*api\.example\.com/),
        expect.stringMatching(/^generated\/branch\/pac\/proxy\.pac: .*"api\.example\.com": "443"/),
      ]);
    }));
});

describe('--format markdown', () => {
  test.each(['diff', 'lint'])('%s prints a comment that is found again by its marker', (verb) =>
    inChange((folder) => {
      const { code, stdout, stderr } = portolan(folder, [verb, '--format', 'markdown']);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`^<!-- portolan:${verb} spec\\.yaml -->\n\n\\*\\*`));
    }),
  );

  test('diff says in the comment how many additions it has no room for', () =>
    inFolder((folder) => {
      const hosts = Array.from({ length: 2000 }, (_, index) => `host-${index}.example.com`);
      writeFiles(folder, { 'a.yaml': demoSpec(), 'b.yaml': demoSpec({ hosts }) });
      const { code, stdout, stderr } = portolan(folder, [
        'diff',
        'a.yaml',
        'b.yaml',
        '--format',
        'markdown',
      ]);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/\*\*\d+ additions of 2000 do not fit in this comment, /);
    }));
});

describe('--format github', () => {
  test('diff and lint annotate the line of the spec', () =>
    inChange((folder) => {
      const diff = portolan(folder, ['diff', '--format', 'github']).stdout;
      expect(diff).toContain('::warning file=spec.yaml,line=14,endLine=14,col=9,');
      expect(diff).toContain(',title=NEW access at branch::api.example.com on tcp/443%0A');
      const lint = portolan(folder, ['lint', '--format', 'github', '--fail-on', 'low']);
      expect([lint.code, lint.stdout]).toEqual([
        1,
        expect.stringMatching(/^::\w+ file=spec\.yaml,/),
      ]);
    }));

  test('verify annotates the line of the output', () =>
    inChange((folder) => {
      const file = join(folder, 'generated/branch/pac/proxy.pac');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('  "api.example.com": "443",\n', ''));
      const { code, stdout } = portolan(folder, ['verify', '--format', 'github']);
      expect(code).toBe(1);
      expect(stdout).toMatch(
        /^::error file=generated\/branch\/pac\/proxy\.pac,line=\d+,endLine=\d+,title=branch /m,
      );
    }));
});

describe('a spec in a subdirectory of a repository', () => {
  const spec = demoSpec({ hosts: ['www.example.com', 'api.example.com'] });

  /** A monorepo whose working tree allows more than its last commit; a generated file was edited. */
  function inMonorepo<Value>(work: (folder: string) => Value): Value {
    return inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'net/fw/spec.yaml': demoSpec(), 'net/other/.keep': '' });
      commitAll(folder);
      writeFiles(folder, { 'net/fw/spec.yaml': spec });
      expect(portolan(folder, ['generate', 'net/fw/spec.yaml']).code).toBe(0);
      const file = join(folder, 'net/fw/generated/branch/pac/proxy.pac');
      writeFileSync(file, readFileSync(file, 'utf8').replace('  "api.example.com": "443",\n', ''));
      return work(folder);
    });
  }

  /** The file names in annotations and logs. */
  function filesIn({ stdout }: { readonly stdout: string }): string[] {
    const named = stdout.matchAll(/::\w+ file=([^,]+),|"uri": "([^"]+)"/g);
    return [...new Set([...named].map(([, file, uri]) => file ?? uri ?? ''))].sort();
  }

  const names = ['net/fw/spec.yaml'];
  const outputs = ['net/fw/generated/branch/iptables/dnsmasq.conf'];

  test.each<[words: string[], files: string[]]>([
    [['lint', '--format', 'github'], names],
    [['lint', '--format', 'sarif'], names],
    [['diff', '--format', 'github'], names],
    [
      ['diff', '--format', 'sarif'],
      [...outputs, ...names],
    ],
    [
      ['verify', '--format', 'github'],
      ['net/fw/generated/branch/pac/proxy.pac', ...names],
    ],
  ])('%j names files from the top of the working tree, wherever it is started', (words, files) =>
    inMonorepo((folder) => {
      const runs = [
        ['.', 'net/fw/spec.yaml'],
        ['net/fw', 'spec.yaml'],
        ['net/fw', join(folder, 'net/fw/spec.yaml')],
        ['net/other', '../fw/spec.yaml'],
      ].map(([from = '', named = '']) =>
        portolan(join(folder, from), [...words.slice(0, 1), named, ...words.slice(1)]),
      );
      expect(runs.map(filesIn)).toEqual(runs.map(() => files));
      const ids = runs.map(({ stdout }) => /"id": "portolan-[^"]*"/.exec(stdout)?.[0]);
      expect(new Set(ids).size).toBe(1);
    }),
  );

  test('every command names the file of an error from the top of the working tree', () =>
    inMonorepo((folder) => {
      writeFiles(folder, { 'net/fw/spec.yaml': `${spec}odd: 1\n` });
      const { code, stdout } = portolan(join(folder, 'net/fw'), ['validate', '--format', 'github']);
      expect([code, stdout]).toEqual([
        3,
        expect.stringMatching(/^::error file=net\/fw\/spec\.yaml,/),
      ]);
    }));

  test('text and json name files as the user does', () =>
    inMonorepo((folder) => {
      for (const format of ['text', 'json']) {
        const { stdout } = portolan(join(folder, 'net/fw'), ['diff', '--format', format]);
        expect(stdout).toContain('spec.yaml');
        expect(stdout).not.toContain('net/fw');
      }
    }));

  test.each(['diff', 'lint'])(
    'the comment of %s has a marker and places of its own for each spec',
    (verb) =>
      inMonorepo((folder) => {
        writeFiles(folder, { 'net/other/spec.yaml': spec });
        const comments = ['fw', 'other'].map(
          (name) => portolan(join(folder, 'net', name), [verb, '--format', 'markdown']).stdout,
        );
        expect(comments.map((text) => text.split('\n')[0])).toEqual([
          `<!-- portolan:${verb} net/fw/spec.yaml -->`,
          `<!-- portolan:${verb} net/other/spec.yaml -->`,
        ]);
        expect(comments[0]).toContain('net/fw/spec.yaml:14:9');
      }),
  );

  test('a linked working tree and a submodule have a top of their own', () =>
    inMonorepo((folder) => {
      commitAll(folder);
      git(folder, 'worktree', 'add', '--quiet', '--detach', 'linked');
      git(
        folder,
        '-c',
        'protocol.file.allow=always',
        'submodule',
        '--quiet',
        'add',
        join(folder, '.git'),
        'product',
      );
      for (const name of ['linked', 'product']) {
        const run = portolan(join(folder, name, 'net/fw'), ['lint', '--format', 'github']);
        expect(filesIn(run)).toEqual(names);
      }
    }));

  test('a path below a file is reported as missing in every format', () =>
    inMonorepo((folder) => {
      for (const format of ['text', 'github', 'sarif', 'markdown']) {
        const words = ['lint', 'net/fw/spec.yaml/odd/spec.yaml', '--format', format];
        expect(portolan(folder, words)).toMatchObject({
          code: 2,
          stderr: expect.stringMatching(/^portolan: file not found: /),
        });
      }
    }));

  test('files outside of a working tree are named from the current directory', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'net/fw/spec.yaml': spec });
      const words = ['lint', 'fw/spec.yaml', '--format', 'github'];
      expect(filesIn(portolan(join(folder, 'net'), words))).toEqual(['fw/spec.yaml']);
    }));
});
