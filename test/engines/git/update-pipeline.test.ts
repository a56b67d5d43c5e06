import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { bundle, portolan, type Run, unset } from '../../support/cli.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { needsProgram } from '../../support/programs.ts';
import { readText } from '../../support/schema.ts';

const page = readText('docs/updates.md');

/** A pipeline of the page, parsed. */
function pipeline<Shape>(name: string): Shape {
  const [, text = ''] =
    new RegExp(`<!-- pipeline: ${name} -->\n\`\`\`yaml\n([\\s\\S]*?)\`\`\`\n`).exec(page) ?? [];
  return load(text) as Shape;
}

type GitHub = {
  readonly jobs: { readonly update: { readonly steps: readonly { run?: string }[] } };
};
type GitLab = { readonly update: { readonly script: readonly string[] } };

const pipelines = {
  GitHub: pipeline<GitHub>('github').jobs.update.steps.flatMap(({ run = [] }) => run),
  GitLab: pipeline<GitLab>('gitlab').update.script,
} as const;

/** Stands in for the programs that need a network, or an installed package. */
const programs: Readonly<Record<string, string>> = {
  npm: 'exit 0',
  npx: `shift; exec "${process.execPath}" "${bundle}" "$@"`,
  curl: [
    'while [ $# -gt 1 ]; do if [ "$1" = --output ]; then output=$2; fi; shift; done',
    'cp "$LISTS/$(basename "$1")" "$output"',
  ].join('\n'),
  gh: [
    'case "$1 $2" in',
    '"pr list") cat "$LISTS/open" ;;',
    '*) echo "$@" >> "$LISTS/requests"; while [ $# -gt 1 ]; do shift; done; cat "$1" >> "$LISTS/requests" ;;',
    'esac',
  ].join('\n'),
};

const cloud = (last: string) =>
  JSON.stringify({
    prefixes: ['192.0.2.0/26', '192.0.2.64/26', last].map((prefix) => ({ ip_prefix: prefix })),
  });
const office = JSON.stringify([
  { id: 1, serviceArea: 'Common', urls: ['office.example.com'], tcpPorts: '443', required: true },
]);

/** A repository with a remote, whose commit has imported the first revision of each list. */
function repository(folder: string): void {
  const checkout = join(folder, 'checkout');
  for (const name of ['checkout', 'lists', 'temp', 'bin']) mkdirSync(join(folder, name));
  writeFiles(join(folder, 'lists'), {
    'ip-ranges.json': cloud('192.0.2.128/26'),
    worldwide: office,
    open: '',
  });
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  writeFileSync(
    join(checkout, 'spec.yaml'),
    readText('docs/samples/spec.yaml').replace('closed', 'additive'),
  );
  const first = ['--into', 'spec.yaml', '--inspection', 'bypass'];
  const ranges = ['--service', 'https', '--tier', 'required'];
  for (const words of [
    ['import', 'ranges', '../lists/ip-ranges.json', '--id', 'cloud', ...first, ...ranges],
    ['import', 'm365', '../lists/worldwide', '--id', 'office', ...first],
    ['generate'],
  ])
    expect([portolan(checkout, words).code, words]).toEqual([0, words]);
  initRepository(checkout);
  commitAll(checkout);
  git(folder, 'clone', '--quiet', '--bare', checkout, 'remote.git');
  // GitLab takes the merge request's words as options of the push.
  git(join(folder, 'remote.git'), 'config', 'receive.advertisePushOptions', 'true');
  git(checkout, 'remote', 'add', 'origin', join(folder, 'remote.git'));
}

/** Runs the shell lines of a pipeline, as its runner does: a failed command ends it. */
function runPipeline(folder: string, scripts: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-e', '-o', 'pipefail', '-c', scripts.join('\n')],
    {
      cwd: join(folder, 'checkout'),
      encoding: 'utf8',
      env: {
        ...process.env,
        ...unset,
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        LISTS: join(folder, 'lists'),
        RUNNER_TEMP: join(folder, 'temp'),
        CI_BUILDS_DIR: join(folder, 'temp'),
        CI_DEFAULT_BRANCH: 'main',
        CI_PROJECT_URL: join(folder, 'remote'),
        UPDATE_TOKEN: 'secret',
      },
    },
  );
  return { code: status, stdout, stderr };
}

const branches = (folder: string) =>
  git(join(folder, 'remote.git'), 'branch', '--format=%(refname:short)');

