import { join } from 'node:path';
import { quote, visible } from '../../characters.ts';
import { printMessage, printResult } from '../../io/terminal.ts';
import { writeSets } from '../../io/write.ts';
import type { LoadedSpec } from '../../language/load.ts';
import type { Spec } from '../../language/types.ts';
import { type FolderReport, writtenText } from '../../report/generate/text.ts';
import type { Given } from '../cli/verb.ts';
import type { out, spec } from '../shared/options.ts';
import { outputFolder } from '../shared/output-folder.ts';
import type { RunSelection } from '../shared/selection.ts';
import { generateCommand, shellWord } from '../shared/shell.ts';
import { holdsSpec, type UnknownEntry, unknownEntriesIn } from '../shared/unknown-entries.ts';
import type { Told } from './files.ts';
import type { FormerSite } from './former-sites.ts';
import { type SiteOutcome, SitePass } from './site-pass.ts';

type UpdateWords = Given<typeof spec | typeof out> & {
  readonly dryRun: boolean;
  readonly quiet: boolean;
};

/**
 * Writes the changed files of the selected sites, or lists them, and returns what is said about the sites. Throws
 * InvalidSpec, and a UserError when the directory of a site contains files that Portolan did not write; then nothing is
 * written.
 */
export function update(
  words: UpdateWords,
  loaded: LoadedSpec,
  selection: RunSelection,
): readonly Told[] {
  const out = outputFolder(words.spec, words.out);
  const pass = new SitePass(out, loaded, selection);
  const { sites, former } = words.dryRun ? pass.list(out) : writeSets(out, pass);
  const gone = former.filter((site) => site.untouched);
  const reports = [
    ...sites.map((each) => siteReport(out, each)),
    ...gone.map((site) => formerReport(out, site)),
  ];
  if (!words.quiet) printResult(writtenText(reports, words.dryRun));
  const isWhole = selection.others && selection.targets === undefined;
  const entries = isWhole ? unknownNotes(words, out, loaded.spec, former) : [];
  printMessage([...notes(out, sites, former), ...entries].join(''));
  return sites;
}

/** Notes for unknown entries of the output directory, except those of another spec. They are left alone. */
function unknownNotes(
  words: UpdateWords,
  out: string,
  spec: Spec,
  former: readonly FormerSite[],
): string[] {
  if (holdsSpec(out, words.spec)) return [];
  const known = new Set(former.map(({ site }) => join(out, site)));
  const owner = { spec, generate: generateCommand(words.spec, words.out) };
  const entries = unknownEntriesIn(out, [owner]).filter(
    ({ path, kind, writtenFor }) =>
      kind === 'foreign' && !known.has(path) && (writtenFor?.spec ?? spec.name) === spec.name,
  );
  const more = entries.length - mostNamed;
  return [
    ...entries.slice(0, mostNamed).map(unknownNote),
    ...(more > 0
      ? [`note: ${more} more in ${visible(out)} belong to no site. To list them: portolan check\n`]
      : []),
  ];
}

function unknownNote({ path, command }: UnknownEntry): string {
  return `note: ${visible(path)} belongs to no site of the spec. To delete it: ${visible(command)}\n`;
}

/** How many entries are named. */
const mostNamed = 5;

function siteReport(out: string, { site, unchanged, changes }: SiteOutcome): FolderReport {
  return { folder: join(out, site), outcome: unchanged ? 'unchanged' : 'written', files: changes };
}

function formerReport(out: string, { site, paths }: FormerSite): FolderReport {
  const files = paths.map((path) => ({ path, kind: 'removed' as const }));
  return { folder: join(out, site), outcome: 'removed', files };
}

function notes(
  out: string,
  sites: readonly SiteOutcome[],
  former: readonly FormerSite[],
): string[] {
  const carried = sites.filter((site) => site.carried.length > 0);
  const touched = former.filter((site) => !site.untouched);
  return [
    ...carried.map(
      (each) =>
        `note: ${visible(join(out, each.site))}: kept unchanged: ${each.carried.join(', ')}\n`,
    ),
    ...touched.map(({ site }) => {
      const folder = join(out, site);
      return `note: site ${quote(site)} is no longer in the spec; its files were edited and are kept. To delete them: rm -r ${visible(shellWord(folder))}\n`;
    }),
  ];
}
