import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan, type Run } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, oddFolder, writeFiles } from '../support/folder.ts';
import { casesIn } from '../support/junit.ts';
import { expectSarif, locationOf, marked, sarifNote } from '../support/sarif.ts';

const spec = `${oddFolder}/spec.yaml`;
const pac = `${oddFolder}/generated/branch/pac/proxy.pac`;
/** Text of a spec that would end an element or start a workflow command. */
const hostile = `]]><x y='1'>& ::error::z`;

const pacSite = { branch: '{ pac: { proxy: "PROXY proxy.example.net:3128" } }' };

/** Runs a command in a directory with this spec, after a change. */
function inSpec(
  text: string,
  words: readonly string[],
  change: (folder: string) => void = () => {},
): Run {
  return inFolder((folder) => {
    writeFiles(folder, { [spec]: text });
    change(folder);
    return portolan(folder, [...words, spec]);
  });
}

/** Writes the files of the spec, and edits one of them. */
function generate(folder: string): void {
  expect(portolan(folder, ['generate', spec]).code).toBe(0);
}

function edit(folder: string): void {
  generate(folder);
  writeFileSync(join(folder, pac), `${readFileSync(join(folder, pac), 'utf8')}// more\n`);
}

const issue = {
  description: expect.any(String),
  check_name: expect.stringMatching(/^[a-z-]+$/),
  fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
  severity: expect.stringMatching(/^(?:info|minor|major|critical|blocker)$/),
  location: { path: spec, lines: { begin: expect.any(Number) } },
};

/** The entries of a Code Quality report, each as GitLab documents it, as `severity check_name LINE: description`. */
function qualityIn(stdout: string): string[] {
  const issues = JSON.parse(stdout) as {
    readonly description: string;
    readonly check_name: string;
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly lines: { readonly begin: number } };
  }[];
  expect(issues).toEqual(issues.map(() => issue));
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  return issues.map(
    (each) =>
      `${each.severity} ${each.check_name} ${each.location.lines.begin}: ${each.description}`,
  );
}

const unknownService = demoSpec().replace('service: https', `service: "${hostile}"`);
const unknownSentence = `unknown service "${hostile}"`;

describe('--format gitlab', () => {
  const cleartext = demoSpec()
    .replace('tls }', 'tls }\n  http: { ports: [tcp/80], application: http }')
    .replace('service: https', 'service: http');

  test('lint exits 0 with its findings, or 1 with --fail-on', () => {
    for (const [words, code] of [
      [[], 0],
      [['--fail-on', 'medium'], 1],
    ] as const) {
      const run = inSpec(cleartext, ['lint', '--format', 'gitlab', ...words]);
      expect([run.code, run.stderr]).toEqual([code, '']);
      expect(qualityIn(run.stdout)[0]).toBe(
        'major cleartext 14: "www.example.com": allows cleartext on tcp/80; help: use TLS if the host supports it, or add an exception that says why not',
      );
    }
  });

  test.each([
    ['lint', []],
    ['validate', []],
    ['validate', ['--fix']],
  ])('%s %j exits 3 with the problems of an invalid spec', (verb, words) => {
    const run = inSpec(unknownService, [verb, ...words, '--format', 'gitlab']);
    expect([run.code, run.stderr, qualityIn(run.stdout)]).toEqual([
      3,
      '',
      [
        `blocker unknown-service 13: ${unknownSentence}; help: use "https", or define it under "services"`,
      ],
    ]);
  });

  test('validate prints an empty report for a valid spec', () => {
    const run = inSpec(demoSpec(), ['validate', '--format', 'gitlab']);
    expect(run).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  });
});

