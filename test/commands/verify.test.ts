import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan, type Run } from '../support/cli.ts';
import { bothTargets, demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

/** Runs `verify` in a folder that holds the demo spec, generated, after a change to it. */
function verify(
  change: (folder: string) => void,
  words: readonly string[] = [],
  spec = demoSpec(),
): Run {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': spec });
    expect(portolan(folder, ['generate']).code).toBe(0);
    change(folder);
    return portolan(folder, ['verify', ...words]);
  });
}

const unchanged = () => {};
const pac = 'generated/branch/pac/proxy.pac';

/** Puts one text of a file in another's place. */
function edit(path: string, from: string, to: string): (folder: string) => void {
  return (folder) => {
    const text = readFileSync(join(folder, path), 'utf8');
    if (!text.includes(from)) throw new Error(`${path} has no "${from}"`);
    writeFileSync(
      join(folder, path),
      text.replace(from, () => to),
    );
  };
}

describe('verify of files that hold what the spec says', () => {
  test('has a line for each output and ends with 0', () => {
    expect(verify(unchanged)).toEqual({
      code: 0,
      stdout: [
        'branch',
        '  manifest  8 checked                                                  passed',
        '  iptables  31 checked, 1 by coverage                                  passed',
        '  pac       28 checked, 1 not for it to decide                         passed',
        '',
        'verified: 67 checks passed',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  test('writes nothing', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      portolan(folder, ['generate']);
      const before = readFiles(folder);
      portolan(folder, ['verify']);
      expect(readFiles(folder)).toEqual(before);
    }));

  test('judges one site or one target where it is named', () => {
    const spec = demoSpec({
      sites: { branch: bothTargets, office: '{ pac: { proxy: "PROXY p.example.net:1" } }' },
    });
    const { stdout } = verify(unchanged, ['--site', 'branch', '--target', 'pac'], spec);
    expect(stdout.match(/^\S+$|^ {2}\w+/gm)).toEqual(['branch', '  manifest', '  pac']);
  });

  test('refuses a site that the spec does not have, with the way out', () => {
    const { code, stderr } = verify(unchanged, ['--site', 'brunch']);
    expect([code, stderr]).toEqual([
      2,
      'portolan: the spec has no site "brunch"\n  help: did you mean "branch"?\n',
    ]);
  });

  test('a spec that is not valid is exit 3', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': `${demoSpec()}odd: 1\n` });
      expect(portolan(folder, ['verify']).code).toBe(3);
    }));
});

describe('verify of files that do not', () => {
  test('shows the flow, the line that decided and the line of the spec', () => {
    const swap = edit(pac, '"www.example.com"', '"wwx.example.com"');
    const { code, stdout } = verify(swap, ['--target', 'pac']);
    expect(code).toBe(1);
    expect(stdout.split('\n\n').slice(0, 4)).toEqual([
      [
        'branch',
        '  manifest  8 checked                                                  1 failed',
        '  pac       27 checked, 1 not for it to decide                         5 failed',
      ].join('\n'),
      [
        'failed branch manifest: it was changed after the manifest was written',
        '  check: the files are those of the manifest',
        '  file:  generated/branch/pac/proxy.pac:1',
      ].join('\n'),
      [
        'failed branch pac: https://wwx.example.com/ is allowed, and should be denied',
        '  check: nothing else is open',
        '  file:  generated/branch/pac/proxy.pac:15',
      ].join('\n'),
      [
        'failed branch pac: https://www.example.com/ is denied, and should be allowed',
        '  check: all of it is open',
        '  spec:  spec.yaml:13:9',
      ].join('\n'),
    ]);
    expect(stdout).toMatch(/\n6 of 35 checks failed\n$/);
  });

  test('says the same to scripts', () => {
    const swap = edit(pac, '"www.example.com"', '"wwx.example.com"');
    const { code, stdout } = verify(swap, ['--format', 'json']);
    const report = expectReport(stdout);
    expect(code).toBe(1);
    expect(report).toMatchObject({
      schemaVersion: 1,
      checked: 66,
      passed: 60,
      failed: 6,
      sites: {
        branch: {
          iptables: { checked: 31, byCoverage: 1, notApplicable: 0, failed: [] },
          pac: {
            failed: [
              {
                flow: 'https://wwx.example.com/',
                expected: 'deny',
                got: 'allow',
                decidedBy: { file: pac, line: 15 },
                origin: null,
                check: 'nothing else is open',
              },
              { origin: { file: 'spec.yaml', line: 13, column: 9 }, decidedBy: null },
              { flow: 'https://WWW.EXAMPLE.COM/' },
              { flow: 'https://www.example.com./' },
              { flow: 'https://www.example.com:443/' },
            ],
          },
        },
      },
    });
  });

  test.each<[name: string, change: (folder: string) => void, says: RegExp]>([
    [
      'nothing was generated',
      (folder) => rmSync(join(folder, 'generated'), { recursive: true }),
      /there is no manifest that the tool wrote\n[\s\S]*expected this file, found none/,
    ],
    [
      'a file is missing',
      (folder) => rmSync(join(folder, pac)),
      /manifest: it is missing, or no regular file\n[\s\S]*pac: expected this file, found none/,
    ],
    [
      'a file is a link to its twin',
      (folder) => {
        const path = join(folder, pac);
        writeFileSync(join(folder, 'twin.pac'), readFileSync(path));
        rmSync(path);
        symlinkSync(join(folder, 'twin.pac'), path);
      },
      /manifest: it is missing, or no regular file\n[\s\S]*pac: expected this file, found none/,
    ],
    [
      'a file too many',
      (folder) => writeFiles(folder, { 'generated/branch/pac/other.pac': '' }),
      /manifest: no manifest names it\n[\s\S]*pac: unexpected file: this target does not write it/,
    ],
    [
      'the coverage page was edited, which no device reads',
      edit('generated/branch/coverage.md', 'wider', 'exact'),
      /manifest: it was changed after the manifest was written\n.*\n {2}file: {2}generated\/branch\/coverage.md:1\n/,
    ],
    [
      'the manifest was edited',
      edit('generated/branch/manifest.json', '"spec": "demo"', '"spec":  "demo"'),
      /manifest: it is not written as the tool writes it/,
    ],
    [
      'the spec moved on',
      (folder) =>
        writeFiles(folder, {
          'spec.yaml': demoSpec({ hosts: ['www.example.com', 'new.example.com'] }),
        }),
      /for another\s+policy\s+than\s+the\s+spec\s+gives\s+now\n[\s\S]*https:\/\/new.example.com\/ is denied, and should be allowed/,
    ],
    [
      'the folder is of another spec',
      (folder) =>
        writeFiles(folder, { 'spec.yaml': demoSpec().replace('name: demo', 'name: other') }),
      /it speaks of the site "branch" of the spec "demo"/,
    ],
  ])('%s', (_name, change, says) => {
    const { code, stdout } = verify(change);
    expect([code, stdout]).toEqual([1, expect.stringMatching(says)]);
  });

  test('fifty failures are shown, and the rest is counted', () => {
    const { stdout } = verify(
      edit(pac, 'var ANY = ""', 'var ANY = "1-65535"'),
      [],
      demoSpec({
        hosts: Array.from({ length: 9 }, (_, index) => `host-${index}.example.com`),
      }),
    );
    expect(stdout.match(/^failed /gm)).toHaveLength(50);
    expect(stdout).toMatch(/\nand \d+ more failures\n\n\d+ of \d+ checks failed\n$/);
  });

  test('a hostile name of a test stays on its line', () => {
    const tests =
      'tests:\n  - { name: "x \\u2014 ::error::y", deny: ["https://www.example.com/"] }\n';
    const { stdout } = verify(unchanged, ['--target', 'pac'], demoSpec() + tests);
    expect(stdout).toContain('  check: the test "x \u2014 ::error::y" holds\n');
  });
});
