import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { commitAll, git } from '../../support/git.ts';
import { needsProgram } from '../../support/programs.ts';
import { readText } from '../../support/schema.ts';
import {
  brought,
  type Change,
  changes,
  commitChange,
  mergeChange,
  prepare,
} from './pipeline/repository.ts';

type Pipeline = {
  readonly review: {
    readonly variables: Readonly<Record<string, string | number>>;
    readonly script: readonly string[];
    readonly artifacts: {
      readonly paths: readonly string[];
      readonly reports: { readonly codequality: string; readonly junit: readonly string[] };
    };
  };
};

const { review: job } = load(readText('docs/gitlab-ci.yml')) as Pipeline;
const marker = '<!-- portolan:diff spec.yaml -->';
const me = { id: 42 };

type Note = { readonly author: { readonly id: number }; readonly body: string };

/** What a test changes in the pipeline. */
type Event = {
  readonly type?: 'detached' | 'merged_result' | 'push';
  readonly notes?: readonly Note[];
  readonly token?: string;
  readonly tool?: Parameters<typeof commitChange>[2];
  /** Done in the checkout of the merge request before the pipeline runs. */
  readonly before?: (checkout: string) => void;
};

type Review = {
  readonly verdict: number | null;
  readonly log: string;
  readonly notes: readonly Note[];
  readonly artifacts: Readonly<Record<string, string>>;
};

/** Runs the job in the checkout of a merge request, as GitLab's runner does. */
function review(change: Change, event: Event = {}): Review {
  const { type = 'detached', notes = [], token = 'token', tool, before } = event;
  return inFolder((folder) => {
    const checkout = join(folder, 'checkout');
    prepare(folder, notes);
    commitChange(folder, change, tool);
    git(folder, 'clone', '--quiet', '--bare', checkout, 'remote/group/project.git');
    if (type !== 'detached') mergeChange(folder);
    git(checkout, 'checkout', '--quiet', '--detach');
    before?.(checkout);
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-e', '-o', 'pipefail', '-c', job.script.join('\n')],
      { cwd: checkout, encoding: 'utf8', env: environment(folder, type, token) },
    );
    const found = readFiles(join(checkout, '.portolan-review'));
    const after = JSON.parse(readFileSync(join(folder, 'comments'), 'utf8'));
    return { verdict: status, log: stdout + stderr, notes: after, artifacts: found };
  });
}

