import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { constantsOf } from '../../../scripts/constants.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { root } from '../../support/rendered.ts';

type Step = { readonly name?: string; readonly run?: string; readonly uses?: string };
type Job = {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: readonly string[];
  readonly environment?: string;
  readonly steps: readonly Step[];
};
type Workflow = {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
};

const text = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8');
const workflow = load(text) as Workflow;
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);
const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
const scriptWith = (part: string) => scripts.find((script) => script.includes(part)) ?? '';
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('the release workflow', () => {
  test('runs for tags of versions only', () => {
    expect(workflow.on).toEqual({ push: { tags: ['v*'] } });
  });

  test('gives each job the rights that it needs, and no others', () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]))).toEqual({
      test: { contents: 'read' },
      build: { contents: 'read' },
      publish: { actions: 'read', 'id-token': 'write' },
      release: { actions: 'read', contents: 'write' },
    });
    expect(text).not.toContain('secrets.');
  });

  test('names the commit of every action', () => {
    const used = [...text.matchAll(/\buses: (\S+)(.*)/g)];
    expect(used.length).toBe(steps.filter(({ uses }) => uses !== undefined).length);
    for (const [, action, rest] of used) {
      expect(action).toMatch(/^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40}$/);
      expect(rest).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  test('publishes after the tests, and from a job that installs nothing', () => {
    const { publish, release } = workflow.jobs;
    expect(publish?.needs).toEqual(['test', 'build']);
    expect(publish?.environment).toBe('npm');
    expect(release?.needs).toEqual(['publish']);
    for (const job of [publish, release]) {
      const commands = (job?.steps ?? []).map(({ run = '' }) => run).join('\n');
      expect(commands).not.toMatch(/npm (?:ci|install|run|exec)|npx/);
    }
    expect(scriptWith('npm publish')).toMatch(/npm publish .* --provenance .*--ignore-scripts/);
  });

  test('runs every test before', () => {
    expect(workflow.jobs['test']?.steps.at(-1)?.run).toMatch(/^\.ci\/run$/m);
    expect(readFileSync(join(root, '.ci/run'), 'utf8')).toMatch(/^npm ci\n[\s\S]*^npm test /m);
  });

  test('contains valid shell scripts without text of the event', () => {
    expect(scripts.length).toBeGreaterThan(5);
    for (const script of scripts) {
      expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
      expect(script).not.toContain('${{');
    }
  });
});

/** Runs a script of the workflow for a tag in a directory, with fake programs that come first. */
function runScript(
  folder: string,
  script: string,
  tag: string,
  programs: Readonly<Record<string, string>> = {},
) {
  for (const [name, code] of Object.entries(programs)) {
    writeFiles(folder, { [`bin/${name}`]: `#!/bin/bash\n${code}\n` });
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
      GITHUB_REF_NAME: tag,
      GITHUB_REPOSITORY: 'example/portolan',
      GITHUB_RUN_ID: '7',
      GITHUB_SERVER_URL: 'https://git.example.com',
      RECORD: join(folder, 'record'),
    },
  });
  return { status, stdout, stderr };
}

describe('the check of the tag', () => {
  const script = scriptWith('The tag is');
  const files = {
    'package.json': '{ "version": "1.2.3" }\n',
    'CHANGELOG.md': '# Changelog\n\n## [1.2.3] - 2026-01-01\n',
  };

  test.each([
    ['accepts the version of the package', 'v1.2.3', {}, null],
    ['refuses another version', 'v1.2.4', {}, 'package.json has the version 1.2.3'],
    ['refuses a longer version', 'v1.2.3-rc.1', {}, 'package.json has the version 1.2.3'],
    [
      'refuses a version without a section in the changelog',
      'v1.2.3',
      { 'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n' },
      'CHANGELOG.md has no section for 1.2.3',
    ],
  ])('%s', (_name, tag, changed, refusal) =>
    inFolder((folder) => {
      writeFiles(folder, { ...files, ...changed });
      const { status, stdout } = runScript(folder, script, tag);
      expect(status).toBe(refusal === null ? 0 : 1);
      expect(stdout).toContain(refusal ?? '');
    }),
  );
});

