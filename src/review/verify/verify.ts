import type { SpecTest } from '../../language/types.ts';
import { getOrAdd } from '../../maps.ts';
import type { Policy } from '../../policy/types.ts';
import { targets as builtTargets } from '../../targets/list.ts';
import { type Output, outputsOf } from '../../targets/output.ts';
import type { NotCanonical, TargetFiles } from '../../targets/reading.ts';
import type { Target } from '../../targets/target.ts';
import { verifyAccess, verifyDormant } from './access.ts';
import { verifyEndpoints } from './endpoints.ts';
import { Judge } from './judge.ts';
import type { TargetReport } from './report.ts';
import { verifyIdentifiers, verifySettings } from './settings.ts';
import { verifyTest } from './tests.ts';

/** What to verify of a site: its tests, the files of each target by its name, and the selected targets. */
export type SiteFiles = {
  readonly tests: readonly SpecTest[];
  filesOf(target: string): TargetFiles;
  /** Undefined means every target that the site names. */
  readonly wanted: ReadonlySet<string> | undefined;
};

/** Verifies the files of a site's targets; the reports are keyed by the targets' names. */
export function verifySite(
  policy: Policy,
  { tests, filesOf, wanted }: SiteFiles,
  known: readonly Target[] = builtTargets,
): ReadonlyMap<string, TargetReport> {
  const chosen = outputsOf(policy, known).filter(({ target }) => wanted?.has(target.name) ?? true);
  const reports = verifyOutputs(
    chosen.map((output) => ({ output, files: filesOf(output.target.name) })),
    tests,
  );
  return new Map(reports.map(({ output, report }) => [output.target.name, report]));
}

/**
 * Reads the files of one output and compares them with the site's policy and options, the target's coverage and the
 * spec's tests. Files without the generated format fail that one check, and nothing else is checked.
 */
export function verifyOutput(
  output: Output,
  tests: readonly SpecTest[],
  files: TargetFiles,
): TargetReport {
  const [verified] = verifyOutputs([{ output, files }], tests);
  if (verified === undefined) throw new Error('one output has one report');
  return verified.report;
}

type FilesOfOutput = { readonly output: Output; readonly files: TargetFiles };
type Verified = { readonly output: Output; readonly report: TargetReport };

/** All outputs are of one site. They get the same questions about its endpoints, so each question is parsed once. */
function verifyOutputs(
  outputs: readonly FilesOfOutput[],
  tests: readonly SpecTest[],
): readonly Verified[] {
  const begun = outputs.map(({ output, files }) => ({ output, judged: judgeOf(output, files) }));
  const judges = begun.flatMap(({ judged }) => (judged instanceof Judge ? [judged] : []));
  const [first] = judges;
  if (first !== undefined) verifyEndpoints(first.output.policy, judges);
  for (const judge of judges) verifyTests(judge, tests);
  return begun.map(({ output, judged }) => ({
    output,
    report: judged instanceof Judge ? judged.report : judged,
  }));
}

/** The judge of an output after its files were compared as a whole; a report if they are not in the generated format. */
function judgeOf(output: Output, files: TargetFiles): Judge | TargetReport {
  const reading = output.target.read(files);
  if (!reading.ok) return notCanonical(reading.error);
  const judge = new Judge(output, reading.value);
  verifySettings(judge);
  verifyIdentifiers(judge);
  verifyAccess(judge);
  verifyDormant(judge);
  return judge;
}

function verifyTests(judge: Judge, tests: readonly SpecTest[]): void {
  const { target, policy } = judge.output;
  for (const test of testsAt(policy.site.id, tests)) verifyTest(judge, target.name, test);
}

/** The tests by the sites that they name, with their positions; undefined is for those of all sites. */
type TestsBySite = ReadonlyMap<string | undefined, readonly (readonly [number, SpecTest])[]>;

// A test with variables is one for each site, so each of many sites would look at those of all others.
const known = new WeakMap<readonly SpecTest[], TestsBySite>();

/** The tests that apply to a site, in the order of the spec. */
function testsAt(site: string, tests: readonly SpecTest[]): SpecTest[] {
  const bySite = getOrAdd(known, tests, () => {
    const found = new Map<string | undefined, [number, SpecTest][]>();
    tests.forEach((test, position) => {
      for (const each of new Set(test.sites ?? [undefined]))
        getOrAdd(found, each, () => []).push([position, test]);
    });
    return found;
  });
  const own = [...(bySite.get(undefined) ?? []), ...(bySite.get(site) ?? [])];
  return own.sort(([a], [b]) => a - b).map(([, test]) => test);
}

function notCanonical({ file, line, message }: NotCanonical): TargetReport {
  return {
    checked: 1,
    byCoverage: 0,
    notApplicable: 0,
    failed: [
      {
        flow: null,
        expected: 'canonical',
        got: message,
        decidedBy: { file, line },
        origin: null,
        check: 'file format',
      },
    ],
  };
}
