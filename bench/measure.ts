import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

/** A process to measure. */
export type Command = {
  readonly argv: readonly string[];
  readonly directory: string;
  /** The expected exit code: 0 if omitted. */
  readonly exitCode?: number;
  /** A directory to delete before each run, so that each run writes everything. */
  readonly fresh?: string;
  /** What the first run needs; its cost is not measured. An exception counts as a command that failed. */
  readonly prepare?: () => void;
};

/** CPU seconds, user and system, and the largest resident set in megabytes: of a process and its children. */
export type Cost = { readonly seconds: number; readonly megabytes: number };

/** A cost, or why it could not be measured. */
export type Outcome = Cost | { readonly missing: string };

/** A command that computes for longer than this ends, and its cost is missing. */
const mostSeconds = 900;

/** A command that computes for longer than this runs once: its figure varies little, and others wait. */
const longSeconds = 20;

// wait4 returns the exact usage of a process and all its children. Node has no wait4, and GNU time rounds to 10 ms.
const launcher = `
import os, resource, sys
child = os.fork()
if child == 0:
    resource.setrlimit(resource.RLIMIT_CPU, (${mostSeconds}, ${mostSeconds}))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
code = os.waitstatus_to_exitcode(status)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code)
`;

// Node reads extra CA certificates at every start, which would be measured too.
const { NODE_EXTRA_CA_CERTS: _unused, ...environment } = process.env;

/**
 * Runs all commands in turn, then all again, so that a busy minute of the machine costs each of them the same. Returns
 * the median seconds and the largest memory of each, by its name. A command that fails or takes long runs only once.
 */
export function measureInTurn(
  commands: ReadonlyMap<string, Command>,
  rounds: number,
): (name: string) => Outcome {
  const outcomes = new Map<string, Outcome[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, command] of commands) {
      const before = outcomes.get(name) ?? [];
      if (before.some(isMissing) || before.some(isLong)) continue;
      outcomes.set(name, [...before, measureOnce(command, round === 0)]);
    }
  const summaries = new Map([...outcomes].map(([name, each]) => [name, summaryOf(each)]));
  return (name) => {
    const summary = summaries.get(name);
    if (summary === undefined) throw new Error(`no command "${name}"`);
    return summary;
  };
}

/** Runs a command without measuring it; throws if its exit code is not the expected one. */
export function run(command: Command): void {
  const outcome = measureOnce(command, true);
  if ('missing' in outcome) throw new Error(outcome.missing);
}

function measureOnce(command: Command, isFirst: boolean): Outcome {
  const { argv, directory, exitCode = 0, fresh, prepare } = command;
  try {
    if (isFirst) prepare?.();
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
  if (fresh !== undefined) rmSync(fresh, { recursive: true, force: true });
  const { stdout, stderr, error } = spawnSync('python3', ['-I', '-c', launcher, ...argv], {
    cwd: directory,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined)
    throw new Error(`python3 measures CPU time (apt-get install python3): ${error.message}`);
  const [seconds = Number.NaN, megabytes = Number.NaN, code] = stdout.split(' ').map(Number);
  if (code === exitCode) return { seconds, megabytes };
  process.stderr.write(`${argv.join(' ')}: exit code ${code}\n${stderr.slice(0, 2000)}\n`);
  return { missing: seconds >= mostSeconds ? `over ${mostSeconds} s` : `exit code ${code}` };
}

function isMissing(outcome: Outcome): boolean {
  return 'missing' in outcome;
}

function isLong(outcome: Outcome): boolean {
  return 'seconds' in outcome && outcome.seconds > longSeconds;
}

function summaryOf(outcomes: readonly Outcome[]): Outcome {
  const failure = outcomes.find(isMissing);
  if (failure !== undefined) return failure;
  const costs = outcomes.filter((outcome): outcome is Cost => !isMissing(outcome));
  const seconds = costs.map((cost) => cost.seconds).sort((a, b) => a - b);
  return {
    seconds: seconds[Math.floor(seconds.length / 2)] ?? Number.NaN,
    megabytes: Math.max(...costs.map((cost) => cost.megabytes)),
  };
}