/** What a vendor or a proxy answers instead of the list, and the exit code. */
const broken = [
  ['an error page', '<!doctype html><title>Sign in</title>', 2],
  ['an empty file', '', 2],
  ['a list that shrank', JSON.stringify({ prefixes: [{ ip_prefix: '192.0.2.0/26' }] }), 4],
] as const;

describe.each(Object.entries(pipelines))('the pipeline for %s', (name, scripts) => {
  test('fetches two lists and imports them', () => {
    const text = scripts.join('\n');
    expect(text.match(/portolan import /g)).toHaveLength(2);
    expect(spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' }).stderr).toBe('');
    expect(text).not.toContain('${{');
  });

  needsProgram('git')('proposes nothing if no fact changed', () =>
    inFolder((folder) => {
      repository(folder);
      // Another order, and a new date.
      const { prefixes } = JSON.parse(cloud('192.0.2.128/26'));
      const text = JSON.stringify({ createDate: '2026-11-26', prefixes: prefixes.reverse() });
      writeFileSync(join(folder, 'lists', 'ip-ranges.json'), text);
      const run = runPipeline(folder, scripts);
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect(branches(folder)).toBe('main');
      expect(readFiles(join(folder, 'lists'))).not.toHaveProperty('requests');
    }),
  );

  needsProgram('git')('proposes the access that a new revision adds and removes', () =>
    inFolder((folder) => {
      repository(folder);
      writeFileSync(join(folder, 'lists', 'ip-ranges.json'), cloud('198.51.100.0/24'));
      const run = runPipeline(folder, scripts);
      expect(run.code).toBe(0);
      expect(branches(folder)).toBe('main\nvendor-lists');
      const changed = git(
        join(folder, 'remote.git'),
        'diff',
        '--name-only',
        'main',
        'vendor-lists',
      );
      expect(changed.split('\n')).toEqual([
        'generated/office/coverage.md',
        'generated/office/manifest.json',
        'generated/office/squid/bypass.conf',
        'vendor/cloud.import.json',
        'vendor/cloud.yaml',
      ]);
      const told = name === 'GitHub' ? readFiles(join(folder, 'lists'))['requests'] : run.stdout;
      expect(told).toContain('198.51.100.0/24');
      expect(told).toContain('192.0.2.128/26');
    }),
  );

  needsProgram('git')(
    'has room for every new destination in its log, and cuts the body of a request',
    () =>
      inFolder((folder) => {
        repository(folder);
        const hosts = Array.from(
          { length: 600 },
          (_, index) => `${'long.'.repeat(30)}h${index}.example.com`,
        );
        const entry = {
          id: 1,
          serviceArea: 'Common',
          urls: ['office.example.com', ...hosts],
          tcpPorts: '443',
          required: true,
        };
        writeFileSync(join(folder, 'lists', 'worldwide'), JSON.stringify([entry]));
        const run = runPipeline(folder, scripts);
        expect([run.code, run.stderr]).toEqual([0, expect.anything()]);
        for (const host of hosts)
          expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain(
            `${host} on tcp/443 (required, bypasses inspection)`,
          );
        if (name !== 'GitHub') return;
        const request = readFiles(join(folder, 'lists'))['requests'] ?? '';
        expect(request.length).toBeLessThan(65_536);
        expect(request).toMatch(/bypasses inspection\)`\n\n\*\*This page is cut off here/);
      }),
  );

  for (const [what, text, code] of broken)
    needsProgram('git')(`fails and proposes nothing after ${what}`, () =>
      inFolder((folder) => {
        repository(folder);
        writeFileSync(join(folder, 'lists', 'ip-ranges.json'), text);
        expect(runPipeline(folder, scripts).code).toBe(code);
        expect(branches(folder)).toBe('main');
        expect(git(join(folder, 'checkout'), 'status', '--porcelain')).toBe('');
      }),
    );
});

needsProgram('git')('the pipeline for GitHub updates a pull request that is open', () =>
  inFolder((folder) => {
    repository(folder);
    writeFileSync(join(folder, 'lists', 'ip-ranges.json'), cloud('198.51.100.0/24'));
    writeFileSync(join(folder, 'lists', 'open'), '7\n');
    expect(runPipeline(folder, pipelines.GitHub).code).toBe(0);
    expect(readFiles(join(folder, 'lists'))['requests']).toMatch(/^pr edit vendor-lists /);
  }),
);
