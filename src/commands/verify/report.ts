import { quote, visible } from '../../characters.ts';
import { counted, printMessage } from '../../io/terminal.ts';
import type { LoadedSpec } from '../../language/load.ts';
import type { Policy } from '../../policy/types.ts';
import type { Selection } from '../../render/all-sites.ts';
import type { Restored } from '../../render/conversion.ts';
import type { ManifestFault } from '../../render/manifest-faults.ts';
import type { Lack } from '../../render/totals.ts';
import type { WithSites } from '../../report/html/answer.ts';
import { conversionSentences, type OutputFolder } from '../../report/page/conversion.ts';
import { linksFrom } from '../../report/page/links.ts';
import { count } from '../../report/page/words.ts';
import type { VerifyAnswer } from '../../report/verify/answer.ts';
import { summarize, type VerifyReport } from '../../review/verify/report.ts';
import type { Given } from '../cli/verb.ts';
import { accessOnDisk } from '../shared/disk-access.ts';
import { nameIn } from '../shared/format.ts';
import type { out } from '../shared/options.ts';
import { foldersOf, outputFolder, storedSet } from '../shared/output-folder.ts';
import { type Chosen, selectionOf } from '../shared/selection.ts';
import { checkCommand, generateCommand } from '../shared/shell.ts';
import { type FolderReport, judgeFolder } from '../shared/site-folder.ts';
import { compile, nameOf, readSpec, type SpecWords } from '../shared/spec.ts';
import {
  checkOfBoth,
  holdsSpec,
  otherSpecNote,
  sharedFolderNote,
  unknownEntriesIn,
} from '../shared/unknown-entries.ts';

type VerifyWords = SpecWords & Chosen & Given<typeof out> & { readonly format: string };

/**
 * Parses the files on the disk and checks them. With selected sites, unknown files are not reported. Writes and renders
 * nothing. Throws a UserError for an unknown site or target, and InvalidSpec.
 */
export function verifyOutputs(words: VerifyWords): WithSites<VerifyAnswer> {
  const loaded = readSpec(words);
  const selection = selectionOf(loaded.spec, words);
  const folder = outputFolder(words.spec, words.out);
  const judgement = judge(loaded, selection, foldersOf(words.spec, folder));
  const { sites, stale, lacks } = judgement;
  const command = generateCommand(words.spec, words.out);
  printMessage(`${noFilesNote(judgement, folder, command)}${oddFilesNote(judgement, words)}`);
  const report = summarize(sites, {
    lacks,
    stale: stale.map((site) => ({ site, command })),
    unknown: selection.others ? unknownFiles(words, loaded, folder) : [],
  });
  return {
    report,
    out: nameIn(words.format, words.spec, folder),
    spec: nameOf(words),
    version: PORTOLAN_VERSION,
    links: linksFrom(process.env),
    sites: () => accessOnDisk(policiesIn(loaded, selection), folder),
  };
}

/** One note for all sites that have no files; empty if each has some. */
function noFilesNote({ sites, withoutFiles }: Judgement, out: string, command: string): string {
  const [first, second] = withoutFiles;
  if (first === undefined) return '';
  const which =
    second === undefined
      ? `site ${quote(first)}`
      : `${withoutFiles.length} of ${count(sites.size, 'site')}`;
  return `note: ${visible(out)} has no files of ${which}\n  help: ${visible(command)}\n`;
}

/** One note for the files of all sites that are missing, edited, unknown or of another spec; empty if there are none. */
function oddFilesNote({ oddFiles }: Judgement, { spec, out }: VerifyWords): string {
  const [first, second] = oddFiles;
  if (first === undefined) return '';
  const which = second === undefined ? `site ${quote(first)}` : `${oddFiles.length} sites`;
  const check = visible(checkCommand(spec, out));
  return `note: files of ${which} are not as Portolan wrote them\n  help: ${check} names the command that fixes each of them\n`;
}

function unknownFiles(
  { spec, format, out: named }: VerifyWords,
  loaded: LoadedSpec,
  out: string,
): VerifyReport['folder']['unknown'] {
  if (holdsSpec(out, spec)) {
    printMessage(sharedFolderNote(out));
    return [];
  }
  const owner = { spec: loaded.spec, generate: generateCommand(spec, named) };
  const entries = unknownEntriesIn(out, [owner]);
  const help = `${checkOfBoth([spec])}; to verify this spec alone, name its sites with --site`;
  for (const entry of entries) printMessage(otherSpecNote(entry, [owner], help));
  return entries.flatMap(({ files, command }) =>
    files.map((path) => ({ path: nameIn(format, spec, path), command })),
  );
}

/** The reports of the sites, the sites whose files need a command, and the endpoints that outputs leave out. */
type Judgement = {
  readonly sites: VerifyReport['sites'];
  readonly stale: readonly string[];
  readonly withoutFiles: readonly string[];
  readonly oddFiles: readonly string[];
  readonly lacks: readonly Lack[];
};

function* policiesIn(loaded: LoadedSpec, { sites }: Selection): Generator<Policy> {
  const policies = compile(loaded);
  for (const site of loaded.spec.sites) if (sites?.has(site.id) ?? true) yield policies.of(site);
}

function judge(loaded: LoadedSpec, selection: Selection, folders: OutputFolder): Judgement {
  const policies = compile(loaded);
  const chosen = loaded.spec.sites.filter(({ id }) => selection.sites?.has(id) ?? true);
  const judged: JudgedSite[] = [];
  for (const site of counted(chosen, 'Verifying sites'))
    judged.push(judgeSite(policies.of(site), loaded, selection, folders));
  return {
    sites: new Map(judged.map(({ id, reports }) => [id, reports] as const)),
    lacks: judged.flatMap(({ lacks }) => lacks),
    stale: judged.filter(({ stale }) => stale).map(({ id }) => id),
    withoutFiles: judged.filter(({ hasFiles }) => !hasFiles).map(({ id }) => id),
    oddFiles: judged.filter(hasOddFiles).map(({ id }) => id),
  };
}

/** The result for one site; its policy and its files are not kept. */
type JudgedSite = FolderReport & { readonly id: string; readonly hasFiles: boolean };

/** Does the manifest contradict the files, and not only since the spec changed? */
function hasOddFiles({ hasFiles, stale, reports }: JudgedSite): boolean {
  return hasFiles && !stale && (reports.get('manifest')?.failed.length ?? 0) > 0;
}

function judgeSite(
  policy: Policy,
  { spec }: LoadedSpec,
  { targets }: Selection,
  folders: OutputFolder,
): JudgedSite {
  const { id } = policy.site;
  const stored = storedSet(folders.out, id);
  const { reports, lacks, stale } = judgeFolder(stored, {
    policy,
    spec,
    tests: spec.tests,
    wanted: targets,
    conversions: (restored) => conversionFaults(restored, `${folders.out}/${id}`, folders),
  });
  return {
    id,
    reports,
    lacks: lacks.filter(({ target }) => reports.has(target)),
    stale,
    hasFiles: stored.files.size + stored.notRegular.length > 0,
  };
}

/** One fault for each kind of conversion; the text of the files is checked as Portolan wrote it. */
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
