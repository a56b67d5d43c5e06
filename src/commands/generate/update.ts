import { join } from 'node:path';
import { quote, visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import type { Named } from '../../io/path.ts';
import { printMessage, printResult } from '../../io/terminal.ts';
import { type Changes, writeSets } from '../../io/write.ts';
import type { Spec } from '../../language/types.ts';
import type { Selection } from '../../render/all-sites.ts';
import type { RenderedSite } from '../../render/site.ts';
import { planSite, type SitePlan } from '../../render/site-plan.ts';
import { type FolderReport, writtenText } from '../../report/generate/text.ts';
import type { Given } from '../cli/verb.ts';
import type { out, spec } from '../shared/options.ts';
import { outputFolder, storedSet, writtenForOther } from '../shared/output-folder.ts';
import { generateCommand, shellWord } from '../shared/shell.ts';
import { holdsSpec, type UnknownEntry, unknownEntriesIn } from '../shared/unknown-entries.ts';
import { type FormerSite, formerSites } from './former-sites.ts';

type Plan = Changes & {
  readonly plans: readonly SitePlan[];
  readonly former: readonly FormerSite[];
};

type UpdateWords = Given<typeof spec | typeof out> & { readonly dryRun: boolean };

/**
 * Writes the changed files of the rendered sites, or lists them. Throws a UserError, before it writes anything, when
 * the directory of a site contains files that Portolan did not write.
 */
export function update(
  words: UpdateWords,
  spec: Spec,
  rendered: readonly RenderedSite[],
  selection: Selection,
): void {
  const out = outputFolder(words.spec, words.out);
  const plan = (folder: Named) => planAll(out, folder, spec, { rendered, selection });
  const { plans, former } = words.dryRun ? plan(out) : writeSets(out, plan);
  const gone = former.filter((site) => site.untouched);
  const reports = [
    ...plans.map((each) => siteReport(out, each)),
    ...gone.map((site) => formerReport(out, site)),
  ];
  printResult(writtenText(reports, words.dryRun));
  const isWhole = selection.sites === undefined && selection.targets === undefined;
  const entries = isWhole ? unknownNotes(words, out, spec, former) : [];
  printMessage([...notes(out, plans, former), ...entries].join(''));
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

type Wanted = { readonly rendered: readonly RenderedSite[]; readonly selection: Selection };

/**
 * Reads the output directory, which messages call `out`, and plans its changes. Throws when the directory of a site
 * contains files that Portolan did not write.
 */
function planAll(out: string, folder: Named, spec: Spec, { rendered, selection }: Wanted): Plan {
  const partial = selection.targets !== undefined;
  const plans = rendered.map((site) => planSite(site, storedSet(folder, site.site), partial));
  for (const plan of plans) {
    refuseOther(out, plan);
    refuseForeign(out, plan);
  }
  // A run with a selection leaves all other directories alone.
  const isWhole = !partial && selection.sites === undefined;
  const former = isWhole ? formerSites(folder, spec) : [];
  const changed = plans.filter((plan) => !plan.unchanged);
  return {
    plans,
    former,
    sets: new Map(changed.map((plan) => [plan.site, plan.files])),
    gone: former.filter((site) => site.untouched).map((site) => site.site),
  };
}

function refuseOther(out: string, { spec, site, other }: SitePlan): void {
  if (other === undefined) return;
  const { message, help } = writtenForOther(join(out, site), other, { spec, site });
  throw new UserError(`${message}. Nothing was written.`, help);
}

const mostNamed = 5;

function refuseForeign(out: string, { site, foreign }: SitePlan): void {
  if (foreign.length === 0) return;
  const folder = join(out, site);
  const named = foreign.slice(0, mostNamed).map(visible).join(', ');
  const more = foreign.length > mostNamed ? ` and ${foreign.length - mostNamed} more` : '';
  throw new UserError(
    `${visible(folder)} contains files that Portolan did not write: ${named}${more}. Nothing was written.`,
    `move them away; if you need nothing in the directory, delete it: rm -r ${visible(shellWord(folder))}`,
  );
}

function siteReport(out: string, { site, unchanged, changes }: SitePlan): FolderReport {
  return { folder: join(out, site), outcome: unchanged ? 'unchanged' : 'written', files: changes };
}

function formerReport(out: string, { site, stored }: FormerSite): FolderReport {
  const files = [...stored.files.keys()].map((path) => ({ path, kind: 'removed' as const }));
  return { folder: join(out, site), outcome: 'removed', files };
}

function notes(out: string, plans: readonly SitePlan[], former: readonly FormerSite[]): string[] {
  const carried = plans.filter((plan) => plan.carried.length > 0);
  const touched = former.filter((site) => !site.untouched);
  return [
    ...carried.map(
      (plan) =>
        `note: ${visible(join(out, plan.site))}: kept unchanged: ${plan.carried.join(', ')}\n`,
    ),
    ...touched.map(({ site }) => {
      const folder = join(out, site);
      return `note: site ${quote(site)} is no longer in the spec; its files were edited and are kept. To delete them: rm -r ${visible(shellWord(folder))}\n`;
    }),
  ];
}
