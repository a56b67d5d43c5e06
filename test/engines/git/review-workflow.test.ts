import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { parse } from '../../../src/commands/cli/parser.ts';
import { diffMarkdown } from '../../../src/report/diff/markdown.ts';
import { plain } from '../../../src/report/page/paint.ts';
import { diffAnswer } from '../../report/answers.ts';
import { compare } from '../../review/diff/support.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { readText } from '../../support/schema.ts';

type Step = { readonly run?: string; readonly uses?: string };
type Workflow = { readonly jobs: { readonly review: { readonly steps: readonly Step[] } } };

const text = readText('docs/review.yml');
const { jobs } = load(text) as Workflow;
const scripts = jobs.review.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
const tool = '"$RUNNER_TEMP/portolan/node_modules/.bin/portolan"';
const commands = scripts.flatMap((script) =>
  script
    .split('\n')
    .filter((line) => line.startsWith(`${tool} `))
    .map((line) => line.slice(tool.length + 1).replace(/ > \S+$/, '')),
);

describe('the review workflow', () => {
  test.each(commands)('runs what there is: %s', async (command) => {
    const words = command.split(' ').map((word) => word.replaceAll('"', ''));
    expect(
      typeof (await parse(
        words.filter((word) => word !== '+%F)'),
        '',
        plain,
      )),
    ).toBe('function');
  });

  test('runs four commands', () => {
    expect(commands.map((command) => command.split(' ')[0])).toEqual([
      'check',
      'verify',
      'lint',
      'diff',
    ]);
  });

  test('writes nothing into the checkout, which may contain links', () => {
    const targets = scripts.flatMap((script) => [...script.matchAll(/> ?("[^"]*"|\S+)/g)]);
    expect(targets.length).toBeGreaterThan(2);
    for (const [, target] of targets) expect(target).toMatch(/^"\$(RUNNER_TEMP|tool)\//);
  });

  test('contains valid shell scripts without text of the event', () => {
    for (const script of scripts) {
      expect(spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
      expect(script).not.toContain('${{');
    }
  });
});

/** Runs one script of the workflow in a checkout, with fake npm and gh. */
function runScript(
  folder: string,
  script: string,
  programs: Readonly<Record<string, string>>,
): void {
  const bin = join(folder, 'bin');
  for (const [name, text] of Object.entries(programs)) {
    writeFiles(bin, { [name]: `#!/bin/sh\n${text}\n` });
    chmodSync(join(bin, name), 0o755);
  }
  const { status, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: join(folder, 'checkout'),
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${bin}:${process.env['PATH']}`,
      RUNNER_TEMP: join(folder, 'temp'),
      GITHUB_REPOSITORY: 'example/repository',
      NUMBER: '7',
      RECORD: join(folder, 'record'),
    },
  });
  expect([status, stderr.replaceAll(/^fatal: path .*\n/gm, '')]).toEqual([0, '']);
}

const scriptWith = (part: string) => scripts.find((script) => script.includes(part)) ?? '';

describe('a pull request does not choose the tool that reviews it', () => {
  const base = { 'package.json': '{"base":1}', 'package-lock.json': '{"base":2}' };
  const brought = {
    'package.json': '{"evil":1}',
    'package-lock.json': '{"evil":2}',
    '.npmrc': 'registry=https://evil.example/',
    'node_modules/.bin/portolan': 'evil',
  };

  test.each([
    ['a setting of npm', {}],
    ['another setting of npm', { '.npmrc': 'save-exact=true' }],
  ])("a pull request with %s installs the base's version, outside of the checkout", (_name, more) =>
    inFolder((folder) => {
      const checkout = join(folder, 'checkout');
      mkdirSync(join(folder, 'temp'));
      writeFiles(checkout, { ...base, ...more });
      initRepository(checkout);
      commitAll(checkout);
      git(checkout, 'checkout', '--quiet', '-b', 'brought');
      writeFiles(checkout, brought);
      commitAll(checkout);
      git(checkout, 'checkout', '--quiet', 'main');
      git(checkout, 'merge', '--quiet', '--no-ff', '--message=merged', 'brought');
      git(checkout, 'replace', 'HEAD^1:package.json', 'HEAD:package.json');
      runScript(folder, scriptWith('npm ci'), { npm: 'pwd > "$RECORD"; echo "$@" >> "$RECORD"' });
      const place = join(folder, 'temp/portolan');
      expect(readFiles(place)).toEqual({ ...base, ...more });
      expect(readFiles(folder)['record']).toBe(`${place}\nci --ignore-scripts\n`);
    }),
  );

  test('in any other step: none starts npm, npx or a file of the checkout', () => {
    const rest = scripts.filter((script) => !script.includes('npm ci')).join('\n');
    expect(rest).not.toMatch(
      /\bnp[mx]\b|\bnode\b|(?<!portolan\/)node_modules|(?:^|[\s;&|])\.?\.\//m,
    );
  });

  test.each(['docs/review.yml', 'docs/cli.md'])('%s names the files that need an owner', (page) => {
    for (const file of [
      '/.github/',
      '/.npmrc',
      '/package.json',
      '/package-lock.json',
      'exceptions.yaml',
    ])
      expect(readText(page)).toMatch(new RegExp(`^(?:# *)?${file.replaceAll('.', '\\.')} +@`, 'm'));
  });
});

describe('the comment of a pull request', () => {
  const page = diffMarkdown(diffAnswer(compare({}, {}), { spec: 'net/fw/spec.yaml' }));

  test.each([
    ['is made where there is none', '', 'POST repos/example/repository/issues/7/comments'],
    ['is updated where there is one', 'the-url', 'PATCH the-url'],
  ])('%s, found by the marker of its spec', (_name, found, call) =>
    inFolder((folder) => {
      writeFiles(folder, { 'temp/comment.md': page, 'checkout/comment.md': 'brought' });
      runScript(folder, scriptWith('gh api'), {
        gh: `case "$*" in *--jq*) echo '${found}' ;; esac\necho "$MARKER $*" >> "$RECORD"`,
      });
      const [listed = '', sent = ''] = (readFiles(folder)['record'] ?? '').split('\n');
      expect(listed).toContain('startswith(env.MARKER)');
      expect(sent).toBe(
        `<!-- portolan:diff net/fw/spec.yaml --> api --silent --method ${call} --field body=@${join(folder, 'temp/comment.md')}`,
      );
    }),
  );

  test('is not changed when diff printed none', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'checkout/comment.md': 'brought', 'temp/other': '' });
      runScript(folder, scriptWith('gh api'), { gh: 'echo "$@" >> "$RECORD"' });
      expect(readFiles(folder)['record']).toBeUndefined();
    }));
});
