import { visible } from '../characters.ts';
import { type ExitCode, exitCode, InvalidSpec, UserError } from '../errors.ts';
import type { FileSet } from '../file-set.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { baseName } from '../language/spec-folder.ts';
import type { Policy } from '../policy/types.ts';
import { approvalText, diffText } from '../report/diff.ts';
import { diffGithub } from '../report/diff-github.ts';
import { diffJson } from '../report/diff-json.ts';
import { type DiffPage, diffMarkdown } from '../report/diff-markdown.ts';
import { type DiffRun, diffSarif } from '../report/diff-sarif.ts';
import { type ExpectedChange, isChanged, unexpected } from '../review/diff/approvals.ts';
import type { ComparedSpec, DiffReport } from '../review/diff/change.ts';
import { diff as compare } from '../review/diff/diff.ts';
import { changedFiles } from '../review/diff/files.ts';
import { openedAt, type ReadOutputs, readOutputs } from '../review/diff/opening-lines.ts';
import { diffOutputs } from '../review/diff/outputs.ts';
import { setDigest } from '../review/diff/review-id.ts';
import { calledIn } from './called.ts';
import { siteTexts, unknownFiles, unnamedFiles, verifiedOf } from './committed-outputs.ts';
import { outputFolder, type SpecOptions } from './common.ts';
import { dayOf } from './day.ts';
import type { ReviewFormat } from './formats.ts';
import { answerOfSarif } from './sarif-answer.ts';
import { commitSource, diskSource, type Source, sideBefore, sideOf } from './side.ts';

export type DiffOptions = SpecOptions & {
  /** The new spec, where two files are compared. */
  readonly second: string | undefined;
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly outputs: boolean;
  readonly out: string | undefined;
  readonly asOf: string | undefined;
  readonly exitCode: boolean;
  readonly expect: ExpectedChange | undefined;
  /** Is what needs approval told, but no reason to fail? */
  readonly noFail: boolean;
  readonly format: ReviewFormat;
};

/**
 * Says what access a change gains and loses, and all that it says or judges otherwise. Exit 0; 1 with `--exit-code` when
 * there is a change; 4 when something needs approval, or does more than `--expect`, unless `--no-fail`; 0 for SARIF.
 * Writes nothing.
 */
export function diff(options: DiffOptions): ExitCode {
  const asOf = dayOf(options.asOf);
  const [base, head] = sourcesOf(options);
  const compared = options.outputs
    ? { report: outputsReport(base, head), openedAt: () => [] }
    : specReport(base, head, asOf);
  const { report } = compared;
  const surprises = options.expect === undefined ? [] : unexpected(report, options.expect);
  if (options.format === 'markdown') printPage(diffMarkdown(report, head.spec));
  else printResult(textOf(compared, options.format, head.spec, options));
  if (surprises.length > 0) printMessage(approvalText(surprises, options.expect));
  const code = codeOf(report, surprises.length > 0, options);
  return options.format === 'sarif' ? answerOfSarif(code !== exitCode.yes) : code;
}

function codeOf(
  report: DiffReport,
  isSurprise: boolean,
  { exitCode: tellsChange, noFail }: Pick<DiffOptions, 'exitCode' | 'noFail'>,
): ExitCode {
  const needsApproval = report.approvals.length > 0 || isSurprise;
  if (needsApproval && !noFail) return exitCode.needsApproval;
  return tellsChange && isChanged(report) ? exitCode.no : exitCode.yes;
}

/** A comparison, and the lines of head's committed outputs that open what is gained. */
type Compared = { readonly report: DiffReport; readonly openedAt: DiffRun['openedAt'] };

/** Prints a comment; throws a UserError when no comment can hold the gains. */
function printPage({ text, unshown }: DiffPage): void {
  printResult(text);
  if (unshown === 0) return;
  throw new UserError(
    `${unshown} gains are more than a comment can hold, so that it shows none of them`,
    'print them with --format text or json, and review the change in parts',
  );
}

function textOf(
  { report, openedAt }: Compared,
  format: Exclude<ReviewFormat, 'markdown'>,
  spec: string,
  options: DiffOptions,
): string {
  const named = options.second ?? options.spec;
  const out = calledIn(format, named, outputFolder(named, options.out));
  switch (format) {
    case 'json':
      return diffJson(report);
    case 'sarif':
      return diffSarif(report, { spec, version: PORTOLAN_VERSION, out, openedAt });
    case 'github':
      return diffGithub(report, out);
    case 'text':
      return diffText(report, options.paint);
  }
}

