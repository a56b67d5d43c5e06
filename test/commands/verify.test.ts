import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan, type Run } from '../support/cli.ts';
import { bothTargets, demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

/** Runs `verify` in a directory with the demo spec and its generated files, after a change. */
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

/** Replaces a text of a file. */
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

describe('verify of files that enforce the spec', () => {
  test('prints one line for each output and exits 0', () => {
    expect(verify(unchanged)).toEqual({
      code: 0,
      stdout: [
        'branch',
        '  manifest  8 checked                                                  passed',
        '  iptables  31 checked, 1 known deviation                              passed',
        '  pac       28 checked, 1 not applicable                               passed',
        '',
        '67 checks passed',
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

  test('checks only the selected site or target', () => {
    const spec = demoSpec({
      sites: { branch: bothTargets, office: '{ pac: { proxy: "PROXY p.example.net:1" } }' },
    });
    const { stdout } = verify(unchanged, ['--site', 'branch', '--target', 'pac'], spec);
    expect(stdout.match(/^\S+$|^ {2}\w+/gm)).toEqual(['branch', '  manifest', '  pac']);
  });

  test('rejects an unknown site, and suggests the nearest one', () => {
    const { code, stderr } = verify(unchanged, ['--site', 'brunch']);
    expect([code, stderr]).toEqual([
      2,
      'portolan: unknown site "brunch"\n  help: did you mean "branch"?\n',
    ]);
  });

  test('exits 3 for an invalid spec', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': `${demoSpec()}odd: 1\n` });
      expect(portolan(folder, ['verify']).code).toBe(3);
    }));
});

describe('verify of files that do not enforce the spec', () => {
  test('prints the flow, the deciding line and the line of the spec', () => {
    const swap = edit(pac, '"www.example.com"', '"wwx.example.com"');
    const { code, stdout } = verify(swap, ['--target', 'pac']);
    expect(code).toBe(1);
    expect(stdout.split('\n\n').slice(0, 5)).toEqual([
      '6 of 35 checks failed',
      [
        'branch',
        '  manifest  8 checked                                                  1 failed',
        '  pac       27 checked, 1 not applicable                               5 failed',
      ].join('\n'),
      [
        'FAIL branch manifest: file state: the file was edited after it was generated',
        '  file:  generated/branch/pac/proxy.pac:1',
      ].join('\n'),
      [
        'FAIL branch pac: extra access: https://wwx.example.com/ is allowed, expected',
        '         deny',
        '  file:  generated/branch/pac/proxy.pac:15',
      ].join('\n'),
      [
        'FAIL branch pac: missing access: https://www.example.com/ is denied,',
        '         expected allow',
        '  spec:  spec.yaml:13:9',
      ].join('\n'),
    ]);
  });

  test('prints the same as JSON', () => {
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
                check: 'extra access',
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
      /manifest\.json is missing or is not a\s+Portolan manifest\n[\s\S]*expected this file, found none/,
    ],
    [
      'a file is missing',
      (folder) => rmSync(join(folder, pac)),
      /file state: the file is missing or is not a\s+regular\s+file\n[\s\S]*pac: file format: expected this file, found none/,
    ],
    [
      'a file is a link to its twin',
      (folder) => {
        const path = join(folder, pac);
        writeFileSync(join(folder, 'twin.pac'), readFileSync(path));
        rmSync(path);
        symlinkSync(join(folder, 'twin.pac'), path);
      },
      /file state: the file is missing or is not a\s+regular\s+file\n[\s\S]*pac: file format: expected this file, found none/,
    ],
    [
      'a file too many',
      (folder) => writeFiles(folder, { 'generated/branch/pac/other.pac': '' }),
      /file state: not listed in manifest.json\n[\s\S]*pac: file format: unexpected file: this target does not write it/,
    ],
    [
      'the coverage page was edited, which no device reads',
      edit('generated/branch/coverage.md', 'wider', 'exact'),
      /file state: the file was edited after it was generated\n {2}file: {2}generated\/branch\/coverage.md:1\n/,
    ],
    [
      'the manifest was edited',
      edit('generated/branch/manifest.json', '"spec": "demo"', '"spec":  "demo"'),
      /file state: manifest.json was edited/,
    ],
    [
      'the spec moved on',
      (folder) =>
        writeFiles(folder, {
          'spec.yaml': demoSpec({ hosts: ['www.example.com', 'new.example.com'] }),
        }),
      /out\s+of\s+date: the\s+spec\s+changed\s+after they were generated\n[\s\S]*FAIL branch iptables, pac: missing access: https:\/\/new.example.com\/ is\s+denied, expected allow/,
    ],
    [
      'the directory is of another spec',
      (folder) =>
        writeFiles(folder, { 'spec.yaml': demoSpec().replace('name: demo', 'name: other') }),
      /manifest.json belongs to site "branch"\s+of\s+spec "demo"/,
    ],
  ])('%s', (_name, change, says) => {
    const { code, stdout } = verify(change);
    expect([code, stdout]).toEqual([1, expect.stringMatching(says)]);
  });

  const twoSites = demoSpec({ sites: { branch: bothTargets, office: bothTargets } });
  const remove = (path: string) => (folder: string) =>
    rmSync(join(folder, path), { recursive: true });
  const check = 'portolan check names the command that fixes each of them';

  test.each<[name: string, change: (folder: string) => void, note: string]>([
    [
      'no output directory',
      remove('generated'),
      'note: generated has no files of 2 of 2 sites\n  help: portolan generate\n',
    ],
    [
      'an empty output directory',
      (folder) => {
        remove('generated')(folder);
        mkdirSync(join(folder, 'generated'));
      },
      'note: generated has no files of 2 of 2 sites\n  help: portolan generate\n',
    ],
    [
      'one site missing',
      remove('generated/office'),
      'note: generated has no files of site "office"\n  help: portolan generate\n',
    ],
    [
      'one file missing',
      remove('generated/office/pac/proxy.pac'),
      `note: files of site "office" are not as Portolan wrote them\n  help: ${check}\n`,
    ],
    [
      'the files of another spec',
      (folder) =>
        writeFiles(folder, { 'spec.yaml': twoSites.replace('name: demo', 'name: other') }),
      `note: files of 2 sites are not as Portolan wrote them\n  help: ${check}\n`,
    ],
    [
      'a spec that changed, which the report says',
      (folder) => writeFiles(folder, { 'spec.yaml': twoSites.replace('www.', 'new.') }),
      '',
    ],
  ])('names the command to run once: %s', (_name, change, note) => {
    expect(verify(change, [], twoSites)).toMatchObject({ code: 1, stderr: note });
    expect(verify(change, ['--format', 'json'], twoSites)).toMatchObject({ code: 1, stderr: note });
  });

  test('names the spec and the output directory in that command', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'demo.yaml': demoSpec() });
      const { code, stderr } = portolan(folder, ['verify', 'demo.yaml', '--out', 'out put']);
      expect([code, stderr]).toEqual([
        1,
        `note: out put has no files of site "branch"\n  help: portolan generate demo.yaml --out 'out put'\n`,
      ]);
    }));

  test('prints 50 failures and counts the rest', () => {
    const { stdout } = verify(
      edit(pac, 'var ANY = ""', 'var ANY = "1-65535"'),
      [],
      demoSpec({
        hosts: Array.from({ length: 9 }, (_, index) => `host-${index}.example.com`),
      }),
    );
    expect(stdout.match(/^FAIL /gm)).toHaveLength(50);
    expect(stdout).toMatch(/^\d+ of \d+ checks failed\n/);
    expect(stdout).toMatch(/\n\d+ more failures: use --format json to list them\n$/);
  });

  test('escapes a hostile test name', () => {
    const tests =
      'tests:\n  - { name: "x \\u2014 ::error::y", deny: ["https://www.example.com/"] }\n';
    const { stdout } = verify(unchanged, ['--target', 'pac'], demoSpec() + tests);
    expect(stdout).toContain(
      'FAIL branch pac: test "x \u2014 ::error::y": https://www.example.com/ is allowed,\n',
    );
  });
});
