import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { parse } from '../../../src/commands/cli/parser.ts';
import { plain } from '../../../src/report/page/paint.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { readText } from '../../support/schema.ts';

type Step = { readonly run?: string; readonly uses?: string };
type Workflow = { readonly jobs: { readonly review: { readonly steps: readonly Step[] } } };
type GitLab = { readonly review: { readonly script: readonly string[] } };

const { jobs } = load(readText('docs/review.yml')) as Workflow;
const { review } = load(readText('docs/gitlab-ci.yml')) as GitLab;
const scripts = jobs.review.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

/** What the variables of a pipeline contain. */
const values: Readonly<Record<string, string>> = {
  $SPEC: 'spec.yaml',
  $BASE: 'HEAD^1',
  $base: 'HEAD^1',
  $FAIL_ON: 'high',
  '$(date +%F)': '2026-11-26',
  $today: '2026-11-26',
};

/** The command lines of Portolan in a pipeline, as words. */
function commandsIn(texts: readonly string[]): string[][] {
  const lines = texts.join('\n').replaceAll('\\\n', ' ').split('\n');
  return lines.flatMap((line) => {
    const [, command] = /^ *"\$(?:PORTOLAN|portolan)" (.*?) +> "/.exec(`${line} > "`) ?? [];
    if (command === undefined) return [];
    const words = command.match(/"[^"]*"|\S+/g) ?? [];
    return [words.map((word) => word.replaceAll('"', '')).map((word) => values[word] ?? word)];
  });
}

const github = commandsIn(scripts);
const gitlab = commandsIn(review.script);

describe.each([
  ['the review workflow', github],
  ['the job for GitLab', gitlab],
])('%s', (_name, commands) => {
  test.each(commands.map((words) => [words.join(' '), words]))(
    'runs what exists: %s',
    async (_, words) => {
      expect(typeof (await parse([...words], '', plain))).toBe('function');
    },
  );

  test('runs six commands', () => {
    expect(commands.map(([command]) => command)).toEqual([
      'diff',
      'diff',
      'check',
      'verify',
      'diff',
      'lint',
    ]);
  });

  test('compares exceptions with the date of the run', () => {
    for (const words of commands.filter(([command]) => command === 'diff' || command === 'lint'))
      expect(words.join(' ')).toContain('--as-of 2026-11-26');
  });
});

test.each(['docs/review.yml', 'action.yml', 'docs/updates.md'])(
  '%s names each action by its commit, with the version beside it',
  (path) => {
    const used = [...readText(path).matchAll(/^ *- uses: (\S+)(.*)$/gm)];
    expect(used.length).toBeGreaterThan(1);
    for (const [, action = '', version] of used) {
      expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40}$/);
      expect(version).toMatch(/^ # v\d+\.\d+\.\d+$/);
      // One commit for an action, in whichever file.
      expect(readText('docs/review.yml')).toContain(`- uses: ${action}${version}`);
    }
  },
);

describe('the review workflow', () => {
  test('writes nothing into the checkout, which may contain links', () => {
    const targets = scripts.flatMap((script) => [
      ...script.matchAll(/>>? ?("[^"]*"|\/dev\/null)/g),
    ]);
    expect(targets.length).toBeGreaterThan(2);
    const places = /^"\$(?:(?:RUNNER_TEMP|tool)\/|(?:comment|page|GITHUB_\w+)"$)|^\/dev\/null$/;
    for (const [, target] of targets) expect(target).toMatch(places);
  });

  test('contains valid shell scripts without text of the event', () => {
    for (const script of scripts) {
      expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
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
      BASE: 'HEAD^1',
      GITHUB_ENV: join(folder, 'variables'),
      GITHUB_OUTPUT: join(folder, 'outputs'),
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
