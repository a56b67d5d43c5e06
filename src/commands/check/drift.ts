import { join, resolve } from 'node:path';
import { printMessage } from '../../io/terminal.ts';
import type { Spec } from '../../language/types.ts';
import { otherOwner, storedManifest } from '../../render/committed.ts';
import { restore } from '../../render/conversion.ts';
import { driftOf, type FileDrift } from '../../render/drift.ts';
import { type RenderedSite, siteFiles } from '../../render/site.ts';
import type { CheckAnswer, CheckedFile, Conversions } from '../../report/check/answer.ts';
import { conversionSentences } from '../../report/page/conversion.ts';
import type { StaleSite } from '../../report/page/words.ts';
import type { Given } from '../cli/verb.ts';
import type { shard } from '../shared/options.ts';
import { foldersOf, outputFolder, storedSet, writtenForOther } from '../shared/output-folder.ts';
import { selectionOf } from '../shared/selection.ts';
import { generateCommand, shellWord } from '../shared/shell.ts';
import { nameOf, readSpec, render, type SpecWords } from '../shared/spec.ts';
import {
  checkOfBoth,
  holdsSpec,
  otherSpecNote,
  sharedFolderNote,
  unknownEntriesIn,
} from '../shared/unknown-entries.ts';

/**
 * Compares the files on the disk with the generated files of each spec, and finds unknown files in the output
 * directories. Writes nothing, and prints notes that are not part of the report.
 */
export function checkSpecs(specs: readonly CheckWords[], out: string | undefined): CheckAnswer {
  const [first] = specs;
  const checked = specs.map((words) => checkSpec(words, out));
  const sites = checked.flatMap((spec) => spec.sites);
  return {
    files: [...sites.flatMap((site) => site.files), ...unknownFiles(checked)],
    lacks: sites.flatMap((site) => site.lacks),
    stale: sites.flatMap(({ stale }) => stale),
    conversions: checked.flatMap(conversionsOf),
    spec: first === undefined ? '' : nameOf(first),
    version: PORTOLAN_VERSION,
  };
}

type CheckWords = SpecWords & Given<typeof shard>;

/** One spec, and the state of the files of its sites. */
type CheckedSpec = {
  readonly path: string;
  readonly spec: Spec;
  readonly out: string;
  readonly generate: string;
  readonly sites: readonly CheckedSite[];
  /** Does this run also judge what belongs to no site? */
  readonly others: boolean;
};

type CheckedSite = {
  readonly files: readonly CheckedFile[];
  readonly stale: readonly StaleSite[];
  readonly lacks: RenderedSite['lacks'];
  readonly notes: readonly string[];
};

function checkSpec(words: CheckWords, named: string | undefined): CheckedSpec {
  const loaded = readSpec(words);
  const selection = selectionOf(loaded.spec, words);
  const out = outputFolder(words.spec, named);
  const generate = generateCommand(words.spec, named);
  const rendered = render(loaded, { selection, phase: 'Checking sites', compared: true });
  const sites = [...checkedSites(out, rendered, generate)];
  printMessage(sites.flatMap(({ notes }) => notes).join(''));
  return {
    path: words.spec,
    spec: loaded.spec,
    out,
    generate,
    sites,
    others: selection.others,
  };
}

/** Checks the sites one by one, so that only one is in memory. */
function* checkedSites(
  out: string,
  rendered: Iterable<RenderedSite>,
  generate: string,
): Generator<CheckedSite> {
  for (const site of rendered) yield checkSite(out, site, generate);
}

function checkSite(out: string, rendered: RenderedSite, generate: string): CheckedSite {
  const folder = join(out, rendered.site);
  const { stored, converted } = restore(storedSet(out, rendered.site));
  const other = otherOwner(stored, rendered);
  const notes = other === undefined ? [] : [noteOf(writtenForOther(folder, other, rendered))];
  const again = other && `rm -r ${shellWord(folder)} && ${generate}`;
  const files = driftOf(siteFiles(rendered), stored, rendered).map((file) => {
    const path = join(folder, file.path);
    const conversion = converted.get(file.path);
    const state = conversion !== undefined && file.state === 'current' ? 'edited' : file.state;
    const command = state === 'current' ? null : (again ?? commandFor(file, path, generate));
    return { path, state, command, ...(conversion === undefined ? {} : { conversion }) };
  });
  const moved = other === undefined && isStale(rendered, storedManifest(stored)?.policy, files);
  const stale = moved ? [{ site: rendered.site, command: generate }] : [];
  return { files, stale, lacks: rendered.lacks, notes };
}

/** Has the spec changed since the files were written? The manifest says so; nothing proves it. */
function isStale(
  { policy }: RenderedSite,
  written: string | undefined,
  files: readonly CheckedFile[],
): boolean {
  const isOther = written !== undefined && written !== policy;
  return isOther || files.some(({ state }) => state === 'stale');
}

function noteOf({ message, help }: ReturnType<typeof writtenForOther>): string {
  return `note: ${message}\n  help: ${help}\n`;
}

/** A file that is not listed in a manifest keeps `generate` from writing, so it must be removed first. */
function commandFor(file: FileDrift, path: string, generate: string): string {
  const remove = `rm ${shellWord(path)}`;
  if (file.state === 'unknown') return remove;
  return file.blocks ? `${remove} && ${generate}` : generate;
}

/** Unknown files in the output directories; specs that share a directory are checked together. */
function unknownFiles(checked: readonly CheckedSpec[]): CheckedFile[] {
  const folders = new Map<string, CheckedSpec[]>();
  for (const each of checked.filter(({ others }) => others)) {
    const key = resolve(each.out);
    folders.set(key, [...(folders.get(key) ?? []), each]);
  }
  return [...folders.values()].flatMap((sharing) => {
    const [{ out } = { out: '' }] = sharing;
    if (sharing.some(({ path }) => holdsSpec(out, path))) {
      printMessage(sharedFolderNote(out));
      return [];
    }
    const entries = unknownEntriesIn(out, sharing);
    const both = checkOfBoth(sharing.map(({ path }) => path));
    for (const entry of entries) printMessage(otherSpecNote(entry, sharing, both));
    return entries.flatMap(({ files, command }) =>
      files.map((path) => ({ path, state: 'unknown' as const, command })),
    );
  });
}

function conversionsOf({ path, out, generate, sites }: CheckedSpec): Conversions[] {
  const converted = sites
    .flatMap((site) => site.files)
    .flatMap((file) =>
      file.conversion === undefined ? [] : [{ ...file, conversion: file.conversion }],
    );
  const sentences = conversionSentences(converted, foldersOf(path, out));
  return sentences.map((sentence) => ({ sentence, command: generate }));
}
