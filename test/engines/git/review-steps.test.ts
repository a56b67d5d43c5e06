import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { portolan } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { needsProgram } from '../../support/programs.ts';
import { readText } from '../../support/schema.ts';
import type { Contexts } from './pipeline/expression.ts';
import {
  brought,
  type Change,
  changes,
  commitChange,
  mergeChange,
  prepare,
  rebaseChange,
} from './pipeline/repository.ts';
import { type JobRun, runJob, type Step } from './pipeline/runner.ts';

type Workflow = {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: { readonly review: { readonly steps: readonly Step[] } };
};
type Action = {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
};

const workflow = load(readText('docs/review.yml')) as Workflow;
const action = load(readText('action.yml')) as Action;
const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);

/** The same steps, as a workflow to copy and as an action. */
const pipelines = {
  'the workflow': { steps: workflow.jobs.review.steps, env: workflow.env, inputs: {} },
  'the action': { steps: action.runs.steps, env: {}, inputs: Object.fromEntries(defaults) },
} as const;
type Pipeline = (typeof pipelines)[keyof typeof pipelines];

type Comment = { readonly url?: string; readonly user: string; readonly body: string };
type Review = JobRun & { readonly comments: readonly Comment[]; readonly files: readonly string[] };

const marker = '<!-- portolan:diff spec.yaml -->';
const repository = 'example/repository';
const machine = {
  GITHUB_REPOSITORY: repository,
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_RUN_ID: '5',
  GITHUB_ACTOR: 'author',
};

/** What a test changes in the event and its repository. */
type Event = {
  readonly name?: 'merge_group' | 'pull_request' | 'pull_request_target' | 'push';
  readonly from?: string;
  readonly comments?: readonly Comment[];
  readonly tool?: Parameters<typeof commitChange>[2];
  readonly actor?: string;
  /** The directory of the spec, with a slash at its end. */
  readonly home?: string;
};

/** Runs the steps in the merge commit of a change. */
function review({ steps, env, inputs }: Pipeline, change: Change, event: Event = {}): Review {
  const { name = 'pull_request', from = repository, comments = [], tool, actor, home = '' } = event;
  return inFolder((folder) => {
    prepare(folder, comments);
    commitChange(folder, change, tool, home);
    const base = name === 'merge_group' ? rebaseChange(folder) : mergeChange(folder);
    const contexts: Contexts = {
      github: {
        token: 'token',
        event_name: name,
        event: eventOf(name, from, base),
      },
      inputs,
    };
    const run = runJob({
      folder,
      steps,
      contexts,
      env: home === '' ? env : { ...env, SPEC: `${home}spec.yaml` },
      machine: {
        ...process.env,
        ...machine,
        ...(actor === undefined ? {} : { GITHUB_ACTOR: actor }),
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        COMMENTS: join(folder, 'comments'),
      },
    });
    const uploaded = Object.keys(readFiles(join(folder, 'artifacts')));
    return {
      ...run,
      comments: JSON.parse(readFileSync(join(folder, 'comments'), 'utf8')),
      files: uploaded,
    };
  });
}

function eventOf(name: string, from: string, base: string): Contexts {
  if (name === 'push') return {};
  if (name === 'merge_group') return { merge_group: { base_sha: base } };
  return { pull_request: { number: '7', head: { repo: { full_name: from } } } };
}

const passed = {
  'actions/checkout': 'success',
  'actions/setup-node': 'success',
  install: 'success',
  diff: 'success',
  page: 'success',
  artifact: 'success',
  comment: 'success',
  check: 'success',
  verify: 'success',
  outputs: 'success',
  lint: 'success',
  scanning: 'success',
  Verdict: 'success',
};

type Names = keyof typeof passed;
type Outcomes = Readonly<Partial<Record<Names, string>>>;

/** For each case: the steps that differ from a run that passes, words of the comment, and the verdict. */
const cases: readonly (readonly [keyof typeof changes, Outcomes, string, number])[] = [
  ['clean', {}, 'No change', 0],
  ['access added', {}, 'api.example.com', 0],
  ['critical access added', { diff: 'failure', outputs: 'failure' }, 'any-destination', 4],
  ['failing verify', { check: 'failure', verify: 'failure', outputs: 'skipped' }, 'fail', 1],
  [
    'invalid spec',
    {
      diff: 'failure',
      page: 'failure',
      artifact: 'skipped',
      check: 'failure',
      verify: 'failure',
      outputs: 'skipped',
      lint: 'failure',
    },
    '**Invalid spec: 1 problem**',
    3,
  ],
];

describe.each(Object.entries(pipelines))(
  '%s runs every step, the verdict last',
  (_name, pipeline) => {
    for (const [name, differs, words, verdict] of cases)
      needsProgram('git')(name, () => {
        const { outcomes, comments, files, ...run } = review(pipeline, changes[name]);
        const last = { Verdict: verdict === 0 ? 'success' : 'failure' };
        expect(outcomes).toEqual({ ...passed, ...differs, ...last });
        expect(Object.keys(outcomes)).toEqual(Object.keys(passed));
        expect(run.verdict).toBe(verdict);
        const [{ body = '' } = {}] = comments;
        expect([comments.length, body.split('\n')[0]]).toEqual([1, marker]);
        expect(body).toContain(words);
        const isPaged = outcomes['artifact'] === 'success';
        expect(body.includes('[All of the review on one page](https://artifact.example/1)')).toBe(
          isPaged,
        );
        expect(files).toEqual(['lint.sarif', ...(isPaged ? ['review-spec.yaml.html'] : [])]);
        expect(run.summary.startsWith(body)).toBe(true);
        expect(run.log).toContain(run.summary.slice(body.length));
        expect(run.summary.slice(body.length)).toContain(
          `| diff | ${resultOf(outcomes['diff'], verdict)} |`,
        );
      });
  },
);

