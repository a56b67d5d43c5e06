import { join } from 'node:path';
import { visible } from '../../characters.ts';
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
 * Writes what changed of the rendered sites, or says what would change. Throws a UserError, before anything is written,
 * when the output folder holds what is not the tool's.
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

/** What lies beside the sites and says itself of no other spec: it is left alone, and said. */
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
    ...(more > 0 ? [`note: and ${more} more in ${visible(out)} that belong to no site\n`] : []),
  ];
}

function unknownNote({ path, command }: UnknownEntry): string {
  return `note: ${visible(path)} belongs to no site of the spec: ${visible(command)}\n`;
}

type Wanted = { readonly rendered: readonly RenderedSite[]; readonly selection: Selection };

/**
 * Reads the output folder, which messages call `out`, and says what is to change there; throws when it holds what is not
 * the tool's.
 */
function planAll(out: string, folder: Named, spec: Spec, { rendered, selection }: Wanted): Plan {
  const partial = selection.targets !== undefined;
  const plans = rendered.map((site) => planSite(site, storedSet(folder, site.site), partial));
  for (const plan of plans) {
    refuseOther(out, plan);
    refuseForeign(out, plan);
  }
  // A run that was told what to render leaves everything else alone.
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
  throw new UserError(`${message}; nothing was written`, help);
}

const mostNamed = 5;

function refuseForeign(out: string, { site, foreign }: SitePlan): void {
  if (foreign.length === 0) return;
  const folder = join(out, site);
  const named = foreign.slice(0, mostNamed).map(visible).join(', ');
  const more = foreign.length > mostNamed ? ` and ${foreign.length - mostNamed} more` : '';
  throw new UserError(
    `${visible(folder)} holds what portolan did not write: ${named}${more}; nothing was written`,
    `move it away, or remove the folder if nothing in it is needed: rm -r ${visible(shellWord(folder))}`,
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
        `note: ${visible(join(out, plan.site))}: ${plan.carried.join(', ')} carried over as before\n`,
    ),
    ...touched.map(({ site }) => {
      const folder = join(out, site);
      return `note: ${visible(folder)} is no site of the spec any more, but somebody changed it: rm -r ${visible(shellWord(folder))}\n`;
    }),
  ];
}
