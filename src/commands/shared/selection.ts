import { quote } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { didYouMean } from '../../language/suggest.ts';
import type { Spec } from '../../language/types.ts';
import type { Selection } from '../../render/spec.ts';

/** The sites and targets that the user names; empty means every one. */
export type Chosen = { readonly site: readonly string[]; readonly target?: readonly string[] };

/** What is chosen, as a selection. Throws a UserError for a site or target that the spec does not have. */
export function selectionOf(spec: Spec, { site: sites, target: targets = [] }: Chosen): Selection {
  const known = spec.sites.map((site) => site.id);
  for (const site of sites) refuseUnknown('the spec has no site', site, known);
  const selected = spec.sites.filter((site) => sites.length === 0 || sites.includes(site.id));
  const named = selected.flatMap((site) => Object.keys(site.targets));
  for (const target of targets) refuseUnknown('no chosen site has a target', target, named);
  return { sites: setOf(sites), targets: setOf(targets) };
}

function refuseUnknown(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new UserError(`${what} ${quote(name)}`, didYouMean(name, known));
}

function setOf(names: readonly string[]): ReadonlySet<string> | undefined {
  return names.length === 0 ? undefined : new Set(names);
}
