import type { SpecTest } from '../../language/types.ts';
import type { Policy } from '../../policy/types.ts';
import { targets as builtTargets } from '../../targets/list.ts';
import { type Output, outputsOf } from '../../targets/output.ts';
import type { NotCanonical, Target, TargetFiles } from '../../targets/target.ts';
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
  return new Map(
    chosen.map((output) => [
      output.target.name,
      verifyOutput(output, tests, filesOf(output.target.name)),
    ]),
  );
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
  const { target, policy } = output;
  const reading = target.read(files);
  if (!reading.ok) return notCanonical(reading.error);
  const judge = new Judge(output, reading.value);
  verifySettings(judge);
  verifyIdentifiers(judge);
  verifyAccess(judge);
  verifyDormant(judge);
  verifyEndpoints(judge);
  const site = policy.site.id;
  for (const test of tests.filter(({ sites }) => sites?.includes(site) ?? true))
    verifyTest(judge, target.name, test);
  return judge.report;
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
