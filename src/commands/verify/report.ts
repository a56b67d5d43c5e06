import { type ExitCode, exitCode, InvalidSpec } from '../../errors.ts';
import { printMessage, printResult } from '../../io/terminal.ts';
import type { LoadedSpec } from '../../language/load.ts';
import { compileSites } from '../../policy/compile-sites.ts';
import type { Restored } from '../../render/conversion.ts';
import type { ManifestFault } from '../../render/manifest-faults.ts';
import type { Selection } from '../../render/spec.ts';
import type { Lack } from '../../render/totals.ts';
import { conversionSentences, type OutputFolder } from '../../report/page/conversion.ts';
import { lacksText } from '../../report/page/lacks.ts';
import { verifyGithub } from '../../report/verify/github.ts';
import { verifyJson, verifyText } from '../../report/verify/text.ts';
import { summarize, type VerifyReport } from '../../review/verify/report.ts';
import type { VerifyFormat } from '../formats.ts';
import { calledIn } from '../shared/format.ts';
import { foldersOf, storedSet } from '../shared/output-folder.ts';
import { type Chosen, selectionOf } from '../shared/selection.ts';
import { judgeFolder } from '../shared/site-folder.ts';
import { generateCommand, outputFolder, readSpec, type SpecOptions } from '../shared/spec.ts';
import { holdsSpec, sharedFolderNote, straysIn } from '../shared/strays.ts';

export type VerifyOptions = SpecOptions &
  Chosen & { readonly out: string | undefined; readonly format: VerifyFormat };

/**
 * Reads the files on the disk back and judges them: exit 0 when nothing fails, else 1. With sites to choose from, what
 * belongs to none is not looked at. Writes nothing, and renders no output.
 */
export function verify(options: VerifyOptions): ExitCode {
  const loaded = readSpec(options);
  const selection = selectionOf(loaded.spec, options);
  const out = outputFolder(options.spec, options.out);
  const { sites, stale, lacks } = judge(loaded, selection, foldersOf(options.spec, out));
  const command = generateCommand(options.spec, options.out);
  const report = summarize(sites, {
    lacks,
    stale: stale.map((site) => ({ site, command })),
    unknown: selection.sites === undefined ? unknownFiles(options, loaded, out) : [],
  });
  printResult(textOf(report, out, options));
  printMessage(lacksText(lacks));
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

function unknownFiles(
  { spec, format, out: named }: VerifyOptions,
  loaded: LoadedSpec,
  out: string,
): VerifyReport['folder']['unknown'] {
  if (holdsSpec(out, spec)) {
    printMessage(sharedFolderNote(out));
    return [];
  }
  const owner = { spec: loaded.spec, generate: generateCommand(spec, named) };
  return straysIn(out, [owner]).flatMap(({ files, command }) =>
    files.map((path) => ({ path: calledIn(format, spec, path), command })),
  );
}

/** The reports of the sites, which of them were written for another policy, and what they lack. */
type Judgement = {
  readonly sites: VerifyReport['sites'];
  readonly stale: readonly string[];
  readonly lacks: readonly Lack[];
};

function judge(loaded: LoadedSpec, selection: Selection, folders: OutputFolder): Judgement {
  const policies = compileSites(loaded.spec);
  if (!policies.ok) throw new InvalidSpec(policies.error, loaded.sources);
  const judged = policies.value
    .filter(({ site }) => selection.sites?.has(site.id) ?? true)
    .map((policy) => {
      const { id } = policy.site;
      const { reports, lacks, stale } = judgeFolder(storedSet(folders.out, id), {
        policy,
        spec: loaded.spec,
        tests: loaded.spec.tests,
        wanted: selection.targets,
        conversions: (restored) => conversionFaults(restored, `${folders.out}/${id}`, folders),
      });
      const told = lacks.filter(({ target }) => reports.has(target));
      return { id, reports, lacks: told, stale };
    });
  return {
    sites: new Map(judged.map(({ id, reports }) => [id, reports] as const)),
    lacks: judged.flatMap(({ lacks }) => lacks),
    stale: judged.filter(({ stale }) => stale).map(({ id }) => id),
  };
}

/** One fault for each way of conversion; the text of the files is judged as Portolan wrote it. */
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
