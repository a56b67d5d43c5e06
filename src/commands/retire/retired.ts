import { visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import type { Refusal } from '../../problem.ts';
import {
  type Retired,
  type RetireFormat,
  type Retiring,
  retiringTargets,
} from '../../render/retiring.ts';
import { readSpec } from '../shared/spec.ts';
import { type FormerWords, formerSites, formerState, type Source, sourceOf } from './former.ts';
import { ownersOf } from './owners.ts';
import { filesOf, siteOf, sitesOf } from './sites.ts';

type RetireWords = FormerWords & {
  readonly site: string | undefined;
  readonly format: RetireFormat;
};

/**
 * The changes from what the device of a site has to the files that the spec generates now. Throws a UserError for an
 * unknown site and for older files or a configuration that cannot be read, and InvalidSpec. Writes nothing.
 */
export async function retired(words: RetireWords): Promise<Retired> {
  const { target, others } = await retiringTargets(words.format);
  const head = readSpec(words);
  const source = sourceOf(words);
  const sites = { head: sitesOf(head.spec, target), former: formerSites(source, target) };
  const known = [...sites.head, ...sites.former];
  const hint = others.find((each) => sitesOf(head.spec, each).length > 0);
  const site = siteOf(words.site, known, { target, hint }, prefixesIn(source, target));
  const owners = ownersOf(site, sites);
  const files = filesOf(head, owners.newer, target);
  const { former, notes } = formerState(source, owners.former, target);
  const outcome = target.retire.retire(former, files, words.format);
  if (!outcome.ok) throw refusedWith(outcome.error);
  return {
    text: outcome.value.text,
    notes: [...owners.notes, ...notes, ...outcome.value.notes],
  };
}

function prefixesIn(source: Source, { retire }: Retiring): ReadonlySet<string> | undefined {
  if (source.kind !== 'dump') return undefined;
  const prefixes = retire.prefixesIn(source.dump);
  if (!prefixes.ok) throw refusedWith(prefixes.error);
  return prefixes.value;
}

function refusedWith({ message, help }: Refusal): UserError {
  return new UserError(visible(message), visible(help));
}