/** The word of the verdict about the comparison. */
function resultOf(outcome: string | undefined, verdict: number): string {
  if (outcome === 'success') return 'passed';
  return verdict === 4 ? 'approval required' : 'invalid spec';
}

describe('the workflow', () => {
  const run = (change: keyof typeof changes, event: Event = {}) =>
    review(pipelines['the workflow'], changes[change], event);

  needsProgram('git')(
    'reports the findings of the base branch after a push, and compares nothing',
    () => {
      const { outcomes, comments, verdict, summary } = run('access added', { name: 'push' });
      const comparing = ['diff', 'page', 'artifact', 'comment', 'outputs'];
      const skipped = Object.fromEntries(comparing.map((step) => [step, 'skipped']));
      expect(outcomes).toEqual({ ...passed, ...skipped });
      expect([comments, verdict]).toEqual([[], 0]);
      expect(summary).not.toContain('| diff |');
    },
  );

  needsProgram('git')('compares an entry of a merge queue with its base, without a comment', () => {
    const { outcomes, comments, verdict, summary, log } = run('critical access added', {
      name: 'merge_group',
    });
    const asked = { diff: 'failure', outputs: 'failure', Verdict: 'failure' };
    expect(outcomes).toEqual({ ...passed, ...asked });
    expect([comments, verdict]).toEqual([[], 4]);
    expect(summary).toContain('any-destination');
    expect(log).toContain('::notice::A merge group has no comments.');
    expect(run('access added', { name: 'merge_group' }).verdict).toBe(0);
  });

  needsProgram('git')('fails where it would see the base alone', () => {
    const { outcomes, comments, verdict, log } = run('critical access added', {
      name: 'pull_request_target',
    });
    expect([outcomes['install'], outcomes['diff'], verdict]).toEqual(['failure', 'skipped', 2]);
    expect(comments).toEqual([]);
    expect(log).toContain('::error::This run does not have the change.');
  });

  test.each([
    ['from a fork', { from: 'stranger/repository' }],
    ['from Dependabot', { actor: 'dependabot[bot]' }],
  ])('writes the summary of a pull request %s, and no comment', (_name, event) => {
    const { outcomes, comments, verdict, summary, log } = run('critical access added', event);
    const asked = { diff: 'failure', outputs: 'failure', Verdict: 'failure' };
    expect(outcomes).toEqual({ ...passed, ...asked });
    expect([comments, verdict]).toEqual([[], 4]);
    expect(summary).toContain('any-destination');
    expect(log).toContain('::notice::The token of this run cannot write comments');
  });

  test('updates its own comment about this spec, and no other', () => {
    const others = [
      { url: 'url-0', user: 'User', body: `${marker}\nwritten by a person` },
      { url: 'url-1', user: 'Bot', body: '<!-- portolan:diff other.yaml -->\nanother spec' },
      { url: 'url-3', user: 'Bot', body: `quoted: ${marker}` },
    ];
    const own = { url: 'url-2', user: 'Bot', body: `${marker}\nan older commit` };
    const { comments } = run('access added', { comments: [...others, own] });
    expect(comments.slice(0, 3)).toEqual(others);
    expect(comments).toHaveLength(4);
    expect(comments[3]?.body).toContain('api.example.com');
  });

  test('keeps the comments of two specs apart', () => {
    const other = { url: 'url-0', user: 'Bot', body: `${marker}\nthe spec at the top` };
    const { comments, files, verdict } = run('access added', {
      comments: [other],
      home: 'net/fw/',
    });
    expect([comments[0], comments.length, verdict]).toEqual([other, 2, 0]);
    expect(comments[1]?.body).toMatch(/^<!-- portolan:diff net\/fw\/spec\.yaml -->\n/);
    expect(files).toContain('review-net-fw-spec.yaml.html');
  });

  test('replaces an older comment and fails if nothing could be reviewed', () => {
    const own = { url: 'url-0', user: 'Bot', body: `${marker}\nan older commit` };
    const tool = { 'package.json': '{}' };
    const { outcomes, comments, verdict, log } = run('clean', { comments: [own], tool });
    expect(outcomes['install']).toBe('failure');
    expect(log).toContain('::error::The base has no package-lock.json.');
    expect(comments.map(({ body }) => body)).toEqual([
      `${marker}\n\n**Not reviewed: see the [log](https://github.example/example/repository/actions/runs/5).**\n`,
    ]);
    expect(verdict).toBe(2);
  });

  test('fails a pull request that opens everything in generated files alone', () => {
    const pac = 'generated/branch/pac/proxy.pac';
    const opened = inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      expect(portolan(folder, ['generate']).code).toBe(0);
      return readFileSync(join(folder, pac), 'utf8').replace('var ANY = ""', 'var ANY = "443"');
    });
    expect(opened).toContain('var ANY = "443"');
    const change = { files: { [pac]: opened }, generated: false };
    const { outcomes, verdict } = review(pipelines['the workflow'], change);
    expect(outcomes).toMatchObject({ check: 'failure', verify: 'failure' });
    expect(verdict).toBe(1);
  });

  test("runs the base's tool when a pull request brings its own", () => {
    const { comments, verdict, log } = review(pipelines['the workflow'], brought);
    expect(verdict).toBe(4);
    expect(comments[0]?.body).toContain('any-destination');
    expect(log).not.toContain('brought');
  });
});
