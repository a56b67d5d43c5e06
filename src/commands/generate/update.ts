import { join } from 'node:path';
import { visible } from '../../characters.ts';
import { type ExitCode, exitCode, UserError } from '../../errors.ts';
import type { Named } from '../../io/path.ts';
import { printMessage, printResult } from '../../io/terminal.ts';
import { type Changes, writeSets } from '../../io/write.ts';
import type { Spec } from '../../language/types.ts';
import { planSite, type SitePlan } from '../../render/plan.ts';
import { type RenderedSite, siteFiles } from '../../render/site.ts';
import type { Selection } from '../../render/spec.ts';
import { type FolderReport, filesText, writtenText } from '../../report/generate/text.ts';
import { lacksText } from '../../report/page/lacks.ts';
import {
  type FormerSite,
  formerSites,
  storedSet,
  writtenForOther,
} from '../shared/output-folder.ts';
import { type Chosen, selectionOf } from '../shared/selection.ts';
import {
  generateCommand,
  outputFolder,
  readSpec,
  render,
  type SpecOptions,
  shellWord,
} from '../shared/spec.ts';
import { holdsSpec, type Stray, straysIn } from '../shared/strays.ts';

export type GenerateOptions = SpecOptions &
  Chosen & {
    readonly out: string | undefined;
    readonly stdout: boolean;
    readonly dryRun: boolean;
  };

/** Renders the spec and writes what changed; with `stdout` or `dryRun` it writes nothing to the disk. */
export function generate(options: GenerateOptions): ExitCode {
  const loaded = readSpec(options);
  const selection = selectionOf(loaded.spec, options);
  const rendered = render(loaded, selection);
  if (options.stdout) printResult(allFiles(rendered, selection));
  else update(options, loaded.spec, rendered, selection);
  printMessage(warnings(rendered).join(''));
  printMessage(lacksText(rendered.flatMap(({ lacks }) => lacks)));
  return exitCode.yes;
}

/** With targets to choose from, only their files: coverage and manifest speak of all of them. */
function allFiles(rendered: readonly RenderedSite[], selection: Selection): string {
  const files = rendered.flatMap((site) => {
    const chosen = [...site.targets.values()].flatMap((each) => [...each.keys()]);
    const isShown = (path: string) => selection.targets === undefined || chosen.includes(path);
    const shown = [...siteFiles(site)].filter(([path]) => isShown(path));
    return shown.map(([path, content]) => ({
      path: `${site.site}/${path}`,
      text: Buffer.from(content).toString('utf8'),
    }));
  });
  return filesText(files);
}

function warnings(rendered: readonly RenderedSite[]): string[] {
  return rendered.flatMap((site) =>
    site.warnings.map((warning) => `warning: ${site.site}: ${visible(warning)}\n`),
  );
}

type Plan = Changes & {
  readonly plans: readonly SitePlan[];
  readonly former: readonly FormerSite[];
};

function update(
  options: GenerateOptions,
  spec: Spec,
  rendered: readonly RenderedSite[],
  selection: Selection,
): void {
  const out = outputFolder(options.spec, options.out);
  const plan = (folder: Named) => planAll(out, folder, spec, { rendered, selection });
  const { plans, former } = options.dryRun ? plan(out) : writeSets(out, plan);
  const gone = former.filter((site) => site.untouched);
  const reports = [
    ...plans.map((each) => siteReport(out, each)),
    ...gone.map((site) => formerReport(out, site)),
  ];
  printResult(writtenText(reports, options.dryRun));
  const isWhole = selection.sites === undefined && selection.targets === undefined;
  const strays = isWhole ? strayNotes(options, out, spec, former) : [];
  printMessage([...notes(out, plans, former), ...strays].join(''));
}

/** What lies beside the sites and says itself of no other spec: it is left alone, and said. */
function strayNotes(
  options: GenerateOptions,
  out: string,
  spec: Spec,
  former: readonly FormerSite[],
): string[] {
  if (holdsSpec(out, options.spec)) return [];
  const known = new Set(former.map(({ site }) => join(out, site)));
  const owner = { spec, generate: generateCommand(options.spec, options.out) };
  const strays = straysIn(out, [owner]).filter(
    ({ path, kind, writtenFor }) =>
      kind === 'foreign' && !known.has(path) && (writtenFor?.spec ?? spec.name) === spec.name,
  );
  const more = strays.length - mostNamed;
  return [
    ...strays.slice(0, mostNamed).map(strayNote),
    ...(more > 0 ? [`note: and ${more} more in ${visible(out)} that belong to no site\n`] : []),
  ];
}

function strayNote({ path, command }: Stray): string {
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
