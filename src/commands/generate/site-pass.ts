import { join } from 'node:path';
import { visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import type { StoredSet } from '../../file-set.ts';
import type { Named } from '../../io/path.ts';
import type { Changes, Work } from '../../io/write.ts';
import type { LoadedSpec } from '../../language/load.ts';
import { fingerprint } from '../../render/committed.ts';
import type { RenderedSite } from '../../render/site.ts';
import { type PlannedChange, planSite, type SitePlan } from '../../render/site-plan.ts';
import { storedSet, writtenForOther } from '../shared/output-folder.ts';
import type { RunSelection } from '../shared/selection.ts';
import { shellWord } from '../shared/shell.ts';
import { render } from '../shared/spec.ts';
import { phase, type Told } from './files.ts';
import { type FormerSite, formerSites } from './former-sites.ts';

/** What a run does to one site, without its files. */
export type SiteOutcome = Told & {
  readonly unchanged: boolean;
  readonly changes: readonly PlannedChange[];
  /** Targets whose files are kept unchanged. */
  readonly carried: readonly string[];
};

/** What a run does to all sites. */
export type Outcome = {
  readonly sites: readonly SiteOutcome[];
  readonly former: readonly FormerSite[];
};

/**
 * One pass over the sites of a spec, with one site in memory at a time: each is rendered, compared with the stored files
 * and, if they differ, staged. Throws InvalidSpec with the problems of all sites, or a UserError when the directory of a
 * site contains files that Portolan did not write. Until then, nothing has changed.
 */
export class SitePass implements Work<Outcome> {
  readonly #out: string;
  readonly #loaded: LoadedSpec;
  readonly #selection: RunSelection;
  readonly #sites: Generator<RenderedSite, void>;
  readonly #outcomes = new Map<string, SiteOutcome>();
  /** By site: a digest of what was stored when it was read without the lock. */
  readonly #seen = new Map<string, string>();
  /** The first site that must change, until there is a lock. */
  #waiting: RenderedSite | undefined;
  /** The first refusal. The problems of the spec, which later sites may have, come before it. */
  #refusal: UserError | undefined;

  /** Messages call the output directory `out`. */
  constructor(out: string, loaded: LoadedSpec, selection: RunSelection) {
    this.#out = out;
    this.#loaded = loaded;
    this.#selection = selection;
    this.#sites = render(loaded, { selection, phase });
  }

  /** What a run would do. */
  list(folder: Named): Outcome {
    for (const rendered of this.#rest()) this.#add(rendered, this.#planned(rendered, folder)?.plan);
    return this.#outcome(folder);
  }

  look(folder: Named): Outcome | undefined {
    for (const rendered of this.#rest()) {
      const planned = this.#planned(rendered, folder);
      if (planned?.plan.unchanged === false) {
        this.#waiting = rendered;
        return undefined;
      }
      if (planned !== undefined) this.#seen.set(rendered.site, fingerprint(planned.stored));
      this.#add(rendered, planned?.plan);
    }
    const outcome = this.#outcome(folder);
    return outcome.former.some(({ untouched }) => untouched) ? undefined : outcome;
  }

  change(changes: Changes): Outcome {
    for (const rendered of this.#due(changes)) {
      const plan = this.#planned(rendered, changes.folder())?.plan;
      if (plan?.unchanged === false) changes.stage(plan.site, plan.files);
      this.#add(rendered, plan);
    }
    const outcome = this.#outcome(changes.folder());
    for (const { site, untouched } of outcome.former) if (untouched) changes.remove(site);
    return outcome;
  }

  /** The sites to plan under the lock: those that another run has changed since `look`, then those that are left. */
  *#due(changes: Changes): Generator<RenderedSite> {
    const isChanged = ([site, seen]: [string, string]) =>
      fingerprint(storedSet(changes.folder(), site)) !== seen;
    const again = new Set([...this.#seen].filter(isChanged).map(([site]) => site));
    const selection = { ...this.#selection, sites: again };
    if (again.size > 0) yield* render(this.#loaded, { selection, phase });
    if (this.#waiting !== undefined) yield this.#waiting;
    this.#waiting = undefined;
    yield* this.#rest();
  }

  /** The sites that are left. The caller may stop, and continue later. */
  *#rest(): Generator<RenderedSite> {
    for (let next = this.#sites.next(); !next.done; next = this.#sites.next()) yield next.value;
  }

  /** The plan of a site, and the files that it is based on; undefined once the run is refused. */
  #planned(
    rendered: RenderedSite,
    folder: Named,
  ): { readonly plan: SitePlan; readonly stored: StoredSet } | undefined {
    if (this.#refusal !== undefined) return undefined;
    const stored = storedSet(folder, rendered.site);
    const plan = planSite(rendered, stored, this.#selection.targets !== undefined);
    this.#refusal = refusalOf(this.#out, plan);
    return this.#refusal === undefined ? { plan, stored } : undefined;
  }

  #add({ site, warnings, lacks }: RenderedSite, plan: SitePlan | undefined): void {
    if (plan === undefined) return;
    const { unchanged, changes, carried } = plan;
    this.#outcomes.set(site, { site, warnings, lacks, unchanged, changes, carried });
  }

  #outcome(folder: Named): Outcome {
    if (this.#refusal !== undefined) throw this.#refusal;
    const { targets, others } = this.#selection;
    const former = others && targets === undefined ? formerSites(folder, this.#loaded.spec) : [];
    return { sites: [...this.#outcomes.values()], former };
  }
}

/** Why the directory of a site may not be replaced: it belongs to another site, or has other files. */
function refusalOf(out: string, { spec, site, other, foreign }: SitePlan): UserError | undefined {
  const folder = join(out, site);
  if (other !== undefined) {
    const { message, help } = writtenForOther(folder, other, { spec, site });
    return new UserError(`${message}. Nothing was written.`, help);
  }
  if (foreign.length === 0) return undefined;
  const named = foreign.slice(0, mostNamed).map(visible).join(', ');
  const more = foreign.length > mostNamed ? ` and ${foreign.length - mostNamed} more` : '';
  return new UserError(
    `${visible(folder)} contains files that Portolan did not write: ${named}${more}. Nothing was written.`,
    `move them away; if you need nothing in the directory, delete it: rm -r ${visible(shellWord(folder))}`,
  );
}

const mostNamed = 5;
