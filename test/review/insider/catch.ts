import { join } from 'node:path';
import { type Answer, portolan } from './support.ts';
import type { Caught } from './tricks/trick.ts';

/** The expected texts that are missing from the answer of the command, with the actual ones. */
export async function missedBy(folder: string, caught: Caught): Promise<string[]> {
  const heard = await heardFrom(folder, caught);
  return expectedOf(caught)
    .filter((text) => !heard.some((each) => each.includes(text)))
    .map((text) => `${caught.by}: ${text} is not in ${JSON.stringify(heard)}`);
}

/** The texts of the expected kind in the answer of the command. */
async function heardFrom(folder: string, caught: Caught): Promise<readonly string[]> {
  switch (caught.by) {
    case 'diff':
    case 'diff --outputs':
      if ('problems' in caught) return refusedBy(await diffAnswer(folder, caught.by));
      return ofDiff(await diffed(folder, caught.by), caught);
    case 'lint':
      return newFindings(folder);
    case 'validate': {
      const answer = await portolan('validate', specIn(folder, 'head'), '--format', 'json');
      return refusedBy(answer);
    }
    case 'verify': {
      const answer = await portolan('verify', specIn(folder, 'head'), '--format', 'json');
      return failuresOf(read<Verified>(answer, [0, 1]), answer);
    }
    case 'check': {
      const answer = await portolan('check', specIn(folder, 'head'), '--format', 'json');
      return driftOf(read<Checked>(answer, [0, 1]), answer, join(folder, 'head/generated/'));
    }
  }
}

function expectedOf(caught: Caught): readonly string[] {
  if ('gains' in caught) return caught.gains;
  if ('findings' in caught) return caught.findings;
  if ('approval' in caught) return caught.approval;
  if ('wording' in caught) return caught.wording;
  if ('keptOpen' in caught) return caught.keptOpen;
  if ('problems' in caught) return caught.problems;
  if ('fails' in caught) return caught.fails;
  return Object.entries(caught.files).map(([path, state]) => `${path} ${state}`);
}

type Checked = { readonly files: readonly { readonly path: string; readonly state: string }[] };
type Problem = { readonly rule: string; readonly message: string; readonly help: string };
type FoundRule = Problem & {
  readonly file: string;
  readonly line: number;
  readonly exception: object | null;
};
type GainJson = {
  readonly kind: string;
  readonly destination: string;
  readonly path: string | null;
  readonly ports: readonly string[];
  readonly clients: readonly string[];
  readonly outputs: readonly string[];
};
type LossJson = GainJson & {
  readonly keptOpen: readonly { readonly target: string; readonly destination: string }[];
};
type DiffJson = {
  readonly sites: Readonly<
    Record<string, { gained: readonly GainJson[]; lost: readonly LossJson[] }>
  >;
  readonly findings: readonly FoundRule[];
  readonly wording: readonly { readonly what: string }[];
  readonly approvals: readonly { readonly what: string }[];
};
type Verified = {
  readonly sites: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly failed: readonly Readonly<Record<string, unknown>>[] }>>
    >
  >;
};

type Diffed = { readonly answer: Answer; readonly report: DiffJson };

async function diffed(folder: string, by: 'diff' | 'diff --outputs'): Promise<Diffed> {
  const answer = await diffAnswer(folder, by);
  return { answer, report: read<DiffJson>(answer, [0, 4]) };
}

function diffAnswer(folder: string, by: 'diff' | 'diff --outputs'): Promise<Answer> {
  const more = by === 'diff --outputs' ? ['--outputs'] : [];
  const [base, head] = [specIn(folder, 'base'), specIn(folder, 'head')];
  return portolan('diff', base, head, '--format', 'json', ...more);
}

function ofDiff(
  { answer, report }: Diffed,
  caught: Extract<Caught, { by: 'diff' | 'diff --outputs' }>,
): string[] {
  const sites = Object.values(report.sites);
  if ('gains' in caught) return sites.flatMap(({ gained }) => gained.map(lineOf));
  if ('findings' in caught) return openRules(report.findings);
  if ('wording' in caught) return report.wording.map(({ what }) => what);
  if ('keptOpen' in caught) return sites.flatMap(({ lost }) => lost.flatMap(keptLines));
  return answer.code === 4 ? report.approvals.map(({ what }) => what) : [];
}

function lineOf({ kind, destination, path, ports, clients, outputs }: GainJson): string {
  return `${kind} ${destination}${path ?? ''} ${ports.join(', ')} for ${clients.join(', ')} by ${outputs.join(', ')}`;
}

function keptLines({ destination, path, keptOpen }: LossJson): string[] {
  return keptOpen.map(
    (kept) => `${destination}${path ?? ''} in ${kept.target} for ${kept.destination}`,
  );
}

function openRules(findings: readonly FoundRule[]): string[] {
  return findings.filter(({ exception }) => exception === null).map(wordsOf);
}

/** The lint findings of head that base does not have, on any line. */
async function newFindings(folder: string): Promise<string[]> {
  const known = new Set(await findingsOf(specIn(folder, 'base')));
  return (await findingsOf(specIn(folder, 'head'))).filter((words) => !known.has(words));
}

async function findingsOf(spec: string): Promise<string[]> {
  const answer = await portolan('lint', spec, '--format', 'json');
  return openRules(read<{ findings: FoundRule[] }>(answer, [0]).findings);
}

function failuresOf({ sites }: Verified, { code }: Answer): string[] {
  if (code !== 1) return [];
  return Object.values(sites).flatMap((targets) =>
    Object.entries(targets).flatMap(([target, { failed }]) =>
      failed.map((failure) => `${target} ${JSON.stringify(failure)}`),
    ),
  );
}

function wordsOf({ rule, message }: Problem): string {
  return `${rule}: ${message}`;
}

function refusedBy(answer: Answer): string[] {
  return read<{ problems: Problem[] }>(answer, [0, 3]).problems.map(problemText);
}

function problemText(problem: Problem): string {
  return `${wordsOf(problem)} (${problem.help})`;
}

function driftOf({ files }: Checked, { code }: Answer, out: string): string[] {
  const drift = files.filter(({ state }) => code === 1 && state !== 'current');
  return drift.map(({ path, state }) => `${path.slice(out.length)} ${state}`);
}

function read<Value>({ code, said }: Answer, codes: readonly number[]): Value {
  if (!codes.includes(code)) throw new Error(`exit code ${code}: ${said}`);
  return JSON.parse(said) as Value;
}

function specIn(folder: string, side: 'base' | 'head'): string {
  return join(folder, side, 'spec.yaml');
}
