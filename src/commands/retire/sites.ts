import { quote, visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import type { LoadedSpec } from '../../language/load.ts';
import { didYouMean } from '../../language/suggest.ts';
import type { Site, Spec } from '../../language/types.ts';
import type { NamingPlace, Retiring, TargetFiles } from '../../render/retiring.ts';
import { render } from '../shared/spec.ts';

/** A site with the target, in the spec or in the source. */
export type KnownSite = Pick<Site, 'id'> & {
  /** Undefined for a site of an output directory. */
  readonly prefix: string | undefined;
  readonly place: NamingPlace | undefined;
  /** Null for a site of an output directory: the files do not name their device. */
  readonly device: string | undefined | null;
};

/** The sites of a spec with the target. */
export function sitesOf({ sites }: Spec, target: Retiring): KnownSite[] {
  return sites
    .filter((site) => hasTarget(site, target))
    .map((site) => ({
      id: site.id,
      prefix: site.prefix,
      place: target.namesAt?.(site),
      device: site.device,
    }));
}

/** The target that is sought, and another one that the spec has. */
type Sought = { readonly target: Retiring; readonly hint: Retiring | undefined };

/**
 * The site that the user names, or the only known one. `prefixes` are those of a dump: then only sites with one of them
 * count. Throws a UserError for an unknown site, and if several are possible.
 */
export function siteOf(
  named: string | undefined,
  known: readonly KnownSite[],
  { target: { name: target }, hint }: Sought,
  prefixes: ReadonlySet<string> | undefined,
): string {
  const ids = [...new Set(known.map(({ id }) => id))];
  if (named !== undefined) {
    if (ids.includes(named)) return named;
    throw new UserError(`no site ${quote(named)} with ${target}`, didYouMean(named, ids));
  }
  const fitting = known.filter(({ prefix = '' }) => prefixes?.has(prefix) ?? true);
  const [only, another] = [...new Set(fitting.map(({ id }) => id))];
  if (only !== undefined && another === undefined) return only;
  if (ids.length === 0)
    throw new UserError(
      `no site has ${target}`,
      hint === undefined
        ? 'pass a spec with such a site'
        : `for ${hint.name}, add --format ${hint.retire.formats[0]}`,
    );
  throw new UserError(
    only === undefined
      ? 'the configuration contains no rules of a site of the spec'
      : `several sites have ${target}: ${visible(ids.join(', '))}`,
    'name the site with --site',
  );
}

function hasTarget({ targets }: Site, { name }: Retiring): boolean {
  return Object.hasOwn(targets, name);
}

/** Does the spec have a site with this id and the target? */
export function hasOutput({ spec }: LoadedSpec, site: string, target: Retiring): boolean {
  return spec.sites.some((each) => each.id === site && hasTarget(each, target));
}

/** The files of a site for one target; undefined if the spec has no such site or output. Throws InvalidSpec. */
export function filesOf(
  loaded: LoadedSpec,
  site: string,
  target: Retiring,
): TargetFiles | undefined {
  if (!hasOutput(loaded, site, target)) return undefined;
  const selection = { sites: new Set([site]), targets: new Set([target.name]) };
  const [rendered] = [...render(loaded, { selection, phase: 'Rendering sites' })];
  return rendered?.targets.get(target.name);
}
