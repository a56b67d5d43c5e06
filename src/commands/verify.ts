import { type ExitCode, exitCode, InvalidSpec } from '../errors.ts';
import { type StoredSet, textsBelow } from '../file-set.ts';
import { printResult } from '../io/terminal.ts';
import { compileSites } from '../policy/compile-sites.ts';
import type { Policy } from '../policy/types.ts';
import { type Restored, restore } from '../render/conversion.ts';
import { type ManifestFault, manifestFaults, manifestSize } from '../render/manifest-faults.ts';
import type { Selection } from '../render/spec.ts';
import { conversionSentences, type OutputFolder } from '../report/conversion.ts';
import { verifyJson, verifyText } from '../report/verify.ts';
import { verifyGithub } from '../report/verify-github.ts';
import { summarize, type TargetReport, type VerifyReport } from '../review/verify/report.ts';
import { verifySite } from '../review/verify/verify.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { calledIn } from './called.ts';
import { outputFolder, readSpec, type SpecOptions } from './common.ts';
import type { VerifyFormat } from './formats.ts';
import { foldersOf, storedSet } from './outputs.ts';
import { type Chosen, selectionOf } from './selection.ts';

export type VerifyOptions = SpecOptions &
  Chosen & { readonly out: string | undefined; readonly format: VerifyFormat };

/** Reads the files on the disk back and judges them: exit 0 when nothing fails, else 1. Writes and renders nothing. */
export function verify(options: VerifyOptions): ExitCode {
  const loaded = readSpec(options);
  const selection = selectionOf(loaded.spec, options);
  const out = outputFolder(options.spec, options.out);
  const report = judge(loaded, selection, foldersOf(options.spec, out));
  printResult(textOf(report, out, options));
  return report.failed === 0 ? exitCode.yes : exitCode.no;
}

function textOf(report: VerifyReport, out: string, { format, spec, paint }: VerifyOptions): string {
  switch (format) {
    case 'json':
      return verifyJson(report, out);
    case 'github':
      return verifyGithub(report, calledIn(format, spec, out));
    case 'text':
      return verifyText(report, out, paint);
  }
}

function judge(loaded: LoadedSpec, selection: Selection, folders: OutputFolder): VerifyReport {
  const policies = compileSites(loaded.spec);
  if (!policies.ok) throw new InvalidSpec(policies.error, loaded.sources);
  const sites = policies.value
    .filter(({ site }) => selection.sites?.has(site.id) ?? true)
    .map((policy) => {
      const { id } = policy.site;
      const restored = restore(storedSet(folders.out, id));
      const faults = [
        ...manifestFaults(restored.stored, policy),
        ...conversionFaults(restored, `${folders.out}/${id}`, folders),
      ];
      return [id, judgeSite(loaded, policy, { ...restored, faults }, selection)] as const;
    });
  return summarize(new Map(sites));
}

/** Each way of conversion fails once: what the files say is judged apart from it. */
function conversionFaults(
  { converted }: Restored,
  folder: string,
  folders: OutputFolder,
): ManifestFault[] {
  const [[path] = ['']] = [...converted];
  const files = [...converted].map(([each, conversion]) => ({
    path: `${folder}/${each}`,
    conversion,
  }));
  return conversionSentences(files, folders).map((message) => ({ path, message }));
}

/** A site's files, and what is wrong with them as files. */
type Judged = { readonly stored: StoredSet; readonly faults: readonly ManifestFault[] };

function judgeSite(
  { spec }: LoadedSpec,
  policy: Policy,
  { stored, faults }: Judged,
  selection: Selection,
): ReadonlyMap<string, TargetReport> {
  const reports = verifySite(policy, {
    tests: spec.tests,
    filesOf: (target) => textsBelow(stored.files, target),
    wanted: selection.targets,
  });
  return new Map([['manifest', manifestReport(stored, faults)] as const, ...reports]);
}

/** The folder as such: are its files the ones that the manifest there names, written for this policy? */
function manifestReport(stored: StoredSet, faults: readonly ManifestFault[]): TargetReport {
  return {
    checked: Math.max(manifestSize(stored), faults.length),
    byCoverage: 0,
    notApplicable: 0,
    failed: faults.map(({ path, message }) => ({
      flow: null,
      expected: 'the file that the manifest names',
      got: message,
      decidedBy: { file: path, line: 1 },
      origin: null,
      check: 'the files are those of the manifest',
    })),
  };
}