function sourcesOf(options: DiffOptions): [base: Source, head: Source] {
  const { second, base, head, out } = options;
  if (second === undefined) {
    const before = commitSource(options, out, base ?? 'HEAD');
    return [
      before,
      head === undefined ? diskSource(options, out) : commitSource(options, out, head),
    ];
  }
  if (base !== undefined || head !== undefined)
    throw new UserError(
      'two files and a commit are named, and only two things can be compared',
      'name two files, or one with --base',
    );
  const newer = { ...options, spec: second, called: calledIn(options.format, second) };
  if (options.outputs && outputFolder(options.spec, out) === outputFolder(second, out))
    throw new UserError(
      'both specs have one output folder, so there is nothing to compare',
      'compare commits instead: portolan diff --base HEAD --outputs',
    );
  return [diskSource(options, out), diskSource(newer, out)];
}

function specReport(baseSource: Source, headSource: Source, asOf: string | undefined): Compared {
  const head = sideOf(headSource, 'targets');
  const base = baseOf(baseSource, head);
  const [before, after] = [baseSource.outputs(), headSource.outputs()];
  const outputs = changedFiles(before, after);
  const committed = {
    outputs,
    unknown: unknownFiles(head, outputs),
    verified: verifiedOf(head, base.spec.tests, before, after),
    baseDigest: setDigest(before),
    headDigest: setDigest(after),
  };
  const report = compare(base, head, committed, asOf, PORTOLAN_VERSION);
  return { report, openedAt: openedIn(head, after) };
}

/** Reads the outputs of a site when the first of its gains asks for them. */
function openedIn({ policies }: ComparedSpec, files: FileSet): DiffRun['openedAt'] {
  const read = new Map<string, ReadOutputs>();
  const outputsOf = (policy: Policy): ReadOutputs => {
    const { id } = policy.site;
    const known = read.get(id) ?? readOutputs(policy, (target) => siteTexts(files, id, target));
    read.set(id, known);
    return known;
  };
  return (site, gain) => {
    const policy = policies.find((each) => each.site.id === site);
    return policy === undefined ? [] : openedAt(gain, outputsOf(policy));
  };
}

/** The base, which may be from before there was a spec; whose problems they are is said. */
function baseOf(source: Source, head: ComparedSpec): ComparedSpec {
  const lack = source.isCommit ? lackOf(source) : undefined;
  if (lack !== undefined) {
    printMessage(`note: ${visible(lack)}: all of it is new\n`);
    return sideBefore(head);
  }
  try {
    return sideOf(source, 'no-target');
  } catch (error) {
    if (!(error instanceof InvalidSpec)) throw error;
    printMessage(`note: this is of the base, ${source.label}\n`);
    // Two files have names of their own.
    throw source.isCommit ? ofBase(error) : error;
  }
}

/** Why a commit has no spec. A link that leads out of it says nothing: nobody can mend the commit, and all of it is new. */
function lackOf({ label, spec, read }: Source): string | undefined {
  const root = read(baseName(spec));
  if (root.kind === 'missing') return `there is no ${label}`;
  return root.kind === 'unreadable' ? `${label} cannot be read: ${root.reason}` : undefined;
}

/** The same problems in files that are called the base's: the lines of head's files are others. */
function ofBase({ problems, sources }: InvalidSpec): InvalidSpec {
  const nameOf = (file: string) => `${file} (base)`;
  return new InvalidSpec(
    problems.map((problem) => ({
      ...problem,
      at: { ...problem.at, file: nameOf(problem.at.file) },
    })),
    new Map([...sources].map(([file, text]) => [nameOf(file), text])),
  );
}

function outputsReport(base: Source, head: Source): DiffReport {
  const [before, after] = [base.outputs(), head.outputs()];
  const outputs = changedFiles(before, after);
  const report = diffOutputs(
    {
      sites: [
        ...new Set([...before.keys(), ...after.keys()].map((path) => path.split('/')[0] ?? '')),
      ],
      before: (site, target) => siteTexts(before, site, target),
      after: (site, target) => siteTexts(after, site, target),
    },
    { outputs, unknown: unnamedFiles(after, outputs) },
    { baseOutputs: setDigest(before), headOutputs: setDigest(after) },
    PORTOLAN_VERSION,
  );
  if (report.ok) return report.value;
  const { side, file, line, message } = report.error;
  throw new UserError(
    `${side}'s ${file}:${line} is not what the tool writes: ${message}`,
    'generate it anew; "portolan check" tells what differs',
  );
}