describe('a release', () => {
  test('is built after its package has the homepage', () => {
    const runs = (workflow.jobs['build']?.steps ?? []).map(({ run = '' }) => run);
    const set = runs.findIndex((run) => run.includes('homepage='));
    const built = runs.findIndex((run) => run.includes('npm run build'));
    expect(set).toBeGreaterThan(-1);
    expect(built).toBeGreaterThan(set);
    expect(runs.slice(0, set).join('\n')).not.toContain('npm ');
  });

  test('names the repository and the documents of its version in the package', () =>
    inFolder((folder) => {
      copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
      expect(runScript(folder, scriptWith('npm pkg set'), 'v1.2.3')).toMatchObject({ status: 0 });
      const before = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const repository = { type: 'git', url: 'git+https://git.example.com/example/portolan.git' };
      expect(JSON.parse(readFiles(folder)['package.json'] ?? '')).toEqual({
        ...before,
        repository,
        homepage: 'https://git.example.com/example/portolan/blob/v1.2.3/README.md',
      });
      // The build accepts it.
      expect(constantsOf(folder)['PORTOLAN_HOMEPAGE']).toContain('/v1.2.3/README.md');
      expect([before.repository, before.homepage]).toEqual([undefined, undefined]);
    }));

  test('packs what the build has made, under the name that is published', () =>
    inFolder((folder) => {
      const tarball = `portolan-${version}.tgz`;
      const pack = spawnSync(
        'npm',
        ['pack', root, '--ignore-scripts', '--dry-run', '--json', '--pack-destination', folder],
        { encoding: 'utf8' },
      );
      expect(JSON.parse(pack.stdout)).toMatchObject([{ filename: tarball }]);
      const gh = 'mkdir -p release; touch release/package';
      const npm = 'echo "$@" > "$RECORD"';
      const published = runScript(folder, scriptWith('npm publish'), `v${version}`, { gh, npm });
      expect(published).toMatchObject({ status: 0 });
      expect(readFiles(folder)['record']).toBe(
        `publish ./release/${tarball} --tag latest --provenance --access public --ignore-scripts\n`,
      );
    }));

  test.each([
    ['v2.0.0-rc.1', 'publish ./release/portolan-2.0.0-rc.1.tgz --tag next', ' --prerelease '],
    ['v2.0.0', 'publish ./release/portolan-2.0.0.tgz --tag latest', ' --repo '],
  ])('%s is the latest only if it is no prerelease', (tag, published, created) =>
    inFolder((folder) => {
      const gh = `case "$1 $2" in
'run download') mkdir -p release; touch release/{CHANGELOG.md,portolan-linux-x64,THIRD-PARTY-NOTICES.txt,sbom.cdx.json} ;;
*) echo "$@" >> "$RECORD" ;;
esac`;
      const programs = { gh, npm: 'echo "$@" > "$RECORD"' };
      for (const part of ['npm publish', 'gh release create'])
        expect(runScript(folder, scriptWith(part), tag, programs)).toMatchObject({ status: 0 });
      const [first = '', second = ''] = (readFiles(folder)['record'] ?? '').split('\n');
      expect(first).toContain(published);
      expect(second).toContain(`release create ${tag}${created}`);
    }),
  );

  test('has the executables, the licenses, the bill of materials, and the notes of its version', () =>
    inFolder((folder) => {
      // Writes the artifact that is asked for, or records the release.
      const gh = `case "$1 $2" in
'run download')
  mkdir -p release
  case "$*" in
  *x64*) touch release/{portolan-linux-x64,portolan-1.2.3.tgz,THIRD-PARTY-NOTICES.txt,sbom.cdx.json}
    printf '## [1.2.4]\\n\\nlater\\n\\n## [1.2.3] - 2026-01-01\\n\\n### Added\\n\\n- This.\\n\\n## [1.2.2]\\n\\nearlier\\n' > release/CHANGELOG.md ;;
  *arm64*) touch release/portolan-linux-arm64 ;;
  esac ;;
*) echo "$*" > "$RECORD"; cat notes.md >> "$RECORD"; cut -c 67- SHA256SUMS >> "$RECORD"; ls -l portolan-linux-x64 >> "$RECORD" ;;
esac`;
      const made = runScript(folder, scriptWith('gh release create'), 'v1.2.3', { gh });
      expect(made).toMatchObject({ status: 0, stderr: '' });
      const lines = (readFiles(folder)['record'] ?? '').split('\n');
      const assets = ['portolan-1.2.3.tgz', 'portolan-linux-arm64', 'portolan-linux-x64'];
      const texts = ['THIRD-PARTY-NOTICES.txt', 'sbom.cdx.json'];
      expect(lines[0]).toBe(
        [
          'release create v1.2.3 --repo example/portolan --verify-tag --title v1.2.3 --notes-file notes.md',
          ...assets,
          ...texts,
          'SHA256SUMS',
        ].join(' '),
      );
      expect(lines.slice(1, -2)).toEqual(['', '### Added', '', '- This.', '', ...assets, ...texts]);
      expect(lines.at(-2)).toMatch(/^-rwxr-xr-x/);
    }));
});
