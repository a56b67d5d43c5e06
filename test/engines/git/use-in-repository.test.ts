import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { exitCode } from '../../../src/errors.ts';
import { unset } from '../../support/cli.ts';
import { readFiles, writeFiles } from '../../support/folder.ts';
import { root } from '../../support/rendered.ts';

const page = readFileSync(join(root, 'docs/use-it-in-your-repository.md'), 'utf8');

/** The blocks of the page, each with its marker. */
const blocks = [...page.matchAll(/^<!-- (.+) -->\n```\w+\n([\s\S]*?)```\n/gm)].map(
  ([, marker = '', text = '']) => ({ marker, text }),
);
const blockOf = (marker: string) => blocks.find((block) => block.marker === marker)?.text ?? '';

const home = mkdtempSync(join(tmpdir(), 'portolan-user-'));
const repository = join(home, 'network');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let registry: Server;

/** The environment of a user: without settings of the developer, on one day, and with a registry on this machine. */
function environment(): NodeJS.ProcessEnv {
  const address = registry.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    ...process.env,
    ...unset,
    CI: undefined,
    HOME: home,
    PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
    npm_config_audit: 'false',
    npm_config_cache: join(home, 'cache'),
    npm_config_fund: 'false',
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_update_notifier: 'false',
  };
}

/** Runs a block in the repository, and stops at the first command that fails. */
async function run(script: string, cwd: string = repository) {
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd, env: environment() });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => output.push(String(data)));
  const [status] = await once(child, 'close');
  return { status, output: output.join('') };
}

/** Puts the text of an `insert` block below the line that its marker quotes. */
function insert(marker: string, text: string): void {
  const [, path = '', line = ''] = /^insert: (\S+), after "(.*)"$/.exec(marker) ?? [];
  const lines = readFileSync(join(repository, path), 'utf8').split('\n');
  const at = lines.findIndex((each) => each.trim() === line);
  expect(at).toBeGreaterThan(0);
  writeFiles(repository, { [path]: lines.toSpliced(at + 1, 0, text.trimEnd()).join('\n') });
}

/** A registry with one package: the one that the tests have built. */
function serve(tarball: string): Server {
  const { name, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return createServer((request, response) => {
    const at = `http://${request.headers.host}`;
    if (request.url?.endsWith('.tgz')) return response.end(readFileSync(tarball));
    if (request.url !== `/${name}`) return response.writeHead(404).end('{}');
    const one = { name, version, bin, dist: { tarball: `${at}/${name}.tgz` } };
    response.setHeader('content-type', 'application/json');
    return response.end(
      JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: one } }),
    );
  });
}

describe('docs/use-it-in-your-repository.md, followed in a new repository', () => {
  beforeAll(async () => {
    writeFiles(home, {
      'network/README.md': '# Network\n',
      'bin/date': '#!/bin/sh\necho 2026-12-01\n',
    });
    chmodSync(join(home, 'bin/date'), 0o755);
    registry = serve(join(home, `portolan-${version}.tgz`));
    registry.listen(0, '127.0.0.1');
    await once(registry, 'listening');
    // The tests have built the bundle already.
    const packed = await run(`npm pack ${root} --ignore-scripts --pack-destination ${home}`, home);
    expect(packed).toMatchObject({ status: 0 });
    expect(await run('git init --quiet --initial-branch=main')).toMatchObject({ status: 0 });
  });

  afterAll(() => {
    registry.close();
    rmSync(home, { recursive: true, force: true });
  });

  test.each(blocks.map(({ marker, text }, index) => [index + 1, marker, text] as const))(
    'block %i works: %s',
    async (_index, marker, text) => {
      if (marker === 'run')
        expect(await run(text)).toEqual({ status: 0, output: expect.anything() });
      else if (marker.startsWith('file: ')) writeFiles(repository, { [marker.slice(6)]: text });
      else if (marker.startsWith('insert: ')) insert(marker, text);
      else expect(['hooks', 'workflow']).toContain(marker);
    },
  );

  test('has commands, and no block without a marker', () => {
    expect(blocks.filter(({ marker }) => marker === 'run').length).toBeGreaterThan(6);
    expect([...page.matchAll(/^```\w/gm)]).toHaveLength(blocks.length);
  });

  test('leaves two commits, and nothing that is not committed', async () => {
    const log = await run('git log --format=%s');
    expect(log.output).toBe('Allow the label service\nGenerate the rule files from a spec\n');
    expect(await run('git status --porcelain')).toEqual({ status: 0, output: '' });
  });

  test('has an exception that accepts its finding', async () => {
    const { output } = await run('npx portolan lint --format json --as-of "$(date +%F)"');
    const { findings } = JSON.parse(output);
    const cleartext = findings.filter(({ rule }: { rule: string }) => rule === 'cleartext');
    expect(cleartext).toMatchObject([{ exception: { ticket: 'SEC-17' } }]);
  });

  test('has a hook that stops a commit of out-of-date files', async () => {
    const spec = readFiles(repository)['spec.yaml'] ?? '';
    writeFiles(repository, { 'spec.yaml': spec.replace('https://labels.', 'https://other.') });
    const commit = await run('git commit --all --message "Forget the files"');
    expect(commit.status).toBe(1);
    expect(commit.output).toContain('portolan generate');
    writeFiles(repository, { 'spec.yaml': spec });
  });

  test('keeps generated files as they are where Git converts line ends', async () => {
    const cloned = await run(
      'git clone --quiet -c core.autocrlf=true . ../clone && cd ../clone && node ../network/node_modules/portolan/dist/cli.js check',
    );
    expect(cloned).toMatchObject({ status: 0 });
  });
});

describe('docs/use-it-in-your-repository.md', () => {
  test('lists the exit codes', () => {
    const rows = [...page.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code));
    expect(rows).toEqual(Object.values(exitCode).sort());
  });

  test('names hooks that exist', () => {
    const [{ hooks }] = (load(blockOf('hooks')) as { repos: [{ hooks: { id: string }[] }] }).repos;
    const known = load(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as {
      id: string;
    }[];
    const ids = known.map(({ id }) => id);
    expect(hooks.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([]);
    expect(hooks).toHaveLength(2);
  });

  test('passes inputs that the action has, with the rights that review.yml gives', () => {
    type Job = { permissions: unknown; steps: { with: object }[] };
    const jobOf = (text: string) => (load(text) as { jobs: { review: Job } }).jobs.review;
    const job = jobOf(blockOf('workflow'));
    const { inputs } = load(readFileSync(join(root, 'action.yml'), 'utf8')) as { inputs: object };
    expect(Object.keys(job.steps[0]?.with ?? {})).toEqual(Object.keys(inputs));
    const review = readFileSync(join(root, 'docs/review.yml'), 'utf8');
    expect(job.permissions).toEqual(jobOf(review).permissions);
  });

  test('gives the owners of .github/CODEOWNERS.example', () => {
    const example = readFileSync(join(root, '.github/CODEOWNERS.example'), 'utf8');
    const owned = (text: string) =>
      [...text.matchAll(/^(\S+) +@example\/security$/gm)].map(([line]) => line);
    expect(owned(blockOf('file: .github/CODEOWNERS'))).toEqual(owned(example));
  });
});