describe('--format junit', () => {
  const failing = `${demoSpec({ sites: pacSite })}tests:\n  - { name: "${hostile}", deny: ["https://www.example.com/"] }\n`;

  test('verify has the failed checks of each output, and one case for those that passed', () => {
    const run = inSpec(failing, ['verify', '--format', 'junit'], generate);
    expect([run.code, run.stderr]).toEqual([1, '']);
    const at = String(run.stdout.match(/proxy\.pac:(\d+)/)?.[1]);
    expect(casesIn(run.stdout)).toEqual({
      'branch manifest': [['3 checks passed', null]],
      'branch pac': [
        [
          `test "${hostile}": https://www.example.com/`,
          `test "${hostile}": https://www.example.com/ is allowed, expected deny\nfile: ${pac}:${at}\nspec: ${spec}:22:13`,
        ],
        [expect.stringMatching(/^\d+ checks passed$/), null],
      ],
    });
  });

  test('verify exits 0 without a failure', () => {
    const valid = demoSpec({ sites: pacSite });
    const run = inSpec(valid, ['verify', '--format', 'junit'], generate);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(Object.values(casesIn(run.stdout)).flat()).toEqual([
      ['3 checks passed', null],
      [expect.stringMatching(/^\d+ checks passed$/), null],
    ]);
  });

  test.each([
    ['current', generate, 0, null],
    ['edited', edit, 1, `edited\nhelp: portolan generate '${spec}'`],
  ])('check has a case for each file, one of them %s', (_state, change, code, failure) => {
    const run = inSpec(demoSpec({ sites: pacSite }), ['check', '--format', 'junit'], change);
    expect([run.code, run.stderr, casesIn(run.stdout)]).toEqual([
      code,
      '',
      {
        check: [
          [`${oddFolder}/generated/branch/coverage.md`, null],
          [`${oddFolder}/generated/branch/manifest.json`, null],
          [pac, failure],
        ],
      },
    ]);
  });

  test.each(['check', 'verify'])('%s exits 3 with the problems of an invalid spec', (verb) => {
    const run = inSpec(unknownService, [verb, '--format', 'junit']);
    expect([run.code, run.stderr, casesIn(run.stdout)]).toEqual([
      3,
      '',
      {
        [`${verb}: invalid spec`]: [
          [
            `${spec}:13:45 unknown-service`,
            `${unknownSentence}\nhelp: use "https", or define it under "services"`,
          ],
        ],
      },
    ]);
  });
});

describe('check of an edited file', () => {
  const edited = (format: string) =>
    inSpec(demoSpec({ sites: pacSite }), ['check', '--format', format], edit);

  test('annotates it for GitHub, with the total', () => {
    const path = pac.replace('%', '%25');
    expect(edited('github')).toEqual({
      code: 1,
      stdout: [
        `::error file=${path.replace(',', '%2C').replace(':', '%3A')},line=1,endLine=1,title=edited::${path} is edited%0Ahelp: portolan generate '${spec.replace('%', '%25')}'`,
        '::notice title=check::1 of 3 files not up to date: 1 edited',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  test('is a result in SARIF, with exit code 0 and a note', () => {
    const { code, stdout, stderr } = edited('sarif');
    expect([code, stderr]).toEqual([0, sarifNote]);
    const results = expectSarif(stdout).runs[0]?.results;
    expect(results?.map(({ ruleId, level, message }) => [ruleId, level, message.text])).toEqual([
      ['generated-files', 'error', marked(`${pac} is edited; help: portolan generate '${spec}'`)],
    ]);
    expect(results?.[0]?.locations).toMatchObject(locationOf(pac, 1));
  });
});

describe('diff --format github', () => {
  const [before, after] = [`${oddFolder}/a.yaml`, `${oddFolder}/b.yaml`];

  function diff(hosts: readonly string[], ...words: string[]): Run {
    return inFolder((folder) => {
      const older = demoSpec({ sites: pacSite });
      writeFiles(folder, { [before]: older, [after]: demoSpec({ hosts, sites: pacSite }) });
      return portolan(folder, ['diff', before, after, '--format', 'github', ...words]);
    });
  }

  test.each<[words: string[], code: number]>([
    [[], 0],
    [['--exit-code'], 1],
    [['--expect', 'none'], 4],
  ])('ends with one notice of the total, %j', (words, code) => {
    const run = diff(['www.example.com', 'a.example.com', 'b.example.com'], ...words);
    const lines = run.stdout.split('\n');
    expect([run.code, lines.slice(-2)]).toEqual([
      code,
      ['::notice title=diff::Access: 2 added (2 medium).', ''],
    ]);
    expect(run.stdout.split('title=diff::')).toHaveLength(2);
    const properties =
      /^::(?:warning|notice) (?:file=a%2Cb%3Ac%25d <i>&"\]\]>\/b\.yaml,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,)?title=[^:,]+::/;
    expect(lines.slice(0, -1).filter((line) => !properties.test(line))).toEqual([]);
    expect(
      lines.map((line) => line.match(/title=(NEW .*)%0Ahttps/)?.[1] ?? '').slice(0, 2),
    ).toEqual(['a', 'b'].map((name) => `NEW access at branch::${name}.example.com on tcp/443`));
  });

  test('prints nothing without a change', () => {
    expect(diff(['www.example.com'], '--exit-code')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