function environment(folder: string, type: string, token: string): NodeJS.ProcessEnv {
  const isPush = type === 'push';
  const variables = Object.entries(job.variables).map(([name, value]) => [name, String(value)]);
  return {
    ...process.env,
    ...Object.fromEntries(variables),
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    TMPDIR: join(folder, 'temp'),
    COMMENTS: join(folder, 'comments'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    CI_API_V4_URL: 'https://gitlab.example/api/v4',
    CI_COMMIT_SHA: git(join(folder, 'checkout'), 'rev-parse', 'HEAD'),
    CI_JOB_URL: 'https://gitlab.example/group/project/-/jobs/5',
    CI_PIPELINE_SOURCE: isPush ? 'push' : 'merge_request_event',
    CI_PROJECT_PATH: 'author/fork',
    CI_REPOSITORY_URL: join(folder, 'remote/author/fork.git'),
    ...(isPush
      ? {}
      : {
          CI_MERGE_REQUEST_EVENT_TYPE: type,
          CI_MERGE_REQUEST_IID: '7',
          CI_MERGE_REQUEST_PROJECT_ID: '11',
          CI_MERGE_REQUEST_PROJECT_PATH: 'group/project',
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
        }),
    ...(token === '' ? {} : { REVIEW_TOKEN: token }),
  };
}

/** The results that the job prints, by the names of its steps. */
function resultsOf(log: string): Record<string, string> {
  const lines = log.matchAll(
    /^(\w+): (passed|failed|invalid spec|approval required|could not run)$/gm,
  );
  return Object.fromEntries([...lines].map(([, name = '', result = '']) => [name, result]));
}

const passed = {
  merge: 'passed',
  install: 'passed',
  diff: 'passed',
  page: 'passed',
  note: 'passed',
  check: 'passed',
  verify: 'passed',
  outputs: 'passed',
  lint: 'passed',
  artifacts: 'passed',
};

/** A step without a result did not run. */
type Results = { readonly [Step in keyof typeof passed]?: string | undefined };

/** For each case: the steps that differ from a run that passes, words of the note, and the verdict. */
const cases: readonly (readonly [keyof typeof changes, Results, string, number])[] = [
  ['clean', {}, 'No change', 0],
  ['access added', {}, 'api.example.com', 0],
  [
    'critical access added',
    { diff: 'approval required', outputs: 'approval required' },
    'any-destination',
    4,
  ],
  ['failing verify', { check: 'failed', verify: 'failed', outputs: undefined }, 'fail', 1],
  [
    'invalid spec',
    {
      ...Object.fromEntries(
        ['diff', 'page', 'check', 'verify', 'lint'].map((step) => [step, 'invalid spec']),
      ),
      outputs: undefined,
    },
    '**Invalid spec: 1 problem**',
    3,
  ],
];

describe('the job for GitLab runs every step, the verdict last', () => {
  for (const [name, differs, words, verdict] of cases)
    needsProgram('git', 'bash')(name, () => {
      const run = review(changes[name]);
      expect(resultsOf(run.log)).toEqual({ ...passed, ...differs });
      expect(run.verdict).toBe(verdict);
      const [{ body = '' } = {}] = run.notes;
      expect([run.notes.length, body.split('\n')[0]]).toEqual([1, marker]);
      expect(body).toContain(words);
      expect(run.log).toContain(body);
      expect(run.artifacts['comment.md']).toBe(body);
      const url = 'https://gitlab.example/group/project/-/jobs/5/artifacts/file/.portolan-review';
      const hasPage = run.artifacts['review-spec.yaml.html'] !== '';
      expect(body.includes(`(${url}/review-spec.yaml.html)`)).toBe(hasPage);
      for (const path of reported) expect(run.artifacts[path]).not.toBe('');
    });
});

const { codequality, junit } = job.artifacts.reports;
const reported = [codequality, ...junit].map((path) => path.replace('.portolan-review/', ''));

describe('the job for GitLab', () => {
  test('writes reports that GitLab reads', () => {
    const { artifacts } = review(changes['failing verify']);
    expect(Array.isArray(JSON.parse(artifacts['lint.json'] ?? ''))).toBe(true);
    for (const name of ['check.xml', 'verify.xml'])
      expect(artifacts[name]).toMatch(/^<\?xml [\s\S]*<testsuites?[ >][\s\S]*<failure/);
  });

  test('reports the findings of the default branch after a push, and compares nothing', () => {
    const { log, notes, verdict } = review(changes['access added'], { type: 'push' });
    const {
      merge: _merge,
      diff: _diff,
      page: _page,
      note: _note,
      outputs: _outputs,
      ...rest
    } = passed;
    expect([resultsOf(log), notes, verdict]).toEqual([rest, [], 0]);
  });

  test('takes the merge that GitLab made', () => {
    const { log, verdict } = review(changes['critical access added'], { type: 'merged_result' });
    const { merge: _merge, ...rest } = passed;
    const asked = 'approval required';
    expect([resultsOf(log), verdict]).toEqual([{ ...rest, diff: asked, outputs: asked }, 4]);
  });

  test('reviews nothing if the branches do not merge', () => {
    const before = (checkout: string) => {
      git(checkout, 'checkout', '--quiet', '--detach', 'main');
      writeFiles(checkout, { 'spec.yaml': 'another\n' });
      commitAll(checkout);
      git(checkout, 'push', '--quiet', '../remote/group/project.git', 'HEAD:main');
      git(checkout, 'checkout', '--quiet', '--detach', 'change');
    };
    const { log, notes, verdict } = review(changes['access added'], { before });
    expect(resultsOf(log)).toMatchObject({
      merge: 'failed',
      install: 'failed',
      diff: 'could not run',
    });
    expect(notes[0]?.body).toContain('**Not reviewed: see the [log](');
    expect(verdict).toBe(2);
  });

  test('writes no note without a token, and fails with a wrong one', () => {
    const without = review(changes['critical access added'], { token: '' });
    expect([without.notes, without.verdict]).toEqual([[], 4]);
    expect(without.log).toContain('any-destination');
    const wrong = review(changes.clean, { token: 'wrong' });
    expect(resultsOf(wrong.log)).toMatchObject({ note: 'failed', verify: 'passed' });
    expect([wrong.notes, wrong.verdict]).toEqual([[], 1]);
  });

  test('updates its own note about this spec among many, and no other', () => {
    const others = [
      { author: { id: 1 }, body: `${marker}\nwritten by a person` },
      { author: me, body: '<!-- portolan:diff other.yaml -->\nanother spec' },
      ...Array.from({ length: 200 }, () => ({ author: { id: 2 }, body: 'words' })),
    ];
    const own = { author: me, body: `${marker}\nan older commit` };
    const { notes } = review(changes['access added'], { notes: [...others, own] });
    expect(notes.slice(0, -1)).toEqual(others);
    expect(notes.at(-1)?.body).toContain('api.example.com');
  });

  test("runs the base's tool when a merge request brings its own", () => {
    const { log, notes, verdict } = review(brought);
    expect([verdict, notes[0]?.body]).toEqual([4, expect.stringContaining('any-destination')]);
    expect(log).not.toContain('brought');
  });

  test('writes no report through a link of the merge request', () =>
    inFolder((outside) => {
      const before = (checkout: string) => {
        symlinkSync(outside, join(checkout, '.portolan-review'));
        git(checkout, 'switch', '--quiet', 'change');
        commitAll(checkout);
      };
      const { verdict } = review(changes.clean, { before });
      expect([verdict, readFiles(outside)]).toEqual([0, {}]);
    }));
});
