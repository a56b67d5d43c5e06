import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Contexts, evaluate, filled } from './expression.ts';

/** A step of a workflow or of a composite action. */
export type Step = {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly shell?: string;
  readonly run?: string;
};

type Outcome = 'success' | 'failure' | 'skipped';

/** The event that starts a job, and the environment of its machine. */
export type Job = {
  /** Has the directories `checkout`, `temp` and `artifacts`. */
  readonly folder: string;
  readonly steps: readonly Step[];
  readonly contexts: Contexts;
  /** Variables of the workflow, as it writes them. */
  readonly env: Readonly<Record<string, string>>;
  readonly machine: NodeJS.ProcessEnv;
};

export type JobRun = {
  /** The outcome of each step, by its id or name, or by the action that it uses. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** The exit code of the last step. */
  readonly verdict: number | null;
  readonly log: string;
  readonly summary: string;
};

type State = {
  readonly job: Job;
  /** What `GITHUB_ENV` has. */
  readonly exported: Record<string, string>;
  readonly steps: Record<string, { outcome: Outcome; outputs: Record<string, string> }>;
  readonly outcomes: Record<string, Outcome>;
  verdict: number | null;
  log: string;
};

/** Runs the steps of a job as GitHub's runner does. Actions are replaced by what they do with files. */
export function runJob(job: Job): JobRun {
  const state: State = { job, exported: {}, steps: {}, outcomes: {}, verdict: null, log: '' };
  writeFileSync(join(job.folder, 'summary'), '');
  for (const step of job.steps) runStep(step, state);
  const summary = readFileSync(join(job.folder, 'summary'), 'utf8');
  return { outcomes: state.outcomes, verdict: state.verdict, log: state.log, summary };
}

function runStep(step: Step, state: State): void {
  const contexts = contextsOf(state);
  const condition = (step.if ?? 'success()').replace(/^\$\{\{(.*)\}\}$/, '$1');
  const name = step.id ?? step.name ?? step.uses?.split('@')[0] ?? '';
  const outputs = join(state.job.folder, 'outputs');
  writeFileSync(outputs, '');
  const outcome = evaluate(condition, contexts) ? done(step, state, contexts) : 'skipped';
  state.outcomes[name] = outcome;
  if (step.id !== undefined) state.steps[step.id] = { outcome, outputs: variablesIn(outputs) };
}

function contextsOf({ job, steps, outcomes }: State): Contexts {
  const failed = Object.values(outcomes).includes('failure');
  const env = filledAll(job.env, job.contexts);
  const runner = { temp: join(job.folder, 'temp') };
  return { ...job.contexts, env, runner, steps, job: { status: failed ? 'failure' : 'success' } };
}

function done(step: Step, state: State, contexts: Contexts): Outcome {
  const isDone =
    step.run === undefined ? act(step, state, contexts) : script(step, state, contexts);
  return isDone ? 'success' : 'failure';
}

function script(step: Step, state: State, contexts: Contexts): boolean {
  const { folder, env, machine } = state.job;
  const files = { env: join(folder, 'env'), output: join(folder, 'outputs') };
  writeFileSync(files.env, '');
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run ?? ''],
    {
      cwd: join(folder, 'checkout'),
      encoding: 'utf8',
      env: {
        ...machine,
        RUNNER_TEMP: join(folder, 'temp'),
        GITHUB_ENV: files.env,
        GITHUB_OUTPUT: files.output,
        GITHUB_STEP_SUMMARY: join(folder, 'summary'),
        ...filledAll(env, state.job.contexts),
        ...state.exported,
        ...filledAll(step.env ?? {}, contexts),
      },
    },
  );
  Object.assign(state.exported, variablesIn(files.env));
  state.verdict = status;
  state.log += stdout + stderr;
  return status === 0;
}

/** What an action does with files. Those that only prepare a machine do nothing. */
function act({ uses = '', with: inputs = {} }: Step, state: State, contexts: Contexts): boolean {
  const value = (name: string) => filled(String(inputs[name] ?? ''), contexts);
  const { folder } = state.job;
  const upload = (path: string, url: string): boolean => {
    if (!existsSync(path)) return false;
    copyFileSync(path, join(folder, 'artifacts', basename(path)));
    writeFileSync(join(folder, 'outputs'), `artifact-url=${url}\n`);
    return true;
  };
  const actions: Readonly<Record<string, () => boolean>> = {
    // The parents of a merge commit, or the history down to the base of a merge group.
    'actions/checkout': () =>
      value('fetch-depth') ===
      (evaluate('github.event_name', contexts) === 'merge_group' ? '0' : '2'),
    'actions/setup-node': () => value('package-manager-cache') === 'false',
    'actions/upload-artifact': () => upload(value('path'), 'https://artifact.example/1'),
    'github/codeql-action/upload-sarif': () => upload(value('sarif_file'), value('category')),
  };
  const action = actions[uses.split('@')[0] ?? ''];
  if (action === undefined) throw new Error(`no stand-in for ${uses}`);
  return action();
}

function filledAll(
  env: Readonly<Record<string, string>>,
  contexts: Contexts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, text]) => [name, filled(String(text), contexts)]),
  );
}

/** The variables of a file with a line `name=value` for each. */
function variablesIn(path: string): Record<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
